using System.Globalization;
using System.Runtime.CompilerServices;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Search;

/// <summary>Whether the record of a study that was read from a file can be one: what no study writes is refused by the name of its field.</summary>
/// <param name="path">The file, for messages.</param>
internal sealed class RecordCheck(string path)
{
    // Three hundred years and more work than any machine does: sums of such numbers stay finite.
    private const double MostSeconds = 1e10, MostMultiplyAdds = 1e30;
    private const int MostEpochs = 100_000, MostTrials = 100_000, MostSeeds = 100;

    /// <summary>Throws when a rule does not hold; the field is the expression that was checked unless it is named.</summary>
    public void Require(bool holds, string rule, [CallerArgumentExpression(nameof(holds))] string field = "")
    {
        if (holds) return;
        throw new InvalidDataException($"{path}: {field}: {rule}. The file is damaged or was changed; take another copy, or delete the folder to begin anew.");
    }

    /// <summary>The plan.</summary>
    public void Plan(StudyPlan plan)
    {
        Text("plan.recipe", () => Recipe.Parse(plan.Recipe));
        Text("plan.inputFormat", () => InputFormat.Parse(plan.InputFormat));
        Require(Enum.IsDefined(plan.Selection), "is no criterion", "plan.selection");
        Require(plan.Rungs.All(rung => rung is not null), "holds a null", "plan.rungs");
        for (int i = 0; i < plan.Rungs.Count; i++)
        {
            RungPlan rung = plan.Rungs[i];
            Require(rung.Rung == i && rung.Trials is >= 1 and <= MostTrials && rung.Epochs is >= 1 and <= MostEpochs, $"{rung} cannot be rung {i}", At("plan.rungs", i));
        }
        Require(plan.FinalSeeds is >= 1 and <= MostSeeds, $"{plan.FinalSeeds} must lie in [1, {MostSeeds}]", "plan.finalSeeds");
        Require(plan.FinalEpochs is >= 1 and <= MostEpochs, $"{plan.FinalEpochs} must lie in [1, {MostEpochs}]", "plan.finalEpochs");
        Work("plan.budgetMultiplyAdds", plan.BudgetMultiplyAdds, least: double.Epsilon);
        Work("plan.multiplyAddsPerSecond", plan.MultiplyAddsPerSecond, least: double.Epsilon);
        Work("plan.multiplyAddsPerImage", plan.MultiplyAddsPerImage, least: double.Epsilon);
        Work("plan.expectedTestError", plan.ExpectedTestError);
        Work("plan.smallestVisibleDifference", plan.SmallestVisibleDifference);
        Require(plan.ExcludedWirings.All(one => one is not null), "holds a null", "plan.excludedWirings");
    }

    /// <summary>The trials of a plan, in order of sampling.</summary>
    public void Trials(IReadOnlyList<TrialResult> trials, StudyPlan plan)
    {
        Require(trials.Count is >= 1 and <= MostTrials, $"holds {trials.Count}, which must lie in [1, {MostTrials}]", "trials");
        for (int i = 0; i < trials.Count; i++)
        {
            string at = At("trials", i);
            Require(trials[i] is not null, "is null", at);
            TrialResult trial = trials[i];
            Require(trial.Id == i, $"{trial.Id} must be {i}", at + ".id");
            Text(at + ".network", () => _ = trial.Spec);
            Require(trial.Parameters > 0 && trial.MultiplyAdds > 0, "parameters and multiply-adds must be above 0", at);
            Require(trial.Clustering is >= 0 and <= 1, "must lie in [0, 1]", at + ".clustering");
            Work(at + ".averagePath", trial.AveragePath ?? 0);
            Require(trial.LongestPath >= 0, "must be at least 0", at + ".longestPath");
            for (int r = 0; r < trial.Rungs.Count; r++) Rung(At(at + ".rungs", r), trial.Rungs[r], plan);
        }
    }

    /// <summary>Final runs, of which there are at most <paramref name="seeds"/>.</summary>
    public void Runs(IReadOnlyList<FinalRun> runs, int seeds, string name)
    {
        Require(seeds is >= 1 and <= MostSeeds, $"{seeds} must lie in [1, {MostSeeds}]", "final.seeds");
        Require(runs.Count <= seeds, $"holds {runs.Count}, but {seeds} are planned", name);
        for (int i = 0; i < runs.Count; i++)
        {
            string at = At(name, i);
            Require(runs[i] is not null, "is null", at);
            FinalRun run = runs[i];
            Require(run.Number == i, $"{run.Number} must be {i}", at + ".number");
            Training(at, run.Status, run.MultiplyAdds, run.Seconds, run.Curve);
            Require(run.Status != TrialStatus.Finished || run.WeightsSha256 is { Length: 64 }, "a finished run has the hash of its weights", at + ".weightsSha256");
        }
    }

