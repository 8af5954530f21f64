namespace RandWire.Search;

/// <summary>How far a study has come: the content of <c>study.json</c>, rewritten whole after every training.</summary>
internal sealed record StudyState
{
}
