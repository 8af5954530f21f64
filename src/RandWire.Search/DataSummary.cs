namespace RandWire.Search;

/// <summary>The data of a study in numbers.</summary>
/// <param name="Path">The path as given.</param>
/// <param name="Layout">How the data is laid out, such as "folder per class".</param>
/// <param name="Classes">Names and counts, by label. Names may hold any character.</param>
/// <param name="Train">Images trained on while wirings compete.</param>
/// <param name="Validation">Images by which they are judged; the final training learns from them too.</param>
/// <param name="Test">Images held back for the final report.</param>
/// <param name="Channels">1 for gray, 3 for color.</param>
/// <param name="TypicalHeight">Median height in pixels.</param>
/// <param name="TypicalWidth">Median width in pixels.</param>
/// <param name="Unreadable">Files that could not be read and were left out.</param>
/// <param name="DuplicateGroups">Groups of images with equal pixels; each stays on one side of the split.</param>
/// <param name="ContradictoryGroups">Groups of equal images found under two classes or more.</param>
/// <param name="Notes">Things a person should know about the data.</param>
public sealed record DataSummary(
    string Path, string Layout, IReadOnlyList<ClassCount> Classes, int Train, int Validation, int Test, int Channels,
    int TypicalHeight, int TypicalWidth, int Unreadable, int DuplicateGroups, int ContradictoryGroups, IReadOnlyList<string> Notes);
