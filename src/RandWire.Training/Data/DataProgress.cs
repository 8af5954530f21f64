namespace RandWire.Training.Data;

/// <summary>How far the opening of a data set has come.</summary>
/// <param name="Done">Images read so far, readable or not.</param>
/// <param name="Total">Images to read.</param>
public readonly record struct DataProgress(int Done, int Total);
