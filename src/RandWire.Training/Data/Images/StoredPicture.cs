namespace RandWire.Training.Data.Images;

/// <summary>A picture as its file stores it: before turning, scaling to 8 bits and laying over a background.</summary>
/// <param name="Height">Rows as stored.</param>
/// <param name="Width">Columns as stored.</param>
/// <param name="Channels">1 gray, 2 gray and alpha, 3 color, 4 color and alpha. Alpha is not multiplied in.</param>
internal sealed record StoredPicture(int Height, int Width, int Channels)
{
    /// <summary>[H, W, C], at least so long; null when <see cref="Words"/> holds the samples.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>[H, W, C] samples of 16 bits, or null.</summary>
    public ushort[]? Words { get; init; }

    /// <summary>EXIF orientation, 1 to 8.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>What was odd about the file although its picture is whole, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Whether every decoder gives these samples: a PNG.</summary>
    public bool IsExact { get; init; }

    /// <summary>Samples in the picture.</summary>
    public int Samples => Height * Width * Channels;
}
