using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Whole searches of a table of trained networks, in seconds: what a training would come to is looked up. Every decision sees all outcomes before it, as with one worker.</summary>
public static class Replay
{
    /// <summary>Runs a strategy again and again, each time from another seed.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">What is replayed.</param>
    /// <param name="cancellation">Ends it between two decisions.</param>
    /// <exception cref="Graphs.SpecException">The strategy or a column is not known, or no row has the columns.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ReplayResult Run(NetworkTable table, ReplayOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Repeats, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Evaluations, 1);
        string report = options.Report ?? options.Objective;
        TableSpace space = new(table, options.Objective, report);
        IReadOnlyList<double> objective = table.Column(options.Objective), judged = table.Column(report);
        Func<PointSpace, IStrategy> make = options.MakeStrategy ?? (points => PointStrategyCatalog.Make(options.Strategy, points));
        make(space);
        int[] found = new int[options.Repeats];
        Parallel.For(0, options.Repeats, new ParallelOptions { MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount, CancellationToken = cancellation },
            repeat => found[repeat] = Choice(make(space), space, objective, options.Evaluations, Seed.From(options.Seed).Child(repeat), cancellation));
        double largest = space.Rows.Max(row => objective[row]);
        return new ReplayResult(options.Strategy, options.Objective, report, options.Evaluations, [.. found.Select(row => judged[row])], found.Count(row => objective[row] >= largest), space.Rows.Max(row => judged[row]));
    }

    // The row of the best network that a search looked up, the earlier of equals.
    private static int Choice(IStrategy strategy, TableSpace space, IReadOnlyList<double> objective, int evaluations, Seed seed, CancellationToken cancellation)
    {
        List<Candidate> candidates = [];
        TrialIndex trials = new();
        int best = -1;
        for (int number = 0; number < evaluations; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (strategy.Propose(new History(candidates, trials, number), 1, seed) is not [{ } proposal]) break;
            if (proposal.Candidate.Id == candidates.Count) candidates.Add(proposal.Candidate);
            int row = space.RowOf(space.Read(proposal.Candidate.Wiring));
            if (best < 0 || objective[row] > objective[best]) best = row;
            TrialPlan plan = new(number, TrialKind.Search, proposal.Candidate.Id, 0, 1, proposal.SeedOffset, 1);
            trials.Add(new TrialRecord { Plan = plan, State = TrialState.Finished, Outcome = Outcome(objective[row]) });
        }
        return best;
    }

    private static TrialOutcome Outcome(double value) =>
        new() { Status = TrialStatus.Finished, ChargedMultiplyAdds = 1, Curve = [new(1, 0, 0, value, 0, 0, 0, 0, 1)] };
}
