namespace RandWire.Training.Data.NearDuplicates;

/// <summary>Normal equations of a linear least-squares problem with six unknowns.</summary>
internal sealed class LeastSquares
{
    /// <summary>Number of unknowns.</summary>
    public const int Unknowns = 6;

    private const int Stride = Unknowns + 1;
    private readonly double[] _sums = new double[Unknowns * Stride];

    /// <summary>Forgets all equations.</summary>
    public void Clear() => Array.Clear(_sums);

    /// <summary>Adds one equation: six factors and what their sum should be.</summary>
    public void Add(ReadOnlySpan<double> row)
    {
        int at = 0;
        for (int i = 0; i < Unknowns; i++)
        {
            double factor = row[i];
            at += i;
            for (int k = i; k < Stride; k++) _sums[at++] += factor * row[k];
        }
    }

    /// <summary>Solves by elimination; false where the equations do not say enough. The sums are used up.</summary>
    public bool Solve(Span<double> solution)
    {
        for (int i = 0; i < Unknowns; i++)
        {
            for (int k = 0; k < i; k++) _sums[i * Stride + k] = _sums[k * Stride + i];
        }
        for (int i = 0; i < Unknowns; i++)
        {
            double pivot = _sums[i * Stride + i];
            if (!(pivot > 1e-6)) return false;
            for (int j = i + 1; j < Unknowns; j++)
            {
                double factor = _sums[j * Stride + i] / pivot;
                for (int k = i; k < Stride; k++) _sums[j * Stride + k] -= factor * _sums[i * Stride + k];
            }
        }
        for (int i = Unknowns - 1; i >= 0; i--)
        {
            double value = _sums[i * Stride + Unknowns];
            for (int k = i + 1; k < Unknowns; k++) value -= _sums[i * Stride + k] * solution[k];
            solution[i] = value / _sums[i * Stride + i];
        }
        return true;
    }
}
