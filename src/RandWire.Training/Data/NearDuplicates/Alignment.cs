namespace RandWire.Training.Data.NearDuplicates;

/// <summary>Lays one sketch over a window of another and moves the window's four edges until the two agree best.</summary>
/// <remarks>Gauss and Newton's method on the squared difference with free gain and offset, after Lucas and Kanade (1981); some microseconds a
/// step. Holds its own memory: one for each thread.</remarks>
internal sealed class Alignment
{
    private const int Cells = 32, Steps = 6, Unknowns = 6, Around = 2;
    private const double MaxOutside = 0.2 * PhotoSketch.Side, MinWidth = 0.6 * PhotoSketch.Side, MaxWidth = 1.4 * PhotoSketch.Side;
    private readonly SummedArea _area = new(PhotoSketch.Side), _other = new(PhotoSketch.Side);
    private readonly SummedArea _color = new(PhotoSketch.ChromaSide);
    private readonly double[] _template = new double[Cells * Cells], _sampled = new double[Cells * Cells];
    private readonly double[] _templateDetail = new double[Cells * Cells], _sampledDetail = new double[Cells * Cells];
    private readonly double[] _normal = new double[Unknowns * (Unknowns + 1)];
    private readonly byte[] _turned = new byte[PhotoSketch.Side * PhotoSketch.Side];
    private int _firstColumn, _lastColumn, _firstRow, _lastRow;

    /// <summary>Makes <paramref name="sketch"/> the one whose windows are looked at.</summary>
    public void Load(PhotoSketch sketch) => _area.Load(sketch.Luma);

    /// <summary>Fits a sketch into a window of the loaded one.</summary>
    public Agreement Fit(PhotoSketch loaded, PhotoSketch sketch, int orientation, PhotoWindow start)
    {
        Orientation.Turn(sketch.Luma, PhotoSketch.Side, orientation, _turned);
        _other.Load(_turned);
        _other.Cells(PhotoWindow.Whole, Cells, _template);
        PhotoWindow window = start;
        for (int step = 0; step < Steps; step++)
        {
            Sample(window);
            if (!Improve(ref window)) break;
        }
        Sample(window);
        double tone = Correlation(_template, _sampled);
        Detail(_template, _templateDetail);
        Detail(_sampled, _sampledDetail);
        return new Agreement(window, tone, Correlation(_templateDetail, _sampledDetail), Color(loaded, sketch, orientation, window));
    }

    // Only cells that lie wholly on the loaded picture count.
    private void Sample(in PhotoWindow window)
    {
        _area.Cells(window, Cells, _sampled);
        (_firstColumn, _lastColumn) = Inside(window.Left, window.Width);
        (_firstRow, _lastRow) = Inside(window.Top, window.Height);
        double scale = 4.0 * Cells * Cells / (window.Width * window.Height) / 4.0;
        double norm = scale * (PhotoSketch.Side / Cells) * (PhotoSketch.Side / Cells);
        for (int i = 0; i < _sampled.Length; i++) _sampled[i] *= norm;
    }

    private static (int First, int Last) Inside(double start, double length)
    {
        const double Slack = 0.05;
        int first = (int)Math.Ceiling(Math.Max(0, -start / length * Cells - Slack));
        int last = (int)Math.Floor(Math.Min(Cells, (PhotoSketch.Side - start) / length * Cells + Slack));
        return (first, last);
    }

    private bool Improve(ref PhotoWindow window)
    {
        Array.Clear(_normal);
        Span<double> row = stackalloc double[Unknowns + 1];
        for (int y = _firstRow; y < _lastRow; y++)
        {
            int up = Math.Max(y - 1, _firstRow), down = Math.Min(y + 1, _lastRow - 1);
            for (int x = _firstColumn; x < _lastColumn; x++)
            {
                int left = Math.Max(x - 1, _firstColumn), right = Math.Min(x + 1, _lastColumn - 1);
                double u = (x + 0.5) / Cells, v = (y + 0.5) / Cells;
                double slopeX = (_sampled[y * Cells + right] - _sampled[y * Cells + left]) / (right - left) * Cells / window.Width;
                double slopeY = (_sampled[down * Cells + x] - _sampled[up * Cells + x]) / (down - up) * Cells / window.Height;
                // template = gain * sampled(window + change) + offset, with the gain's product with the change as the unknown.
                row[0] = slopeX * (1 - u);
                row[1] = slopeX * u;
                row[2] = slopeY * (1 - v);
                row[3] = slopeY * v;
                row[4] = _sampled[y * Cells + x];
                row[5] = 255;
                row[6] = _template[y * Cells + x];
                for (int i = 0; i < Unknowns; i++)
                {
                    for (int k = i; k <= Unknowns; k++) _normal[i * (Unknowns + 1) + k] += row[i] * row[k];
                }
            }
        }
        Span<double> change = stackalloc double[Unknowns];
        if (!Solve(change) || change[4] <= 0.05) return false;
        double limit = 0.05 * PhotoSketch.Side;
        double Step(double value) => Math.Clamp(value, -limit, limit);
        PhotoWindow next = new(window.Left + Step(change[0] / change[4]), window.Right + Step(change[1] / change[4]),
            window.Top + Step(change[2] / change[4]), window.Bottom + Step(change[3] / change[4]));
        bool allowed = next.Left >= -MaxOutside && next.Top >= -MaxOutside
            && next.Right <= PhotoSketch.Side + MaxOutside && next.Bottom <= PhotoSketch.Side + MaxOutside
            && next.Width is >= MinWidth and <= MaxWidth && next.Height is >= MinWidth and <= MaxWidth;
        if (!allowed) return false;
        double moved = Math.Abs(next.Left - window.Left) + Math.Abs(next.Right - window.Right)
            + Math.Abs(next.Top - window.Top) + Math.Abs(next.Bottom - window.Bottom);
        window = next;
        return moved > 0.05;
    }

