using RandWire.Engine;
using RandWire.Search;
using RandWire.Training;

namespace RandWire.Tests.Search.Strategies;

/// <summary>A study whose trainings are made up: what a trial comes to follows from its plan and candidate alone, as with real trainings; when it comes follows from the luck of workers.</summary>
internal sealed class SimulatedStudy(IStrategy strategy, ISchedule schedule)
{
    public double Purse { get; init; } = double.PositiveInfinity;

    public int MostTrials { get; init; } = 60;

    /// <summary>Share of trainings that diverge, in [0, 1].</summary>
    public double Failing { get; init; }

    /// <summary>Share of candidates that need too much memory, in [0, 1].</summary>
    public double Refused { get; init; }

    public List<Candidate> Candidates { get; } = [];

    public List<TrialRecord> Trials { get; } = [];

    public string? Ended { get; private set; }

    /// <summary>What a trial costs: epochs of the candidate's multiply-adds, a score a tenth of one.</summary>
    public static double Cost(Candidate candidate, int epochs) => candidate.MultiplyAdds * (epochs == 0 ? 0.1 : epochs);

    /// <summary>Runs it.</summary>
    /// <param name="workers">How many trials are under way at once, at most.</param>
    /// <param name="luck">Decides which of them ends next.</param>
    public SimulatedStudy Run(int workers, Seed luck)
    {
        SearchProcess process = Process();
        List<int> waiting = [], running = [];
        for (ulong step = 0; ; step++)
        {
            while (Trials.Count < MostTrials)
            {
                (IReadOnlyList<Candidate> candidates, IReadOnlyList<TrialRecord> trials) = process.Decide(Math.Max(1, Math.Min(workers, MostTrials - Trials.Count)));
                Candidates.AddRange(candidates);
                Trials.AddRange(trials);
                process.Learn(candidates, trials);
                waiting.AddRange(trials.Where(static trial => !trial.IsOver).Select(static trial => trial.Plan.Number));
                if (trials.Count == 0) break;
            }
            while (running.Count < workers && waiting.Count > 0)
            {
                running.Add(waiting[0]);
                waiting.RemoveAt(0);
            }
            if (running.Count == 0) break;
            int which = luck.Below(step, running.Count), number = running[which];
            running.RemoveAt(which);
            Trials[number] = Trials[number].Closed(Outcome(Trials[number].Plan));
            process.Learn([], [Trials[number]]);
        }
        Ended = process.Ended;
        return this;
    }

    /// <summary>The history that decision n saw.</summary>
    public History Before(int number) => new(
        [.. Candidates.Take(number == 0 ? 0 : Trials.Take(number).Max(static trial => trial.Plan.Candidate) + 1)], [.. Trials.Take(number)], number, Trials[number].Plan.Seen);

    /// <summary>All that was decided and came of it, as text: equal for equal studies.</summary>
    public string Text => string.Join('\n', Trials.Select(trial => FormattableString.Invariant(
        $"{trial.Plan with { Prune = null }} {string.Join(',', trial.Plan.Prune?.Floor ?? [])} {Candidates[trial.Plan.Candidate].Network.GetHashCode(StringComparison.Ordinal)} {Candidates[trial.Plan.Candidate].Origin} {trial.Outcome?.Status} {trial.Outcome?.ChargedMultiplyAdds:R}")));

    private SearchProcess Process() => new(strategy, schedule, new SearchRules
    {
        Purse = Purse,
        Cost = Cost,
        StrategySeed = Seed.From(7),
        TrainingSeed = 1,
        MostFailuresInARow = int.MaxValue,
        Refuse = candidate => Draw(candidate, "refused").Uniform(0) < Refused ? "needs more memory than there is" : null,
    });

    private TrialOutcome Outcome(TrialPlan plan)
    {
        Candidate candidate = Candidates[plan.Candidate];
        Seed draw = Draw(candidate, "training").Child(plan.Seed).Child(plan.Epochs);
        if (plan.Kind == TrialKind.Score)
            return new TrialOutcome { Status = TrialStatus.Finished, ChargedMultiplyAdds = plan.PlannedMultiplyAdds, Scores = new Dictionary<string, double> { ["naswot"] = draw.Normal(5) } };
        if (draw.Uniform(0) < Failing) return new TrialOutcome { Status = TrialStatus.Diverged, ChargedMultiplyAdds = plan.PlannedMultiplyAdds, Message = "the loss became NaN" };
        double setting = Seed.From(3).Child(candidate.Wiring).Normal(0), graph = Draw(candidate, "graph").Normal(0), level = 0.7 + 0.03 * setting + 0.01 * graph + 0.01 * draw.Normal(1);
        List<EpochResult> curve = [];
        for (int epoch = 1; epoch <= plan.Epochs; epoch++)
        {
            double accuracy = Math.Clamp(level - 0.3 / (epoch + 1) + 0.01 * draw.Normal((ulong)(10 + epoch)), 0, 1);
            curve.Add(new EpochResult(epoch, 2 - accuracy, accuracy, accuracy, 1 - accuracy, 1, 0, 0.1, Cost(candidate, 1)));
            if (epoch < plan.Epochs && plan.Prune?.Ends(curve, SelectionCriterion.Accuracy) == true)
                return new TrialOutcome { Status = TrialStatus.Pruned, Curve = curve, ChargedMultiplyAdds = Cost(candidate, epoch) };
        }
        return new TrialOutcome { Status = TrialStatus.Finished, Curve = curve, ChargedMultiplyAdds = plan.PlannedMultiplyAdds };
    }

    private static Seed Draw(Candidate candidate, string what) => Seed.From(11).Child(candidate.Network).Child(what);
}
