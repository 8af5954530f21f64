namespace RandWire.Training.Data.NearDuplicates;

/// <summary>Normalized cross-correlation of two grids of equal size, of all cells and of fine detail block by block.</summary>
/// <remarks>Detail is brightness less its mean over 5x5 cells, so that pictures of one composition (a bloom in the middle, a chest) do not count
/// as equal. Every block of cells has its own correlation and their mean is taken, so that one strong thing that two pictures share counts as
/// what it is, some blocks of many; a frame fills twelve of sixteen, so the inner four have to agree as well. Holds its own memory: one for
/// each thread.</remarks>
internal sealed class DetailCorrelation
{
    private const int Around = 2, MaxCells = 32, BlocksAcross = 4;
    private readonly double[] _first = new double[MaxCells * MaxCells], _second = new double[MaxCells * MaxCells];
    private readonly double[] _rows = new double[MaxCells * MaxCells];

    /// <summary>Correlation of all cells of a range, -1 to 1; 0 where one grid is flat.</summary>
    /// <param name="a">[cells, cells].</param>
    /// <param name="b">[cells, cells].</param>
    /// <param name="cells">Cells in each direction.</param>
    /// <param name="range">The cells that count.</param>
    public static double Tone(double[] a, double[] b, int cells, CellRange range) => Moments.Of(a, b, cells, range).Correlation;

    /// <summary>Mean correlation of detail over the blocks that have some, or over the inner ones where that is less; -1 to 1.</summary>
    /// <param name="a">[cells, cells].</param>
    /// <param name="b">[cells, cells].</param>
    /// <param name="cells">Cells in each direction, at most 32.</param>
    /// <param name="range">The cells that count.</param>
    public double Detail(double[] a, double[] b, int cells, CellRange range)
    {
        Take(a, cells, range, _first);
        Take(b, cells, range, _second);
        Moments all = Moments.Of(_first, _second, cells, range);
        if (all.VarianceA <= 0 || all.VarianceB <= 0) return 0;
        double sum = 0, weights = 0, innerSum = 0, innerWeights = 0;
        for (int y = 0; y < BlocksAcross; y++)
        {
            for (int x = 0; x < BlocksAcross; x++)
            {
                Moments block = Moments.Of(_first, _second, cells, Block(range, x, y));
                double most = Math.Max(block.VarianceA / all.VarianceA, block.VarianceB / all.VarianceB);
                double weight = most / (most + Flat);
                sum += weight * block.Correlation;
                weights += weight;
                if (x is 0 or BlocksAcross - 1 || y is 0 or BlocksAcross - 1) continue;
                innerSum += weight * block.Correlation;
                innerWeights += weight;
            }
        }
        return weights > 0 && innerWeights > 0 ? Math.Min(sum / weights, innerSum / innerWeights) : 0;
    }

    // A block with a twentieth of the picture's mean variance counts half: sky is mostly the noise of the camera and of JPEG.
    private const double Flat = 0.05;

    private static CellRange Block(CellRange range, int x, int y)
    {
        int width = range.Right - range.Left, height = range.Bottom - range.Top;
        return new CellRange(range.Left + x * width / BlocksAcross, range.Left + (x + 1) * width / BlocksAcross,
            range.Top + y * height / BlocksAcross, range.Top + (y + 1) * height / BlocksAcross);
    }

    private void Take(double[] values, int cells, CellRange range, double[] detail)
    {
        for (int y = range.Top; y < range.Bottom; y++)
        {
            for (int x = range.Left; x < range.Right; x++)
            {
                int from = Math.Max(x - Around, range.Left), to = Math.Min(x + Around, range.Right - 1);
                double sum = 0;
                for (int k = from; k <= to; k++) sum += values[y * cells + k];
                _rows[y * cells + x] = sum / (to - from + 1);
            }
        }
        for (int y = range.Top; y < range.Bottom; y++)
        {
            int from = Math.Max(y - Around, range.Top), to = Math.Min(y + Around, range.Bottom - 1);
            for (int x = range.Left; x < range.Right; x++)
            {
                double sum = 0;
                for (int k = from; k <= to; k++) sum += _rows[k * cells + x];
                detail[y * cells + x] = values[y * cells + x] - sum / (to - from + 1);
            }
        }
    }

    private readonly record struct Moments(double VarianceA, double VarianceB, double Covariance)
    {
        public double Correlation =>
            VarianceA > 1e-9 && VarianceB > 1e-9 ? Covariance / Math.Sqrt(VarianceA * VarianceB) : 0;

        public static Moments Of(double[] a, double[] b, int cells, CellRange range)
        {
            double sumA = 0, sumB = 0, squareA = 0, squareB = 0, product = 0;
            for (int y = range.Top; y < range.Bottom; y++)
            {
                for (int x = range.Left; x < range.Right; x++)
                {
                    double p = a[y * cells + x], q = b[y * cells + x];
                    sumA += p;
                    sumB += q;
                    squareA += p * p;
                    squareB += q * q;
                    product += p * q;
                }
            }
            double count = Math.Max(1, range.Count), meanA = sumA / count, meanB = sumB / count;
            return new Moments(squareA / count - meanA * meanA, squareB / count - meanB * meanB, product / count - meanA * meanB);
        }
    }
}
