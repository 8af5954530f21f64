namespace RandWire.Training.Data.NearDuplicates;

/// <summary>Lays one sketch over a window of another and moves the window's four edges until the two agree best.</summary>
/// <remarks>Gauss and Newton's method on the squared difference with free gain and offset (Lucas and Kanade, 1981), first on 16x16 cells, which
/// ends most comparisons within some 20 microseconds, then on 32x32. Plain scalar sums in one order: the same on every machine. Holds its own
/// memory: one for each thread.</remarks>
internal sealed class Alignment
{
    private const int CoarseCells = 16, CoarseSteps = 5, FineCells = 32, FineSteps = 4;
    private const double MaxOutside = 0.2 * PhotoSketch.Side, MinLength = 0.6 * PhotoSketch.Side, MaxLength = 1.4 * PhotoSketch.Side;

    /// <summary>A comparison ends on the coarse grid where brightness or detail correlates less there.</summary>
    public const double CoarseTone = 0.5, CoarseDetail = 0.25;

    private readonly SummedArea _area = new(PhotoSketch.Side);
    private readonly DetailCorrelation _correlation = new();
    private readonly LeastSquares _equations = new();
    private readonly double[] _template = new double[FineCells * FineCells], _sampled = new double[FineCells * FineCells];

    /// <summary>Makes <paramref name="sketch"/> the one whose windows are looked at.</summary>
    public void Load(PhotoSketch sketch) => _area.Load(sketch.Luma);

    /// <summary>Fits a sketch into the loaded one; where they differ at first sight, the figures are those of the coarse grid.</summary>
    /// <param name="sketch">The other photo.</param>
    /// <param name="orientation">How it is turned before (<see cref="Orientation"/>).</param>
    /// <param name="start">The window to begin with; its edges should be right to some 4 cells.</param>
    public Agreement Fit(PhotoSketch sketch, int orientation, PhotoWindow start)
    {
        Agreement coarse = Refine(sketch, orientation, start, CoarseCells, CoarseSteps);
        bool differ = coarse.Tone < CoarseTone || coarse.Detail < CoarseDetail;
        return differ ? coarse : Refine(sketch, orientation, coarse.Window, FineCells, FineSteps);
    }

    private Agreement Refine(PhotoSketch sketch, int orientation, PhotoWindow window, int cells, int steps)
    {
        Orientation.Reduce(sketch.Luma, PhotoSketch.Side, orientation, cells, _template);
        CellRange range = Sample(window, cells);
        int least = cells * cells / 2;
        for (int step = 0; step < steps; step++)
        {
            if (range.Count < least || !Move(ref window, cells, range)) break;
            range = Sample(window, cells);
        }
        return range.Count < least
            ? new Agreement(window, 0, 0)
            : new Agreement(window, DetailCorrelation.Tone(_template, _sampled, cells, range),
                _correlation.Detail(_template, _sampled, cells, range));
    }

    private CellRange Sample(in PhotoWindow window, int cells)
    {
        _area.Cells(window, cells, _sampled);
        double scale = (double)(cells * cells) / (window.Width * window.Height);
        for (int i = 0; i < cells * cells; i++) _sampled[i] *= scale;
        return CellRange.Of(window, cells);
    }

    // One step: template = gain * (sampled + slope * change) + offset, with gain * change as the unknown. False at the end of the way.
    private bool Move(ref PhotoWindow window, int cells, CellRange range)
    {
        _equations.Clear();
        Span<double> row = stackalloc double[LeastSquares.Unknowns + 1];
        double perCellX = cells / window.Width, perCellY = cells / window.Height;
        for (int y = range.Top; y < range.Bottom; y++)
        {
            int up = Math.Max(y - 1, range.Top), down = Math.Min(y + 1, range.Bottom - 1);
            double v = (y + 0.5) / cells, stepY = perCellY / Math.Max(1, down - up);
            for (int x = range.Left; x < range.Right; x++)
            {
                int left = Math.Max(x - 1, range.Left), right = Math.Min(x + 1, range.Right - 1);
                double u = (x + 0.5) / cells, stepX = perCellX / Math.Max(1, right - left);
                double slopeX = (_sampled[y * cells + right] - _sampled[y * cells + left]) * stepX;
                double slopeY = (_sampled[down * cells + x] - _sampled[up * cells + x]) * stepY;
                row[0] = slopeX * (1 - u);
                row[1] = slopeX * u;
                row[2] = slopeY * (1 - v);
                row[3] = slopeY * v;
                row[4] = _sampled[y * cells + x];
                row[5] = 255;
                row[6] = _template[y * cells + x];
                _equations.Add(row);
            }
        }
        Span<double> change = stackalloc double[LeastSquares.Unknowns];
        const double LeastGain = 0.05;
        if (!_equations.Solve(change) || change[4] < LeastGain) return false;
        PhotoWindow next = new(window.Left + Bounded(change[0] / change[4]), window.Right + Bounded(change[1] / change[4]),
            window.Top + Bounded(change[2] / change[4]), window.Bottom + Bounded(change[3] / change[4]));
        if (!IsAllowed(next)) return false;
        double moved = Math.Abs(next.Left - window.Left) + Math.Abs(next.Right - window.Right)
            + Math.Abs(next.Top - window.Top) + Math.Abs(next.Bottom - window.Bottom);
        window = next;
        return moved > 0.05;
    }

    private static double Bounded(double change) => Math.Clamp(change, -0.05 * PhotoSketch.Side, 0.05 * PhotoSketch.Side);

    private static bool IsAllowed(in PhotoWindow window) =>
        window.Left >= -MaxOutside && window.Top >= -MaxOutside
        && window.Right <= PhotoSketch.Side + MaxOutside && window.Bottom <= PhotoSketch.Side + MaxOutside
        && window.Width is >= MinLength and <= MaxLength && window.Height is >= MinLength and <= MaxLength;
}
