using Xunit;

namespace RandWire.Tests.Engine.Reference;

/// <summary>A tensor as the reference has it, and how far single precision may be from it.</summary>
/// <param name="Name">What it is, for the message.</param>
/// <param name="Values">Truth, in double.</param>
/// <param name="Allowed">Largest absolute error.</param>
internal sealed record Expectation(string Name, double[] Values, double Allowed)
{
    /// <summary>
    /// The engine may be 32 times worse than the worst of four plain float32 runs. Those runs carry the rounding of n-term sums (about
    /// sqrt(n) 2^-24) and the program's own conditioning, so nothing here depends on the program. A factor of 8 would do for another order of
    /// summation; 32 keeps four lucky runs of a one-element tensor, all within a 32nd of a typical error, to odds of (0.8 / 32)^4 = 4e-7.
    /// </summary>
    private const double Room = 32;

    /// <summary>Where plain loops happen to be exact, or terms cancel: 16 roundings of the largest element of the same kind.</summary>
    private const double Floor = 16 * 5.9604645e-8;

    /// <summary>From the truth and plain single-precision runs of the same, each on inputs moved by a unit in the last place.</summary>
    /// <param name="name">What it is, for the message.</param>
    /// <param name="truth">The values in double.</param>
    /// <param name="singles">The values of the single-precision runs.</param>
    /// <param name="largest">Largest magnitude among tensors of its kind (all gradients, all weights), the size of the terms that may cancel.</param>
    public static Expectation From(string name, double[] truth, IEnumerable<float[]> singles, double largest)
    {
        double error = 0;
        foreach (float[] single in singles)
            for (int i = 0; i < truth.Length; i++)
                error = Math.Max(error, Math.Abs(single[i] - truth[i]));
        return new Expectation(name, [.. truth], Room * error + Floor * largest);
    }

    public static double Largest(IEnumerable<double> values) => values.Select(Math.Abs).DefaultIfEmpty().Max();

    public void Check(ReadOnlySpan<float> actual, string context)
    {
        Assert.Equal(Values.Length, actual.Length);
        for (int i = 0; i < Values.Length; i++)
        {
            double error = Math.Abs(actual[i] - Values[i]);
            if (!(error <= Allowed))
                Assert.Fail($"{context}: {Name}[{i}] is {actual[i]:G9}, the reference says {Values[i]:G9}; off by {error:G3}, allowed {Allowed:G3}.");
        }
    }
}
