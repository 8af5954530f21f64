namespace RandWire.Search;

/// <summary>Adam (Kingma and Ba 2015, algorithm 1) over a vector of parameters.</summary>
/// <param name="rate">Step length, above 0.</param>
/// <param name="firstMoment">Decay of the mean of gradients (beta 1), in [0, 1).</param>
/// <param name="secondMoment">Decay of the mean of their squares (beta 2), in [0, 1).</param>
/// <param name="epsilon">Added to the root of the latter.</param>
internal sealed class Adam(double rate, double firstMoment = 0.9, double secondMoment = 0.999, double epsilon = 1e-8)
{
    private double[] _first = [], _second = [];

    // Powers of the moments: 1 less these is what the means of so many steps weigh.
    private double _firstPower = 1, _secondPower = 1;

    /// <summary>One step down a gradient.</summary>
    /// <param name="values">The parameters, always as many.</param>
    /// <param name="gradients">A gradient for each.</param>
    public void Step(Span<double> values, ReadOnlySpan<double> gradients)
    {
        if (_first.Length == 0) (_first, _second) = (new double[values.Length], new double[values.Length]);
        double firstBias = 1 - (_firstPower *= firstMoment), secondBias = 1 - (_secondPower *= secondMoment);
        for (int i = 0; i < values.Length; i++)
        {
            double first = _first[i] = firstMoment * _first[i] + (1 - firstMoment) * gradients[i];
            double second = _second[i] = secondMoment * _second[i] + (1 - secondMoment) * gradients[i] * gradients[i];
            values[i] -= rate * (first / firstBias) / (Math.Sqrt(second / secondBias) + epsilon);
        }
    }
}
