namespace RandWire.Training.Data;

/// <summary>Images prepared for one step. Valid until the next batch is taken: its memory is used again.</summary>
public sealed class Batch
{
    private readonly int _imageElements, _classes;

    internal Batch(int capacity, int imageElements, int classes)
    {
        _imageElements = imageElements;
        _classes = classes;
        ImageBuffer = new float[(long)capacity * imageElements];
        TargetBuffer = new float[capacity * classes];
        LabelBuffer = new int[capacity];
        IndexBuffer = new int[capacity];
    }

    /// <summary>Position in the epoch, from 0.</summary>
    public int Number { get; internal set; }

    /// <summary>Images in this batch.</summary>
    public int Count { get; internal set; }

    /// <summary>[count, H, W, C], normalized.</summary>
    public ReadOnlySpan<float> Images => ImageBuffer.AsSpan(0, Count * _imageElements);

    /// <summary>[count, classes], rows sum to 1; smoothed and mixed.</summary>
    public ReadOnlySpan<float> Targets => TargetBuffer.AsSpan(0, Count * _classes);

    /// <summary>[count], the labels before smoothing and mixing.</summary>
    public ReadOnlySpan<int> Labels => LabelBuffer.AsSpan(0, Count);

    /// <summary>[count], positions in the split.</summary>
    public ReadOnlySpan<int> Indices => IndexBuffer.AsSpan(0, Count);

    internal float[] ImageBuffer { get; }

    internal float[] TargetBuffer { get; }

    internal int[] LabelBuffer { get; }

    internal int[] IndexBuffer { get; }
}
