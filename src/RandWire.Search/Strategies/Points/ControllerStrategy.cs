using RandWire.Engine;

namespace RandWire.Search;

/// <summary>A recurrent controller that draws points and is rewarded for them (Zoph and Le 2017), by proximal policy optimization (Schulman et al. 2017; Zoph et al. 2018): some steps on every batch, from which a
/// point's part is left out once its probability has moved by more than a share the way that it is pulled. With batches of one and one step it is REINFORCE.</summary>
/// <remarks>Rewards are standardized over all results so far, collapsed networks drawn up (<see cref="StandardScores"/>), so settings do not depend on their scale; the baseline is their running mean, 0.9, freed of its
/// bias. The probability that it moves from is that at the beginning of the batch: with several trainings under way some points were drawn by the policy before. Axes that mean nothing at a point are not learned from. Failed trainings are worse than all others.</remarks>
internal sealed class ControllerStrategy : PointStrategy
{
    private const double BaselineMomentum = 0.9;
    private const int MostDraws = 100;

    private readonly ControllerSettings _settings;

    /// <summary>A strategy.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="settings">How it learns.</param>
    /// <param name="window">How many trials may be under way when it decides.</param>
    public ControllerStrategy(string name, PointSpace space, SelectionCriterion criterion, ControllerSettings settings, int window = 4) : base(name, space, criterion, window) => _settings = settings;

    /// <inheritdoc/>
    protected override bool LooksAtPending => false;

    /// <inheritdoc/>
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        Policy policy = PointResults.Folded<Policy>(history, Space, Criterion, (nameof(ControllerStrategy), Space, Criterion, _settings, seed), (made, result) => made.Begun(this, seed).Observe(this, result));
        RecurrentController controller = policy.Begun(this, seed).Controller!;
        Seed draws = seed.Child(number);
        for (int draw = 0; draw < MostDraws; draw++)
            if (Space.Settled(controller.Draw(draws.Child(draw))) is var point && Space.Holds(point)) return point;
        return Space.Draw(draws);
    }

    /// <summary>Derivative of min(r A, clip(r, 1 - c, 1 + c) A) by the logarithm of a point's probability.</summary>
    /// <param name="lead">A, how much better than usual the point was.</param>
    /// <param name="moved">log r: how far the logarithm has moved on this batch.</param>
    /// <param name="clip">c.</param>
    internal static double Pull(double lead, double moved, double clip)
    {
        double ratio = ExactMath.Exp(Math.Clamp(moved, -20, 20));
        bool isFar = lead > 0 ? ratio > 1 + clip : ratio < 1 - clip;
        return isFar ? 0 : lead * ratio;
    }

    private sealed class Policy
    {
        private readonly List<PointResult> _seen = [];

        public RecurrentController? Controller { get; private set; }

        public Policy Begun(ControllerStrategy strategy, Seed seed)
        {
            Controller ??= new RecurrentController([.. strategy.Space.Axes.Select(static axis => axis.Values.Count)], strategy._settings.Units, strategy._settings.Rate, seed.Child("controller"), strategy.Space.IsOpen);
            return this;
        }

        public void Observe(ControllerStrategy strategy, PointResult result)
        {
            _seen.Add(result);
            ControllerSettings settings = strategy._settings;
            if (_seen.Count % settings.Batch != 0 || StandardScores.Of(_seen) is not { } scores) return;
            int first = _seen.Count - settings.Batch;
            double sum = 0, weight = 0;
            double[] leads = new double[_seen.Count];
            for (int i = 0; i < leads.Length; i++)
            {
                (sum, weight) = (BaselineMomentum * sum + (1 - BaselineMomentum) * scores[i], BaselineMomentum * weight + (1 - BaselineMomentum));
                leads[i] = scores[i] - sum / weight;
            }
            Learn(settings, [.. _seen.Skip(first).Select(static one => one.Point)], leads[first..]);
        }

        private void Learn(ControllerSettings settings, Point[] batch, double[] leads)
        {
            double[] before = Controller!.LogProbabilities(batch);
            for (int epoch = 0; epoch < settings.Epochs; epoch++) Controller.Learn(batch, (i, log) => Pull(leads[i], log - before[i], settings.Clip), settings.Entropy);
        }
    }
}