    // Gauss elimination of the symmetric positive system, in place; false where it is singular.
    private bool Solve(Span<double> solution)
    {
        const int Stride = Unknowns + 1;
        for (int i = 0; i < Unknowns; i++)
        {
            for (int k = 0; k < i; k++) _normal[i * Stride + k] = _normal[k * Stride + i];
        }
        for (int i = 0; i < Unknowns; i++) _normal[i * Stride + i] *= 1 + 1e-6;
        for (int i = 0; i < Unknowns; i++)
        {
            double pivot = _normal[i * Stride + i];
            if (!(pivot > 1e-6)) return false;
            for (int j = i + 1; j < Unknowns; j++)
            {
                double factor = _normal[j * Stride + i] / pivot;
                for (int k = i; k < Stride; k++) _normal[j * Stride + k] -= factor * _normal[i * Stride + k];
            }
        }
        for (int i = Unknowns - 1; i >= 0; i--)
        {
            double value = _normal[i * Stride + Unknowns];
            for (int k = i + 1; k < Unknowns; k++) value -= _normal[i * Stride + k] * solution[k];
            solution[i] = value / _normal[i * Stride + i];
        }
        return true;
    }

    private double Correlation(double[] a, double[] b)
    {
        double sumA = 0, sumB = 0, squareA = 0, squareB = 0, product = 0;
        int count = 0;
        for (int y = _firstRow; y < _lastRow; y++)
        {
            for (int x = _firstColumn; x < _lastColumn; x++)
            {
                double p = a[y * Cells + x], q = b[y * Cells + x];
                sumA += p;
                sumB += q;
                squareA += p * p;
                squareB += q * q;
                product += p * q;
                count++;
            }
        }
        double varianceA = squareA - sumA * sumA / count, varianceB = squareB - sumB * sumB / count;
        return varianceA > 1e-6 && varianceB > 1e-6 ? (product - sumA * sumB / count) / Math.Sqrt(varianceA * varianceB) : 0;
    }

    // Value less the mean of the 5x5 cells around it, of those that count.
    private void Detail(double[] values, double[] detail)
    {
        Span<double> rows = stackalloc double[Cells * Cells];
        for (int y = _firstRow; y < _lastRow; y++)
        {
            for (int x = _firstColumn; x < _lastColumn; x++)
            {
                int from = Math.Max(x - Around, _firstColumn), to = Math.Min(x + Around, _lastColumn - 1);
                double sum = 0;
                for (int k = from; k <= to; k++) sum += values[y * Cells + k];
                rows[y * Cells + x] = sum / (to - from + 1);
            }
        }
        for (int y = _firstRow; y < _lastRow; y++)
        {
            int from = Math.Max(y - Around, _firstRow), to = Math.Min(y + Around, _lastRow - 1);
            for (int x = _firstColumn; x < _lastColumn; x++)
            {
                double sum = 0;
                for (int k = from; k <= to; k++) sum += rows[k * Cells + x];
                detail[y * Cells + x] = values[y * Cells + x] - sum / (to - from + 1);
            }
        }
    }

    private double Color(PhotoSketch loaded, PhotoSketch sketch, int orientation, in PhotoWindow window)
    {
        if (loaded.Chroma == null || sketch.Chroma == null) return 0;
        const int Side = PhotoSketch.ChromaSide, Tiles = 8;
        const double Ratio = (double)Side / PhotoSketch.Side;
        PhotoWindow small = new(Ratio * window.Left, Ratio * window.Right, Ratio * window.Top, Ratio * window.Bottom);
        Span<double> here = stackalloc double[Tiles * Tiles], there = stackalloc double[Tiles * Tiles];
        Span<byte> turned = stackalloc byte[Side * Side];
        double total = 0;
        int count = 0;
        for (int plane = 0; plane < 2; plane++)
        {
            _color.Load(loaded.Chroma.AsSpan(plane * Side * Side, Side * Side));
            _color.Cells(small, Tiles, here);
            Orientation.Turn(sketch.Chroma.AsSpan(plane * Side * Side, Side * Side), Side, orientation, turned);
            _color.Load(turned);
            _color.Cells(new PhotoWindow(0, Side, 0, Side), Tiles, there);
            double area = small.Width * small.Height / (Tiles * Tiles), full = (double)(Side * Side) / (Tiles * Tiles);
            for (int y = 0; y < Tiles; y++)
            {
                for (int x = 0; x < Tiles; x++)
                {
                    int scale = Cells / Tiles;
                    if (x * scale < _firstColumn || (x + 1) * scale > _lastColumn) continue;
                    if (y * scale < _firstRow || (y + 1) * scale > _lastRow) continue;
                    double difference = here[y * Tiles + x] / area - there[y * Tiles + x] / full;
                    total += difference * difference;
                    count++;
                }
            }
        }
        return count == 0 ? 0 : Math.Sqrt(total / count);
    }
}
