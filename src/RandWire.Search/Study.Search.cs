using System.Diagnostics;
using RandWire.Engine;
using RandWire.Networks;
using RandWire.Training;

namespace RandWire.Search;

public sealed partial class Study
{
    // A search that a slowed machine has stretched beyond this share of the time gives up its remaining trials, for the sake of the final
    // training.
    private const double SearchDeadlineShare = 0.55;

    private bool SearchIsLate => Options.Budget.Seconds is double total && Elapsed > SearchDeadlineShare * total;

    private IEnumerable<StudyEvent> Search(CancellationToken cancellationToken)
    {
        IReadOnlyList<RungPlan> rungs = _state.Plan.Rungs;
        for (int r = 0; r < rungs.Count && _state.Final is null; r++)
        {
            RungPlan rung = rungs[r];
            IEnumerable<TrialResult> contenders = r == 0 ? _state.Trials : Leaderboard.On(r - 1, _state.Trials, _state.Plan.Selection).Take(rung.Trials);
            foreach (int id in (int[])[.. contenders.Select(t => t.Id)])
            {
                if (_state.Trials[id].Rungs.Any(done => done.Rung == r)) continue;
                foreach (StudyEvent e in TrainTrial(_state.Trials[id], rung, cancellationToken)) yield return e;
            }
            int next = r + 1 < rungs.Count ? rungs[r + 1].Trials : 1;
            yield return new RungEnded(Progress("search", r), r, [.. Leaderboard.On(r, _state.Trials, _state.Plan.Selection).Take(next).Select(t => t.Id)]);
        }
    }

    private IEnumerable<StudyEvent> TrainTrial(TrialResult trial, RungPlan rung, CancellationToken cancellationToken)
    {
        RungResult result;
        if (SearchIsLate && trial.Id > 0)
        {
            result = new RungResult(rung.Rung, TrialStatus.Skipped, rung.Epochs, null, null, 0, 0, [],
                "the search had used up its share of the time");
        }
        else
        {
            string folder = StudyFiles.TrialWork(Options.Folder, trial.Id, rung.Rung);
            TrainingSetup setup = Setup(trial.Spec, rung.Epochs, Options.Seed, folder) with { Validation = _data.Validation };
            long started = Stopwatch.GetTimestamp();
            using TrainingRun run = new(setup);
            Training training = new(run);
            foreach (EpochResult epoch in training.Epochs(cancellationToken))
                yield return new EpochTrained(Progress("search", rung.Rung, run.MultiplyAdds), trial.Id, null, rung.Epochs, epoch);
            EpochResult? last = training.Failure is null ? run.History[^1] : null;
            // The time of work done before an interruption is in the epochs; what is between them is counted for this call only.
            double seconds = Math.Max(Stopwatch.GetElapsedTime(started).TotalSeconds, run.History.Sum(epoch => epoch.Seconds));
            result = new RungResult(rung.Rung, training.Failure is null ? TrialStatus.Finished : TrialStatus.Diverged, rung.Epochs,
                last?.ValidationTop1, last?.ValidationLoss, run.MultiplyAdds, seconds, [.. run.History], training.Failure, last?.ValidationBalanced);
            _state = _state with { Machine = $"{Environment.ProcessorCount} processors, {run.Threads} threads, {run.Simd}" };
        }
        TrialResult ended = trial with { Rungs = [.. trial.Rungs, result] };
        Save(_state with
        {
            Trials = [.. _state.Trials.Select(t => t.Id == trial.Id ? ended : t)],
            UsedMultiplyAdds = _state.UsedMultiplyAdds + result.MultiplyAdds,
        });
        StudyFiles.Delete(StudyFiles.TrialWork(Options.Folder, trial.Id, rung.Rung));
        yield return new TrialEnded(Progress("search", rung.Rung), ended);
    }

    private TrainingSetup Setup(NetworkSpec network, int epochs, long seed, string folder) => new()
    {
        Network = network,
        // Whether classes are weighted was decided by the plan, for all trainings.
        Recipe = StudyPreparation.RecipeFor(Options, _state.Plan.Preset, new TensorShape(_format.Height, _format.Width, _format.Channels),
            _data, epochs) with
        { ClassWeights = Recipe.Parse(_state.Plan.Recipe).ClassWeights },
        Classes = _data.Classes,
        Format = _format,
        Train = _data.Train,
        Seed = seed,
        Folder = folder,
        Threads = Options.Threads,
    };

    // An iterator cannot catch around a yield, so the epochs are stepped here and a divergence ends them with its message.
    private sealed class Training(TrainingRun run)
    {
        public string? Failure { get; private set; }

        public IEnumerable<EpochResult> Epochs(CancellationToken cancellationToken)
        {
            using IEnumerator<EpochResult> epochs = run.Epochs(cancellationToken).GetEnumerator();
            while (Next(epochs)) yield return epochs.Current;
        }

        private bool Next(IEnumerator<EpochResult> epochs)
        {
            try
            {
                return epochs.MoveNext();
            }
            catch (DivergenceException divergence)
            {
                Failure = divergence.Message;
                return false;
            }
        }
    }
}
