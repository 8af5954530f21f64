using System.Globalization;
using RandWire.Engine;
using RandWire.Search;

namespace RandWire.Tests.Search.Simulation;

/// <summary>A whole study under a clock of its own: coordinator, workers and ledger, each of which can stop between any two exchanges, die, or come back
/// late. Everything that happens follows from the seed.</summary>
internal sealed class SimulatedStudy : IDisposable
{
    private const double Lease = 30;

    private readonly Seed _chance;
    private readonly bool _disturbed;
    private readonly Ledger _ledger;
    private readonly Dictionary<(int Trial, int Token), int> _disk = [];
    private readonly Worker[] _workers;
    private readonly List<string> _gone = [];
    private ulong _draw;
    private double _time = 1000, _beat = 1000;
    private int _names;
    private bool _inWorker;
    private Worker? _acting;

    /// <param name="seed">Decides the study, and with <paramref name="disturbed"/> all that goes wrong.</param>
    /// <param name="workers">Workers.</param>
    /// <param name="disturbed">Whether anything goes wrong.</param>
    public SimulatedStudy(int seed, int workers, bool disturbed)
    {
        (Seed, _disturbed) = (seed, disturbed);
        _chance = RandWire.Engine.Seed.From(seed).Child("chance");
        _ledger = new MemoryLedger(() => _time);
        _workers = new Worker[workers];
        for (int i = 0; i < workers; i++) _workers[i] = NewWorker();
    }

    public int Seed { get; }

    public int Crashes { get; private set; }

    public int StaleWorkers { get; private set; }

    public void Dispose() => _ledger.Dispose();

    /// <summary>Runs the study to its end, with as many coordinators as it takes.</summary>
    /// <returns>All that a study comes to, as text.</returns>
    public string Run()
    {
        for (int session = 0; session < 1000; session++)
        {
            try
            {
                Coordinator coordinator = new(new FaultyLedger(_ledger, Hit), Terms());
                using Team team = new(this);
                foreach (StudyEvent _ in coordinator.Run(team, CancellationToken.None))
                {
                }
                return Describe();
            }
            catch (SimulatedCrash)
            {
                // Its workers end with it, at once or a little later.
                Crashes++;
                if (Below(2) == 0)
                    for (int i = 0; i < _workers.Length; i++)
                        if (MayLose(_workers[i])) Replace(i, told: false);
                for (int moments = Below(10); moments > 0; moments--)
                {
                    _time += Lease / 6;
                    Beat();
                }
            }
            catch (StudyException error)
            {
                return Describe() + error.Message;
            }
        }
        throw new InvalidOperationException($"Seed {Seed}: a thousand coordinators did not end the study.");
    }

    private StudyTerms Terms()
    {
        RungPlan[] rungs = [new RungPlan(0, 6, 2), new RungPlan(1, 2, 3)];
        return new StudyTerms
        {
            Plan = new StudyPlan
            {
                Preset = "tiny",
                Reason = "",
                InputFormat = "",
                Recipe = "",
                Rungs = rungs,
                FinalSeeds = 2,
                FinalEpochs = 2,
                Budget = "1GMAC",
                BudgetMultiplyAdds = Seed % 5 == 0 ? 15_000 : 40_000,
                MultiplyAddsPerSecond = 1000,
                MultiplyAddsPerImage = 100,
                ExpectedTestError = 0.1,
                SmallestVisibleDifference = 0.1,
                ExcludedWirings = [],
            },
            Strategy = new SimulatedStrategy(Seed % 3 == 0 ? int.MaxValue : 1 + Seed % 4),
            Schedule = new HalvingSchedule(rungs),
            StrategySeed = RandWire.Engine.Seed.From(Seed),
            TrainingSeed = Seed,
            Images = (4, 2, 3),
            Seeds = 2,
            Recipe = epochs => $"epochs={epochs}",
        };
    }