    /// <summary>An evaluation of a model of so many classes.</summary>
    public void Test(Evaluation test, int classes, string at)
    {
        Require(test.PerClass.Count == classes && test.Confusion.Count == classes, $"must tell {classes} classes apart", at);
        for (int c = 0; c < classes; c++)
        {
            Require(test.Confusion[c] is { } row && row.Count == classes && row.All(count => count >= 0), $"must hold {classes} counts", At(at + ".confusion", c));
            ClassAccuracy one = test.PerClass[c];
            Require(one is not null && one.Label == c && one.Correct >= 0 && one.Correct <= one.Count && one.Predicted >= 0, "cannot be", At(at + ".perClass", c));
            Require(one!.Count == test.Confusion[c].Sum() && one.Correct == test.Confusion[c][c], "disagrees with the confusion matrix", At(at + ".perClass", c));
        }
        Require(test.Count >= 1 && test.Count == test.PerClass.Sum(one => one.Count), $"{test.Count} is not the sum of the classes", at + ".count");
        Share(at + ".top1", test.Top1);
        Share(at + ".top5", test.Top5 ?? 0);
        Share(at + ".expectedCalibrationError", test.ExpectedCalibrationError);
        Work(at + ".loss", test.Loss);
        Require(Answers(test) is not { } right || right.Count(one => one) == test.PerClass.Sum(one => one.Correct), "is not one bit for each image, as many set as are right", at + ".right");
        Require(test.Reliability.All(bin => bin is { Count: >= 0, Confidence: >= 0 and <= 1, Accuracy: >= 0 and <= 1 }), "holds what is no bin", at + ".reliability");
        Require(test.Mistakes.All(one => one is { Source: not null, Confidence: >= 0 and <= 1 } && one.Label >= 0 && one.Label < classes && one.Predicted >= 0 && one.Predicted < classes),
            "holds what is no mistake", at + ".mistakes");
    }

    /// <summary>Work or another amount that is not negative.</summary>
    public void Work(string name, double value, double least = 0) =>
        Require(value >= least && value <= MostMultiplyAdds, $"{Number(value)} must be {(least > 0 ? "above" : "at least")} 0 and finite", name);

    /// <summary>Seconds.</summary>
    public void Seconds(string name, double value) => Require(value is >= 0 and <= MostSeconds, $"{Number(value)} must be at least 0 and finite", name);

    /// <summary>A share.</summary>
    public void Share(string name, double value) => Require(value is >= 0 and <= 1, $"{Number(value)} must lie in [0, 1]", name);

    /// <summary>A text that must parse.</summary>
    public void Text(string name, Action parse)
    {
        try
        {
            parse();
        }
        catch (SpecException error)
        {
            Require(false, error.Message.TrimEnd('.'), name);
        }
    }

    // Nothing that is right where it cannot be read.
    private static bool[]? Answers(Evaluation test)
    {
        try
        {
            return test.RightByImage();
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private void Rung(string at, RungResult rung, StudyPlan plan)
    {
        Require(rung is not null, "is null", at);
        IEnumerable<RungPlan> planned = plan.Rungs.Concat(plan.Schedule?.Brackets.SelectMany(bracket => bracket) ?? []);
        Require(planned.Any(one => one.Rung == rung!.Rung && one.Epochs == rung.Epochs), $"rung {rung!.Rung} of {rung.Epochs} epochs is none that was planned", at);
        Training(at, rung.Status, rung.MultiplyAdds, rung.Seconds, rung.Curve);
        Require(rung.Curve.Count <= rung.Epochs, $"holds {rung.Curve.Count} of {rung.Epochs} epochs", at + ".curve");
        Require(rung.Status != TrialStatus.Finished || rung.ValidationTop1 is not null, "a finished training has one", at + ".validationTop1");
        Share(at + ".validationTop1", rung.ValidationTop1 ?? 0);
        Share(at + ".validationBalanced", rung.ValidationBalanced ?? 0);
        Work(at + ".validationLoss", rung.ValidationLoss ?? 0);
    }

    private void Training(string at, TrialStatus status, double multiplyAdds, double seconds, IReadOnlyList<EpochResult> curve)
    {
        Require(Enum.IsDefined(status), "is no status", at + ".status");
        Work(at + ".multiplyAdds", multiplyAdds);
        Seconds(at + ".seconds", seconds);
        for (int i = 0; i < curve.Count; i++)
        {
            string point = At(at + ".curve", i);
            Require(curve[i] is not null, "is null", point);
            EpochResult epoch = curve[i];
            Require(epoch.Epoch == i + 1, $"{epoch.Epoch} must be {i + 1}", point + ".epoch");
            foreach ((string name, double value) in (ReadOnlySpan<(string, double)>)
                [("trainLoss", epoch.TrainLoss), ("validationLoss", epoch.ValidationLoss ?? 0), ("learningRate", epoch.LearningRate), ("multiplyAdds", epoch.MultiplyAdds)])
            {
                Work($"{point}.{name}", value);
            }
            foreach ((string name, double value) in (ReadOnlySpan<(string, double)>)
                [("trainTop1", epoch.TrainTop1), ("validationTop1", epoch.ValidationTop1 ?? 0), ("validationBalanced", epoch.ValidationBalanced ?? 0),
                    ("loaderWaitShare", epoch.LoaderWaitShare)])
            {
                Share($"{point}.{name}", value);
            }
            Seconds(point + ".seconds", epoch.Seconds);
        }
    }

    private static string At(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
