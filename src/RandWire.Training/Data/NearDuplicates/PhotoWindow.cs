namespace RandWire.Training.Data.NearDuplicates;

/// <summary>A rectangle on a sketch, in cells of its grid.</summary>
/// <param name="Left">Left edge, 0 for that of the picture.</param>
/// <param name="Right">Right edge, 64 for that of the picture.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Bottom">Lower edge.</param>
internal readonly record struct PhotoWindow(double Left, double Right, double Top, double Bottom)
{
    /// <summary>The whole picture.</summary>
    public static PhotoWindow Whole { get; } = new(0, PhotoSketch.Side, 0, PhotoSketch.Side);

    /// <summary>Right less left.</summary>
    public double Width => Right - Left;

    /// <summary>Bottom less top.</summary>
    public double Height => Bottom - Top;

    /// <summary>Windows that lose at most <paramref name="steps"/> steps of 1/20 in each direction, in every place on the grid of steps; the whole
    /// picture first.</summary>
    public static PhotoWindow[] Grid(int steps)
    {
        const double Step = PhotoSketch.Side / 20.0;
        List<PhotoWindow> windows = [];
        for (int left = 0; left <= steps; left++)
        {
            for (int right = 0; left + right <= steps; right++)
            {
                for (int top = 0; top <= steps; top++)
                {
                    for (int bottom = 0; top + bottom <= steps; bottom++)
                        windows.Add(new(Step * left, PhotoSketch.Side - Step * right, Step * top, PhotoSketch.Side - Step * bottom));
                }
            }
        }
        return [.. windows];
    }
}
