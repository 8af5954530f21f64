namespace RandWire.Search;

/// <summary>The budget was spent, or every trial failed, without a model to deliver. The command line exits with 5.</summary>
/// <param name="message">What happened and what to try.</param>
public sealed class StudyException(string message) : Exception(message);
