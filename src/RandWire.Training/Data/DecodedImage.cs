namespace RandWire.Training.Data;

/// <summary>One decoded image: 8-bit samples in rows, channels last.</summary>
/// <param name="Height">H, rows, at least 1.</param>
/// <param name="Width">W, columns, at least 1.</param>
/// <param name="Channels">C: 1 for grey, 3 for red, green, blue.</param>
/// <param name="Pixels">[H, W, C], 0 to 255. It may be a view of the shared cache: never write to it.</param>
public readonly record struct DecodedImage(int Height, int Width, int Channels, ReadOnlyMemory<byte> Pixels);
