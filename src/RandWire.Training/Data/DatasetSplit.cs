namespace RandWire.Training.Data;

/// <summary>One part of a data set: images in a fixed order, each with its label.</summary>
public sealed class DatasetSplit
{
    internal DatasetSplit(string name) => Name = name;

    /// <summary>"train", "validation" or "test".</summary>
    public string Name { get; }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Label of an image, in [0, number of classes).</summary>
    public int Label(int image) => throw new NotSupportedException();

    /// <summary>Where an image came from: a path relative to the root, or "file#index".</summary>
    public string Source(int image) => throw new NotSupportedException();

    /// <summary>The pixels, from the cache or decoded now. Safe from many threads.</summary>
    /// <exception cref="InvalidDataException">The file was readable when the data set was opened and is no longer.</exception>
    public DecodedImage Read(int image) => throw new NotSupportedException();

    /// <summary>The same images restricted to some, in the given order.</summary>
    public DatasetSplit Subset(ReadOnlySpan<int> images) => throw new NotSupportedException();

    /// <summary>At most <paramref name="count"/> images with the classes in proportion, chosen by seed, in this split's order.</summary>
    public DatasetSplit Sample(int count, long seed) => throw new NotSupportedException();
}
