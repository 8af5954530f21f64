using System.Diagnostics;
using System.Globalization;
using RandWire.Networks;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Search;

public sealed partial class Study
{
    // Kept back for the evaluation on the test images and for writing the results.
    private const double ReserveShare = 0.03;

    private IEnumerable<StudyEvent> TrainWinner(CancellationToken cancellationToken)
    {
        TrialResult winner = _state.Final is { } settled ? _state.Trials[settled.Trial] : Winner();
        NetworkSpec network = winner.Spec;
        DatasetSplit images = _data.Train.Concat(_data.Validation);
        if (_state.Final is null) Save(_state with { Final = PlanFinal(winner, images.Count) });
        FinalPlan plan = _state.Final!;
        yield return new FinalPlanned(Progress("final"), winner, plan.Epochs, plan.Seeds, plan.Reason);
        for (int number = _state.Runs.Count; number < plan.Seeds; number++)
        {
            long seed = Options.Seed + number;
            FinalRun ended;
            if (number > 0 && IsOverdue())
                ended = new FinalRun(number, seed, TrialStatus.Skipped, 0, 0, [], null, "the time was used up", null);
            else
            {
                TrainingSetup setup = Setup(network, plan.Epochs, seed, StudyFiles.FinalWork(Options.Folder, number)) with { Train = images };
                long started = Stopwatch.GetTimestamp();
                using TrainingRun run = new(setup);
                Training training = new(run);
                foreach (EpochResult epoch in training.Epochs(cancellationToken))
                    yield return new EpochTrained(Progress("final", null, run.MultiplyAdds), winner.Id, number, plan.Epochs, epoch);
                bool finished = training.Failure is null;
                TrainedModel model = run.Model;
                if (finished) model.Save(StudyFiles.FinalModel(Options.Folder, number), Notes(plan, seed));
                ended = new FinalRun(number, seed, finished ? TrialStatus.Finished : TrialStatus.Diverged, run.MultiplyAdds,
                    Math.Max(Stopwatch.GetElapsedTime(started).TotalSeconds, run.History.Sum(epoch => epoch.Seconds)), [.. run.History],
                    finished ? model.WeightsSha256 : null, training.Failure, null);
                _state = _state with { Machine = $"{Environment.ProcessorCount} processors, {run.Threads} threads, {run.Simd}" };
            }
            Save(_state with { Runs = [.. _state.Runs, ended], UsedMultiplyAdds = _state.UsedMultiplyAdds + ended.MultiplyAdds });
            yield return new FinalRunEnded(Progress("final"), ended);
        }
    }

    private TrialResult Winner()
    {
        TrialResult first = Leaderboard.Order(_state.Trials, _state.Plan.Selection)[0];
        if (first.Best is not null || _state.Plan.Rungs.Count == 0) return first;
        string message = _state.Trials.SelectMany(t => t.Rungs).Select(r => r.Message).FirstOrDefault(m => m is not null) ?? "";
        throw new StudyException($"All {_state.Trials.Count} trials failed, so there is no winner. The first message: {message}");
    }

    // What the search really took decides, not what was foreseen: its own multiply-adds per second, everything included.
    private FinalPlan PlanFinal(TrialResult winner, int images)
    {
        StudyPlan plan = _state.Plan;
        RungResult[] done = [.. _state.Trials.SelectMany(t => t.Rungs).Where(r => r.Status == TrialStatus.Finished)];
        double rate = done.Length == 0 ? plan.MultiplyAddsPerSecond : done.Sum(r => r.MultiplyAdds) / Math.Max(1e-3, done.Sum(r => r.Seconds));
        double left = Options.Budget.Seconds is double total
            ? ((1 - ReserveShare) * total - Elapsed) * rate
            : plan.BudgetMultiplyAdds - _state.UsedMultiplyAdds;
        int looks = Options.Seeds ?? 3;
        left -= (double)looks * winner.MultiplyAdds * _data.Test.Count;
        (int seeds, int epochs, string reason) = Planner.Final(left, 3.0 * winner.MultiplyAdds * images, images, Options.Seeds);
        Recipe recipe = Setup(winner.Spec, epochs, Options.Seed, "").Recipe;
        return new FinalPlan(winner.Id, seeds, epochs, recipe.Text, string.Create(CultureInfo.InvariantCulture,
            $"{reason}; measured during the search: {rate / 1e9:0.0} GMAC/s"));
    }

