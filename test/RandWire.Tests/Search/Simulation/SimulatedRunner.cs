using RandWire.Engine;
using RandWire.Search;
using RandWire.Training;

namespace RandWire.Tests.Search.Simulation;

/// <summary>Trainings as functions of candidate, seed and epoch, with states on a simulated disk: what an attempt saved is there for the next one.</summary>
/// <param name="disk">Epochs saved, by trial and attempt.</param>
/// <param name="hit">Called where the process can die.</param>
internal sealed class SimulatedRunner(Dictionary<(int Trial, int Token), int> disk, Action hit) : ITrialRunner
{
    public ITrialExecution Begin(TrialClaim claim)
    {
        int saved = disk.Where(state => state.Key.Trial == claim.Number && state.Key.Token < claim.Token).OrderBy(state => state.Key.Token).Select(state => state.Value).LastOrDefault();
        disk[(claim.Number, claim.Token)] = saved;
        return new Execution(claim, disk, hit);
    }

    public void Clean(int trial)
    {
        foreach ((int Trial, int Token) key in disk.Keys.Where(key => key.Trial == trial).ToArray()) disk.Remove(key);
    }

    public static EpochResult Epoch(TrialClaim claim, int epoch)
    {
        Seed seed = Seed.From(claim.Plan.Seed).Child(claim.Candidate.Wiring).Child(claim.Plan.Epochs).Child(epoch);
        double quality = 0.3 + 0.5 * Seed.From(1).Child(claim.Candidate.Wiring).Uniform(0) + 0.1 * seed.Uniform(0);
        return new EpochResult(epoch, 2 - quality, quality, quality, 1 - quality, 1, 0, 0.1, claim.Plan.PlannedMultiplyAdds / claim.Plan.Epochs, quality);
    }

    private sealed class Execution(TrialClaim claim, Dictionary<(int Trial, int Token), int> disk, Action hit) : ITrialExecution
    {
        private readonly List<EpochResult> _curve = [.. Enumerable.Range(1, disk[(claim.Number, claim.Token)]).Select(epoch => Epoch(claim, epoch))];
        private int _returned = Math.Min(claim.EpochsReported, disk[(claim.Number, claim.Token)]);

        public TrialOutcome Outcome { get; private set; } = null!;

        public double Unreported { get; private set; }

        public EpochResult? Next(CancellationToken cancellation)
        {
            if (_returned < _curve.Count) return _curve[_returned++];
            bool pruned = claim.Plan.Prune?.Ends(_curve, SelectionCriterion.Accuracy) == true && _curve.Count < claim.Plan.Epochs;
            // One candidate in eight breaks in its second epoch.
            bool diverges = claim.Plan.Kind == TrialKind.Search && Seed.From(3).Child(claim.Candidate.Wiring).Below(0, 8) == 0 && _curve.Count == 1;
            if (!pruned && !diverges && _curve.Count < claim.Plan.Epochs)
            {
                hit();
                _curve.Add(Epoch(claim, _curve.Count + 1));
                disk[(claim.Number, claim.Token)] = _curve.Count;
                hit();
                _returned++;
                return _curve[^1];
            }
            double each = claim.Plan.PlannedMultiplyAdds / claim.Plan.Epochs;
            Unreported = diverges ? each : 0;
            Outcome = new TrialOutcome
            {
                Status = diverges ? TrialStatus.Diverged : pruned ? TrialStatus.Pruned : TrialStatus.Finished,
                Curve = [.. _curve],
                ChargedMultiplyAdds = each * (_curve.Count + (diverges ? 1 : 0)),
                Message = diverges ? "the loss became NaN" : null,
                WeightsSha256 = diverges ? null : $"{claim.Candidate.Wiring}/{claim.Plan.Seed}/{claim.Plan.Epochs}",
            };
            return null;
        }

        public void Dispose()
        {
        }
    }
}
