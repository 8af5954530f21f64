using RandWire.Engine;

namespace RandWire.Search;

/// <summary>REINFORCE (Williams 1992; as NAS-Bench-201 has it, Dong and Yang 2020): a table of one logit for every value of every axis, from which points are drawn, moved by Adam along
/// the gradient of log probability times reward less a running mean.</summary>
/// <remarks>The scale of rewards does not matter, Adam divides by it. With the rate of 0.01 that its authors use it is hardly better than random search in 150 trainings. A failed training has the worst
/// reward so far.</remarks>
public sealed class ReinforceStrategy : PointStrategy
{
    private const double BaselineMomentum = 0.9, Spread = 1e-3;
    private const int MostDraws = 100;

    private readonly double _rate;

    /// <summary>A strategy.</summary>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="rate">Learning rate of Adam, above 0.</param>
    /// <param name="window">How many trials may be under way when it decides.</param>
    public ReinforceStrategy(PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy, double rate = 0.1, int window = 4) : base("reinforce", space, criterion, window)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        _rate = rate;
    }

    /// <inheritdoc/>
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        Policy policy = PointResults.Folded<Policy>(history, Space, Criterion, (nameof(ReinforceStrategy), Space, Criterion, _rate, seed), (made, result) => made.Begun(Space, _rate, seed).Learn(Space, result.Point, result.Score));
        policy.Begun(Space, _rate, seed);
        Seed draws = seed.Child(number);
        for (int draw = 0; draw < MostDraws; draw++)
            if (Space.Settled(policy.Draw(draws.Child(draw))) is var point && Space.Holds(point)) return point;
        return Space.Draw(draws);
    }

    private sealed class Policy
    {
        private double[][] _logits = [];
        private Adam[] _steps = [];
        private double _sum, _weight, _worst = double.PositiveInfinity;

        public Policy Begun(PointSpace space, double rate, Seed seed)
        {
            if (_logits.Length > 0) return this;
            Seed initial = seed.Child("logits");
            _logits = [.. space.Axes.Select((axis, a) => axis.Values.Select((_, c) => Spread * initial.Child(a).Normal((ulong)c)).ToArray())];
            _steps = [.. _logits.Select(_ => new Adam(rate))];
            return this;
        }

        public Point Draw(Seed seed)
        {
            Span<int> choices = stackalloc int[_logits.Length];
            for (int axis = 0; axis < choices.Length; axis++) choices[axis] = Shares.At(Shares.Softmax(_logits[axis]), seed.Uniform((ulong)axis));
            return new Point(choices);
        }

        // The mean takes the reward in before it is used, and is freed of its bias towards 0.
        public void Learn(PointSpace space, Point point, double reward)
        {
            if (double.IsNegativeInfinity(reward))
            {
                if (double.IsPositiveInfinity(_worst)) return;
                reward = _worst;
            }
            _worst = Math.Min(_worst, reward);
            _sum = BaselineMomentum * _sum + (1 - BaselineMomentum) * reward;
            _weight = BaselineMomentum * _weight + (1 - BaselineMomentum);
            double advantage = reward - _sum / _weight;
            for (int axis = 0; axis < _logits.Length; axis++)
            {
                if (!space.IsOpen(point, axis)) continue;
                double[] shares = Shares.Softmax(_logits[axis]);
                _steps[axis].Step(_logits[axis], [.. shares.Select((share, choice) => -advantage * ((choice == point[axis] ? 1 : 0) - share))]);
            }
        }
    }
}