    private string Describe()
    {
        LedgerChanges all = _ledger.Since(default);
        foreach (TrialRecord trial in all.Trials)
        {
            if (!trial.IsOver) throw new InvalidOperationException($"Seed {Seed}: trial {trial.Plan.Number} is {trial.State} at the end.");
            int[] epochs = [.. all.Reports.Where(report => report.Trial == trial.Plan.Number).Select(report => report.Epoch.Epoch).Distinct().Order()];
            if (!epochs.SequenceEqual(trial.Outcome!.Curve.Select(epoch => epoch.Epoch))) throw new InvalidOperationException($"Seed {Seed}: trial {trial.Plan.Number} lacks reports.");
        }
        if (all.Entries.Any(entry => entry.Kind == EntryKinds.Contradiction)) throw new InvalidOperationException($"Seed {Seed}: two attempts disagreed.");
        return string.Join('\n', all.Trials.Select(trial => string.Create(CultureInfo.InvariantCulture,
            $"{trial.Plan} {trial.Outcome!.Status} {trial.Outcome.ChargedMultiplyAdds:R} {trial.Outcome.ValidationTop1:R} {trial.Outcome.WeightsSha256}")))
            + "\n" + string.Join('\n', _ledger.Candidates().Select(candidate => $"{candidate.Id} {candidate.Wiring}")) + "\n" + _ledger.Find(EntryKinds.Final) + "\n" + _ledger.Find(EntryKinds.SearchEnded) + "\n";
    }

    // Whoever lives keeps its lease.
    private void Beat()
    {
        if (_time < _beat + Lease / 6) return;
        _beat = _time;
        for (int i = 0; i < _workers.Length; i++)
            if (_workers[i].PausedUntil <= _time) Act(i, worker => worker.Hands.Renew());
    }

    // One thing happens somewhere.
    private void Happen()
    {
        Beat();
        int one = Below(_workers.Length);
        Worker worker = _workers[one];
        _time += _disturbed ? 0.1 * Below(30) : 1;
        if (_disturbed && Below(60) == 0) Crash();
        if (_disturbed && Below(25) == 0 && MayLose(worker))
        {
            Replace(one, told: Below(2) == 0);
            return;
        }
        if (_disturbed && Below(25) == 0 && MayLose(worker))
        {
            worker.PausedUntil = _time + Below((int)(3 * Lease));
            return;
        }
        if (worker.PausedUntil > _time) return;
        Act(one, acting => StaleWorkers += acting.Hands.Step(CancellationToken.None) == TrialWorker.Did.Lost ? 1 : 0);
    }

    private void Act(int one, Action<Worker> act)
    {
        _acting = _workers[one];
        _inWorker = true;
        try
        {
            act(_workers[one]);
        }
        catch (SimulatedCrash)
        {
            Replace(one, told: Below(2) == 0);
        }
        finally
        {
            _inWorker = false;
        }
    }

    // A trial whose workers die too often is failed by the rules; the rule has a test of its own.
    private bool MayLose(Worker worker) => worker.Hands.Claim is not { } claim || _ledger.Since(default).Trials[claim.Number].Barren < 2;

    private void Hit()
    {
        if (!_disturbed || Below(200) != 0) return;
        if (_inWorker && !MayLose(_acting!)) return;
        Crash();
    }

    private static void Crash() => throw new SimulatedCrash();

    private void Replace(int one, bool told)
    {
        Crashes++;
        if (told) _gone.Add(_workers[one].Name);
        _workers[one] = NewWorker();
    }

    private Worker NewWorker()
    {
        string name = $"w{_names++}";
        return new Worker(name, new TrialWorker(new FaultyLedger(_ledger, Hit), new SimulatedRunner(_disk, Hit), name, Lease));
    }

    private int Below(int bound) => _chance.Below(_draw++, bound);

    private sealed class Worker(string name, TrialWorker hands)
    {
        public string Name => name;

        public TrialWorker Hands => hands;

        public double PausedUntil { get; set; }
    }

    private sealed class Team(SimulatedStudy study) : WorkerTeam
    {
        public override IReadOnlyList<string> Tend()
        {
            string[] gone = [.. study._gone];
            study._gone.Clear();
            return gone;
        }

        public override void Wait(CancellationToken cancellation) => study.Happen();

        public override void Stop()
        {
        }

        public override void Dispose()
        {
        }
    }
}
