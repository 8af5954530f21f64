using RandWire.Engine;
using RandWire.Training.Data.Readers;

namespace RandWire.Training.Data;

/// <summary>One part of a data set: images in a fixed order, each with its label.</summary>
public sealed class DatasetSplit
{
    private readonly IImageSource _source;
    private readonly ulong[] _hashes;
    private readonly int[] _images, _labels;

    // Hashes stand by image of the source.
    internal DatasetSplit(string name, IImageSource source, ulong[] hashes, ReadingRecord reading, int classes, int[] images, int[] labels) =>
        (Name, _source, _hashes, Reading, Classes, _images, _labels) = (name, source, hashes, reading, classes, images, labels);

    /// <summary>By what the images were read.</summary>
    public ReadingRecord Reading { get; }

    /// <summary>"train", "validation", "test" or "all".</summary>
    public string Name { get; }

    /// <summary>Number of images, 0 or more.</summary>
    public int Count => _images.Length;

    /// <summary>Number of classes of the data set; some may have no image in this split.</summary>
    public int Classes { get; }

    /// <summary>Label of an image, in [0, <see cref="Classes"/>).</summary>
    public int Label(int image) => _labels[image];

    /// <summary>Where an image came from: a path relative to the root with forward slashes, or "file#index". Encode it wherever it is
    /// shown.</summary>
    public string Source(int image) => _source.Source(_images[image]);

    /// <summary>64 bits of a hash (XXH128) over size and samples of an image as it was decoded when the data set was opened, before any scaling: equal for equal
    /// pictures, gray in one channel or in three.</summary>
    public ulong PixelHash(int image) => _hashes[_images[image]];

    /// <summary>The pixels, from the cache or decoded now. Safe from many threads; free of allocation when cached.</summary>
    /// <exception cref="InvalidDataException">The file was readable when the data set was opened and is no longer.</exception>
    public DecodedImage Read(int image) => _source.Read(_images[image]);

    /// <summary>Some of the images, in the given order.</summary>
    /// <param name="images">Positions in this split.</param>
    public DatasetSplit Subset(ReadOnlySpan<int> images)
    {
        int[] chosen = new int[images.Length], labels = new int[images.Length];
        for (int i = 0; i < images.Length; i++) (chosen[i], labels[i]) = (_images[images[i]], _labels[images[i]]);
        return new DatasetSplit(Name, _source, _hashes, Reading, Classes, chosen, labels);
    }

    /// <summary>These images, then those of another split of the same data set; the name is this split's.</summary>
    /// <exception cref="ArgumentException">The other split belongs to another data set.</exception>
    public DatasetSplit Concat(DatasetSplit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!ReferenceEquals(_source, other._source)) throw new ArgumentException("The splits belong to different data sets.", nameof(other));
        return new DatasetSplit(Name, _source, _hashes, Reading, Classes, [.. _images, .. other._images], [.. _labels, .. other._labels]);
    }

    /// <summary>The same images under another name.</summary>
    internal DatasetSplit Named(string name) => new(name, _source, _hashes, Reading, Classes, _images, _labels);

    /// <summary>The same images under other labels.</summary>
    /// <param name="labels">The new label of every old one, in [0, <paramref name="classes"/>).</param>
    /// <param name="classes">Number of classes that the new labels belong to.</param>
    internal DatasetSplit Relabelled(int[] labels, int classes) =>
        new(Name, _source, _hashes, Reading, classes, _images, [.. _labels.Select(label => labels[label])]);

    /// <summary>At most <paramref name="count"/> images in this split's order, classes as even as they are here, chosen by seed.</summary>
    /// <remarks>Samples of one seed are nested: a smaller one is part of a larger one. All images when there are no more than asked
    /// for.</remarks>
    public DatasetSplit Sample(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count >= Count) return this;
        // Every image gets a place between 0 and 1 within its own class; the lowest places are taken.
        Seed order = Seed.From(seed).Child("sample");
        double[] places = new double[Count];
        foreach (IGrouping<int, int> ofClass in Enumerable.Range(0, Count).GroupBy(Label))
        {
            int[] members = [.. ofClass];
            Seed classOrder = order.Child(ofClass.Key);
            classOrder.Shuffle(members.AsSpan());
            double offset = classOrder.Child("offset").Uniform(0);
            for (int rank = 0; rank < members.Length; rank++) places[members[rank]] = (rank + offset) / members.Length;
        }
        int[] chosen = [.. Enumerable.Range(0, Count).OrderBy(image => places[image]).ThenBy(image => image).Take(count).Order()];
        return Subset(chosen);
    }
}
