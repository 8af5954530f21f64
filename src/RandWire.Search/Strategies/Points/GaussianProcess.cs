using MathNet.Numerics.LinearAlgebra;
using RandWire.Engine;

namespace RandWire.Search;

/// <summary>A Gaussian process over points (Rasmussen and Williams 2006, algorithm 2.1): covariance exp(-d/l) of the squared distance d of their one-hot codes, variance 1, noise added on the diagonal; the length l
/// by marginal likelihood.</summary>
/// <remarks>O(n^3) for every length to fit n points, O(n^2) to predict one.</remarks>
internal sealed class GaussianProcess
{
    /// <summary>Lengths that are tried.</summary>
    public static IReadOnlyList<double> Lengths { get; } = [2, 3, 4, 6, 8, 11, 16];

    private readonly IReadOnlyList<Point> _points;
    private readonly double[][] _lower;
    private readonly double[] _weights;

    private GaussianProcess(IReadOnlyList<Point> points, double length, double[][] lower, double[] weights, double logLikelihood) =>
        (_points, Length, _lower, _weights, LogLikelihood) = (points, length, lower, weights, logLikelihood);

    /// <summary>The length.</summary>
    public double Length { get; }

    /// <summary>Logarithm of the marginal likelihood of the values.</summary>
    public double LogLikelihood { get; }

    /// <summary>The process that explains values best.</summary>
    /// <param name="points">The points, at least one.</param>
    /// <param name="values">A value for each, of mean 0 and variance 1.</param>
    /// <param name="noise">Variance of a value beside the process's, above 0.</param>
    public static GaussianProcess Fit(IReadOnlyList<Point> points, IReadOnlyList<double> values, double noise) => Lengths.Select(length => With(points, values, noise, length)).MaxBy(static process => process.LogLikelihood)!;

    /// <summary>The process of a given length.</summary>
    public static GaussianProcess With(IReadOnlyList<Point> points, IReadOnlyList<double> values, double noise, double length)
    {
        int count = points.Count;
        Matrix<double> covariance = Matrix<double>.Build.Dense(count, count, (i, j) => Covariance(points[i], points[j], length) + (i == j ? noise : 0));
        Vector<double> given = Vector<double>.Build.DenseOfEnumerable(values);
        MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double> factored = covariance.Cholesky();
        Vector<double> weights = factored.Solve(given);
        double logLikelihood = -0.5 * given.DotProduct(weights) - 0.5 * factored.DeterminantLn - 0.5 * count * Math.Log(2 * Math.PI);
        return new GaussianProcess(points, length, factored.Factor.ToRowArrays(), weights.ToArray(), logLikelihood);
    }

    /// <summary>Mean and standard deviation of the process at a point, without noise.</summary>
    public (double Mean, double Deviation) Predict(Point point)
    {
        double[] solved = new double[_points.Count];
        double mean = 0, explained = 0;
        for (int i = 0; i < solved.Length; i++)
        {
            double covariance = Covariance(point, _points[i], Length);
            mean += covariance * _weights[i];
            double[] row = _lower[i];
            for (int j = 0; j < i; j++) covariance -= row[j] * solved[j];
            solved[i] = covariance / row[i];
            explained += solved[i] * solved[i];
        }
        return (mean, Math.Sqrt(Math.Max(1 - explained, 1e-12)));
    }

    // Two choices that differ are two squares apart in one-hot code.
    private static double Covariance(Point first, Point second, double length) => ExactMath.Exp(-2.0 * first.Distance(second) / length);
}
