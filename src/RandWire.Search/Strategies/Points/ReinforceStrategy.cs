using RandWire.Engine;

namespace RandWire.Search;

/// <summary>REINFORCE (Williams 1992; as NAS-Bench-201 has it, Dong and Yang 2020): a table of one logit for every value of every axis, from which points are drawn, moved by Adam along
/// the gradient of log probability times reward less a running mean.</summary>
/// <remarks>The scale of rewards does not matter, Adam divides by it. With the rate of 0.01 that its authors use it is hardly better than random search in 150 trainings. A failed training has the worst
/// reward so far.</remarks>
public sealed class ReinforceStrategy : PointStrategy
{
    private const double BaselineMomentum = 0.9, Spread = 1e-3, FirstMoment = 0.9, SecondMoment = 0.999, Epsilon = 1e-8;
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

    private protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        Policy policy = PointResults.Folded<Policy>(history, Space, Criterion, (nameof(ReinforceStrategy), Space, Criterion, _rate, seed), (made, result) => made.Begun(Space, seed).Learn(result.Point, result.Score, _rate));
        policy.Begun(Space, seed);
        Seed draws = seed.Child(number);
        for (int draw = 0; draw < MostDraws; draw++)
            if (policy.Draw(draws.Child(draw)) is var point && Space.Holds(point)) return point;
        return Space.Draw(draws);
    }

    private sealed class Policy
    {
        private double[][] _logits = [], _first = [], _second = [];
        private double _sum, _weight, _worst = double.PositiveInfinity;

        // Powers of the moments: 1 less these is what the means of so many steps weigh.
        private double _firstPower = 1, _secondPower = 1;

        public Policy Begun(PointSpace space, Seed seed)
        {
            if (_logits.Length > 0) return this;
            Seed initial = seed.Child("logits");
            _logits = [.. space.Axes.Select((axis, a) => axis.Values.Select((_, c) => Spread * initial.Child(a).Normal((ulong)c)).ToArray())];
            (_first, _second) = ([.. _logits.Select(static row => new double[row.Length])], [.. _logits.Select(static row => new double[row.Length])]);
            return this;
        }

        public Point Draw(Seed seed)
        {
            Span<int> choices = stackalloc int[_logits.Length];
            for (int axis = 0; axis < choices.Length; axis++)
            {
                double[] shares = Shares(_logits[axis]);
                double left = seed.Uniform((ulong)axis);
                int choice = 0;
                while (choice < shares.Length - 1 && (left -= shares[choice]) >= 0) choice++;
                choices[axis] = choice;
            }
            return new Point(choices);
        }

        // The mean takes the reward in before it is used, and is freed of its bias towards 0.
        public void Learn(Point point, double reward, double rate)
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
            double firstBias = 1 - (_firstPower *= FirstMoment), secondBias = 1 - (_secondPower *= SecondMoment);
            for (int axis = 0; axis < _logits.Length; axis++)
            {
                double[] shares = Shares(_logits[axis]);
                for (int choice = 0; choice < shares.Length; choice++)
                {
                    double gradient = -advantage * ((choice == point[axis] ? 1 : 0) - shares[choice]);
                    double first = _first[axis][choice] = FirstMoment * _first[axis][choice] + (1 - FirstMoment) * gradient;
                    double second = _second[axis][choice] = SecondMoment * _second[axis][choice] + (1 - SecondMoment) * gradient * gradient;
                    _logits[axis][choice] -= rate * (first / firstBias) / (Math.Sqrt(second / secondBias) + Epsilon);
                }
            }
        }

        private static double[] Shares(double[] logits)
        {
            double largest = logits.Max();
            double[] shares = [.. logits.Select(logit => ExactMath.Exp(logit - largest))];
            double sum = shares.Sum();
            for (int i = 0; i < shares.Length; i++) shares[i] /= sum;
            return shares;
        }
    }
}
