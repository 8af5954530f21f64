using System.Diagnostics;
using System.Globalization;
using RandWire.Engine;
using RandWire.Machinery;
using RandWire.Search;
using RandWire.Training;

// What the machinery of a search costs when trainings cost nothing: deciding, writing down, handing out and taking in trials, in SQLite on this disk.
// usage: dotnet run --project bench/RandWire.Machinery -c Release -- [trials, 10000] [epochs a trial, 3] [schedule: none, asha or median]
int trials = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000, epochs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
ISchedule schedule = (args.Length > 2 ? args[2] : "none") switch
{
    "none" => new HalvingSchedule([new RungPlan(0, trials, epochs)]),
    "asha" => new AshaSchedule([new RungPlan(0, trials, epochs), new RungPlan(1, trials, epochs), new RungPlan(2, trials, epochs)]),
    "median" => new MedianSchedule(new HalvingSchedule([new RungPlan(0, trials, epochs)])),
    string other => throw new ArgumentException($"'{other}' is none of none, asha, median."),
};
string folder = Directory.CreateTempSubdirectory("randwire-machinery-").FullName, path = Path.Combine(folder, SqliteLedger.FileName);
try
{
    using (SqliteLedger ledger = SqliteLedger.Open(path))
    {
        SearchProcess search = new(new CountedStrategy(window: 8), schedule,
            new SearchRules { Purse = double.MaxValue, Cost = static (_, epochs) => epochs, StrategySeed = Seed.From(1), TrainingSeed = 1 });
        LedgerRevision seen = default;
        TimeSpan ask = TimeSpan.Zero, tell = TimeSpan.Zero;
        int done = 0;
        while (done < trials)
        {
            long started = Stopwatch.GetTimestamp();
            LedgerChanges news = ledger.Since(seen);
            seen = news.Revision;
            search.Learn(ledger.Candidates(search.Candidates.Count), news.Trials);
            (IReadOnlyList<Candidate> candidates, IReadOnlyList<TrialRecord> decided) = search.Decide(1);
            if (decided.Count > 0) ledger.Append(candidates, decided);
            ask += Stopwatch.GetElapsedTime(started);
            started = Stopwatch.GetTimestamp();
            TrialClaim claim = ledger.Claim("one", 30) ?? throw new InvalidOperationException("Nothing to claim.");
            // Accuracies without order, as trainings have them.
            double accuracy = Seed.From(claim.Number).Uniform(0);
            EpochResult[] curve = [.. Enumerable.Range(1, epochs).Select(epoch => new EpochResult(epoch, 1, accuracy, accuracy, 1, 1, 0, 0.1, 1))];
            foreach (EpochResult epoch in curve) ledger.Report(claim, epoch);
            ledger.Finish(claim, new TrialOutcome { Status = TrialStatus.Finished, Curve = curve, ChargedMultiplyAdds = epochs, WeightsSha256 = new string('a', 64) });
            tell += Stopwatch.GetElapsedTime(started);
            if (++done % (trials / 5) == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done,6} trials: ask {ask.TotalMilliseconds / done:0.00} ms, tell {tell.TotalMilliseconds / done:0.00} ms a trial ({epochs} epochs)"));
        }
    }
    Report("open, check every row, read all", () =>
    {
        using SqliteLedger ledger = SqliteLedger.Open(path);
        ledger.Since(default);
        ledger.Candidates();
    });
    Report("count for status", () =>
    {
        using SqliteLedger ledger = SqliteLedger.OpenToRead(path, verify: false);
        ledger.Tally(SelectionCriterion.Accuracy);
    });
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"file: {new FileInfo(path).Length / 1e6:0.0} MB"));
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static void Report(string what, Action act)
{
    double[] seconds = new double[5];
    for (int i = 0; i < seconds.Length; i++)
    {
        long started = Stopwatch.GetTimestamp();
        act();
        seconds[i] = Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
    Array.Sort(seconds);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {seconds[2]:0.000} s (median of 5)"));
}