    // Another run would end a tenth or more beyond the time.
    private bool IsOverdue() => Options.Budget.Seconds is double total
        && _state.Runs.LastOrDefault(run => run.Status == TrialStatus.Finished) is { } last && Elapsed + last.Seconds > 1.1 * total;

    private Dictionary<string, string> Notes(FinalPlan plan, long seed) => new(SplitNotes.Of(DataOptions, _data.Reading))
    {
        ["randwire.recipe"] = plan.Recipe,
        ["randwire.seed"] = seed.ToString(CultureInfo.InvariantCulture),
        ["randwire.command"] = Options.CommandLine,
    };

    // The one look at the test images. It is counted before it is taken, so that a kill in the middle shows; a cancellation comes before
    // or after.
    private StudyResults Test(CancellationToken cancellationToken)
    {
        FinalPlan plan = _state.Final!;
        FinalRun[] finished = [.. _state.Runs.Where(run => run.Status == TrialStatus.Finished)];
        if (finished.Length == 0)
            throw new StudyException($"All {_state.Runs.Count} final trainings failed, so there is no model. " +
                $"The first message: {_state.Runs[0].Message}");
        cancellationToken.ThrowIfCancellationRequested();
        Save(_state with { TestTouches = _state.TestTouches + 1 });
        List<FinalRun> tested = [];
        foreach (FinalRun run in _state.Runs)
        {
            if (run.Status != TrialStatus.Finished)
            {
                tested.Add(run);
                continue;
            }
            tested.Add(Tested(run));
        }
        if (tested.All(run => run.Test is null))
            throw new StudyException($"No final training left a model that answers every test image. The first message: {tested[0].Message}");
        double spent = (double)finished.Length * _state.Trials[plan.Trial].MultiplyAdds * _data.Test.Count;
        Save(_state with { UsedMultiplyAdds = _state.UsedMultiplyAdds + spent });
        StudyResults results = Results(plan, tested);
        ResultsWriter.Write(Options.Folder, results);
        return results;
    }

    private FinalRun Tested(FinalRun run)
    {
        TrainedModel model = TrainedModel.Load(StudyFiles.FinalModel(Options.Folder, run.Number));
        try
        {
            return run with { Test = model.Evaluate(_data.Test, null, Options.Threads, CancellationToken.None) };
        }
        catch (NonFiniteOutputException error)
        {
            return run with { Status = TrialStatus.Diverged, WeightsSha256 = null, Message = error.Message };
        }
    }

    private StudyResults Results(FinalPlan plan, IReadOnlyList<FinalRun> runs)
    {
        double[] accuracies = [.. runs.Select(run => run.Test?.Top1).OfType<double>()];
        FinalRun delivered = runs.First(run => run.Test is not null);
        SelectionCriterion criterion = _state.Plan.Selection;
        return new StudyResults
        {
            CommandLine = Options.CommandLine,
            Seed = Options.Seed,
            Data = _summary,
            Plan = _state.Plan,
            Trials = _state.Trials,
            Leaderboard = [.. Leaderboard.Order(_state.Trials, criterion).Select(trial => trial.Id)],
            Comparisons = Leaderboard.Compare(_state.Trials, StudyPreparation.ImagesBehind(criterion, _data.Validation), criterion),
            RankCorrelations = Leaderboard.Correlate(_state.Trials, _state.Plan.Rungs.Count, criterion),
            Final = new FinalResult
            {
                Trial = plan.Trial,
                Network = _state.Trials[plan.Trial].Network,
                Recipe = plan.Recipe,
                Reason = plan.Reason,
                Runs = runs,
                Delivered = delivered.Number,
                MeanTop1 = accuracies.Average(),
                Deviation = Statistics.Deviation(accuracies),
                TestInterval = Statistics.Wilson(delivered.Test!.Top1, delivered.Test.Count),
            },
            UsedMultiplyAdds = _state.UsedMultiplyAdds,
            ElapsedSeconds = Elapsed,
            TestTouches = _state.TestTouches,
            Machine = _state.Machine,
        };
    }
}
