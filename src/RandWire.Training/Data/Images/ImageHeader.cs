namespace RandWire.Training.Data.Images;

/// <summary>What a file's structure says before any pixel is decoded.</summary>
/// <param name="Height">Rows as stored.</param>
/// <param name="Width">Columns as stored.</param>
/// <param name="Orientation">EXIF orientation, 1 to 8; 1 is upright.</param>
internal readonly record struct ImageHeader(int Height, int Width, int Orientation)
{
    /// <summary>A header whose size is within bounds.</summary>
    /// <exception cref="InvalidDataException">A side is 0, or there are more pixels than <see cref="ImageFile.MaxPixels"/>.</exception>
    public static ImageHeader Checked(long height, long width, int orientation)
    {
        if (height <= 0 || width <= 0) throw new InvalidDataException($"the header gives a size of {width} x {height}: no pixels");
        if (height > int.MaxValue || width > int.MaxValue || height * width > ImageFile.MaxPixels)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"the header gives a size of {width} x {height}; at most {ImageFile.MaxPixels:N0} pixels are decoded: scale it down"));
        }
        return new ImageHeader((int)height, (int)width, orientation);
    }
}
