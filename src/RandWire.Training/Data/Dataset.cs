namespace RandWire.Training.Data;

/// <summary>Labelled images, read once, checked and split.</summary>
public sealed class Dataset : IDisposable
{
    private Dataset(DataReport report) => Report = report;

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> Classes { get; } = [];

    /// <summary>What was found.</summary>
    public DataReport Report { get; }

    /// <summary>The images to train on.</summary>
    public DatasetSplit Train { get; } = null!;

    /// <summary>The images to choose by; may be empty.</summary>
    public DatasetSplit Validation { get; } = null!;

    /// <summary>The images to report by; may be empty.</summary>
    public DatasetSplit Test { get; } = null!;

    /// <summary>1 when every image is grey, else 3.</summary>
    public int Channels { get; }

    /// <summary>The size of every image; null when sizes differ.</summary>
    public (int Height, int Width)? UniformSize { get; }

    /// <summary>Median height and width.</summary>
    public (int Height, int Width) TypicalSize { get; }

    /// <summary>Reads every image of a data set once, checks it and splits it.</summary>
    /// <exception cref="DataException">Nothing to train on, or a layout that is not recognised.</exception>
    public static Dataset Open(string path, DatasetOptions options, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>Closes files and lets the cache go.</summary>
    public void Dispose() { }
}
