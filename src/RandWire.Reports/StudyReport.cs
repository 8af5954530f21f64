using System.Globalization;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Search;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Reports;

/// <summary>Turns the results of a study into the report's view of them, and writes the report and the pictures.</summary>
public static class StudyReport
{
    private const int WiringsDrawn = 6;
    private const int TrialCurves = 12;
    private const int PicturedMistakes = 24;

    /// <summary>Writes <c>report.html</c> and <c>best/wiring.svg</c>.</summary>
    /// <param name="folder">The study's folder, which holds <c>best/model.safetensors</c>.</param>
    /// <param name="results">What the study found.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="machine">What is known of the machine, for the report's list.</param>
    /// <returns>The path of the report.</returns>
    /// <exception cref="IOException">A file cannot be written; what stood there before is whole.</exception>
    public static string Write(string folder, StudyResults results, string version, IReadOnlyList<ReportFact> machine)
    {
        NetworkSpec winner = results.Trials[results.Final.Trial].Spec;
        AtomicFile.WriteText(Path.Combine(folder, "best", "wiring.svg"), WiringDrawing.Svg(winner, new WiringDrawingOptions
        {
            Title = results.Trials[results.Final.Trial].Wiring,
            Subtitle = string.Create(CultureInfo.InvariantCulture, $"seed {results.Trials[results.Final.Trial].WiringSeed}"),
        }));
        string path = Path.Combine(folder, "report.html");
        using StringWriter html = new(CultureInfo.InvariantCulture);
        HtmlReport.Write(Of(results, DataOf(folder)) with { Version = version, Machine = [.. machine, new ReportFact("at work", results.Machine)] }, html);
        AtomicFile.WriteText(path, html.ToString());
        return path;
    }

    private static RunReport Of(StudyResults results, DatasetOptions data) => new()
    {
        Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(results.Data.Path))),
        Command = results.CommandLine,
        Seed = results.Seed.ToString(CultureInfo.InvariantCulture),
        Headline = new ReportHeadline
        {
            Wiring = results.Trials[results.Final.Trial].Wiring,
            TestAccuracies = [.. results.Final.Runs.Where(run => run.Test is not null).Select(run => run.Test!.Top1)],
            BalancedAccuracies = [.. results.Final.Runs.Where(run => run.Test is not null).Select(run => run.Test!.BalancedAccuracy)],
            TestImages = results.Data.Test,
            TopFive = Mean(results.Final.Runs.Select(run => run.Test?.Top5)),
        },
        Data = Data(results.Data),
        Plan = Plan(results),
        Trials = [.. results.Leaderboard.Select((id, place) => Trial(results, results.Trials[id], place + 1))],
        Wirings = [.. results.Leaderboard.Take(WiringsDrawn).Select((id, place) => Wiring(results.Trials[id], place + 1))],
        FinalCurves = [.. results.Final.Runs.Where(run => run.Curve.Count > 0).Select(run => Curve($"seed {run.Seed}", run.Curve))],
        TrialCurves = [.. results.Leaderboard.Take(TrialCurves).Select(id => results.Trials[id]).Where(trial => trial.Rungs.Any(rung => rung.Curve.Count > 0))
            .Select(trial => Curve($"{trial.Wiring} seed {trial.WiringSeed}", trial.Rungs.Last(rung => rung.Curve.Count > 0).Curve))],
        Evaluation = Evaluation(results, data),
        Winner = results.Trials[results.Final.Trial].Spec,
        TestTouches = results.TestTouches,
        Notes = Notes(results),
    };

    private static ReportData Data(DataSummary data) => new()
    {
        Source = data.Path,
        Facts =
        [
            new("layout", data.Layout),
            new("images", $"{Quantity.Count(data.Train)} to train, {Quantity.Count(data.Validation)} to choose by, {Quantity.Count(data.Test)} to test"),
            new("median size", $"{data.TypicalHeight} x {data.TypicalWidth} pixels, {(data.Channels == 1 ? "grey" : "color")}"),
            new("equal images", $"{Quantity.Count(data.DuplicateGroups)} groups, each kept in one split; {Quantity.Count(data.ContradictoryGroups)} groups under several classes"),
        ],
        Classes = [.. data.Classes.Select(one => new ReportClass(one.Name, one.Train, one.Validation, one.Test))],
        Problems =
        [
            .. data.Unreadable > 0 ? (ReportProblem[])[new("unreadable", data.Path, $"{Quantity.Count(data.Unreadable)} files were skipped; 'data check' lists them with their reasons")] : [],
            .. data.Notes.Select(note => new ReportProblem("note", data.Path, note)),
        ],
    };

    private static ReportPlan Plan(StudyResults results)
    {
        StudyPlan plan = results.Plan;
        return new ReportPlan
        {
            Preset = plan.Preset,
            Reason = plan.Reason,
            Facts =
            [
                new("input", plan.InputFormat),
                new("recipe of the search", plan.Recipe),
                new("class weights", ClassBalance.Describe(Recipe.Parse(plan.Recipe), plan.Imbalance ?? 1)["Class weights: ".Length..]),
                new("wirings chosen by", plan.Selection == SelectionCriterion.BalancedAccuracy
                    ? "balanced validation accuracy, since the classes of the validation images differ by more than 3 to 1" : "validation accuracy"),
                new("recipe of the winner", results.Final.Recipe),
                new("winner trained", $"{results.Final.Runs.Count} times; {results.Final.Reason}"),
                new("error bar to expect", $"+- {Quantity.Percent(plan.ExpectedTestError)} (95 %) from the number of test images alone"),
                new("smallest difference the search can see", Quantity.Percent(plan.SmallestVisibleDifference)),
            ],
            Rungs = [.. plan.Rungs.Select(rung => new ReportRung(rung.Rung + 1, rung.Trials,
                results.Trials.Count(trial => trial.Rungs.Any(result => result.Rung == rung.Rung && result.Status == TrialStatus.Finished)), rung.Epochs))],
            BudgetAsked = plan.Budget,
            BudgetMultiplyAdds = plan.BudgetMultiplyAdds,
            Spent = Spending(results),
            ElapsedSeconds = results.ElapsedSeconds,
            MultiplyAddsPerSecond = plan.MultiplyAddsPerSecond,
        };
    }

    private static List<ReportSpending> Spending(StudyResults results)
    {
        List<ReportSpending> spent = [];
        foreach (RungPlan rung in results.Plan.Rungs)
        {
            RungResult[] trainings = [.. results.Trials.SelectMany(trial => trial.Rungs).Where(result => result.Rung == rung.Rung)];
            spent.Add(new($"rung {rung.Rung + 1}", trainings.Sum(one => one.MultiplyAdds), trainings.Sum(one => one.Seconds)));
        }

        spent.Add(new("winner in full", results.Final.Runs.Sum(run => run.MultiplyAdds), results.Final.Runs.Sum(run => run.Seconds)));
        double rest = results.UsedMultiplyAdds - spent.Sum(one => one.MultiplyAdds);
        if (rest > 0)
            spent.Add(new("measuring the rate, and the test", rest, null));
        return spent;
    }

    private static ReportTrial Trial(StudyResults results, TrialResult trial, int rank)
    {
        RungResult? best = trial.Best;
        RungResult? last = trial.Rungs.Count > 0 ? trial.Rungs[^1] : null;
        return new ReportTrial
        {
            Rank = rank,
            Wiring = trial.Wiring,
            Seed = trial.WiringSeed.ToString(CultureInfo.InvariantCulture),
            Rung = best is null ? 0 : best.Rung + 1,
            Epochs = best?.Epochs ?? 0,
            ValidationAccuracy = best?.ValidationTop1,
            BalancedAccuracy = IsBalanced(results) ? best?.ValidationBalanced : null,
            ValidationImages = IsBalanced(results) ? ClassBalance.EffectiveImages([.. results.Data.Classes.Select(one => one.Validation)]) : results.Data.Validation,
            Parameters = trial.Parameters,
            MultiplyAdds = trial.MultiplyAdds,
            Clustering = trial.Clustering,
            PathLength = trial.AveragePath,
            Status = trial.Id == results.Final.Trial ? ReportTrialStatus.Winner
                : last is { Status: TrialStatus.Diverged } ? ReportTrialStatus.Failed
                : last is null or { Status: TrialStatus.Skipped } ? ReportTrialStatus.Interrupted
                : last.Rung == results.Plan.Rungs.Count - 1 ? ReportTrialStatus.Finished
                : ReportTrialStatus.Stopped,
            Note = last?.Message,
        };
    }

    private static ReportWiring Wiring(TrialResult trial, int rank)
    {
        string accuracy = trial.Best?.ValidationTop1 is { } top1
            ? $", validation accuracy {Quantity.Percent(top1)}{(trial.Best.ValidationBalanced is { } balanced ? $" (balanced {Quantity.Percent(balanced)})" : "")}" : "";
        return new ReportWiring(string.Create(CultureInfo.InvariantCulture, $"{rank}. {trial.Wiring}, seed {trial.WiringSeed}"),
            $"{Quantity.Count(trial.Parameters)} parameters, {Quantity.MultiplyAdds(trial.MultiplyAdds)} an image, longest path {trial.LongestPath}{accuracy}.",
            trial.Spec);
    }

    private static bool IsBalanced(StudyResults results) => results.Plan.Selection == SelectionCriterion.BalancedAccuracy;

    private static ReportCurve Curve(string name, IReadOnlyList<EpochResult> epochs) =>
        new(name, [.. epochs.Select(epoch => new ReportCurvePoint(epoch.Epoch, epoch.TrainLoss, epoch.TrainTop1, epoch.ValidationLoss, epoch.ValidationTop1))]);

    private static ReportEvaluation Evaluation(StudyResults results, DatasetOptions data)
    {
        Evaluation test = results.Delivered;
        return new ReportEvaluation
        {
            Subject = results.Final.Runs.Count > 1
                ? string.Create(CultureInfo.InvariantCulture, $"the delivered model, run {results.Final.Delivered + 1} of {results.Final.Runs.Count}")
                : "",
            Confusion = test.Confusion,
            Loss = test.Loss,
            CalibrationError = test.ExpectedCalibrationError,
            Calibration = [.. test.Reliability.Where(bin => bin.Count > 0).Select(bin => new ReportCalibrationBin(bin.Confidence, bin.Accuracy, bin.Count))],
            Mistakes = Mistakes(results, data, [.. test.Mistakes.Take(PicturedMistakes)]),
        };
    }

    // An image of a file of its own is read again; one inside a container (a source with '#') needs the data set.
    private static List<ReportMistake> Mistakes(StudyResults results, DatasetOptions data, Prediction[] mistakes)
    {
        using Dataset? dataset = mistakes.Any(mistake => mistake.Source.Contains('#', StringComparison.Ordinal)) ? Dataset.Open(results.Data.Path, data) : null;
        string root = File.Exists(results.Data.Path) ? Path.GetDirectoryName(Path.GetFullPath(results.Data.Path))! : results.Data.Path;
        List<ReportMistake> pictured = [];
        foreach (Prediction mistake in mistakes)
        {
            byte[] png = [];
            try
            {
                DecodedImage image = dataset is not null ? dataset.Test.Read(mistake.Index) : ImageFile.Read(Path.Combine(root, mistake.Source), data.Reading);
                png = PngThumbnail.Encode(image.Pixels.Span, image.Width, image.Height, image.Channels);
            }
            catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                // The run is finished; an image that has since gone is shown by its name alone.
                png = [];
            }

            pictured.Add(new ReportMistake
            {
                Png = png,
                Source = mistake.Source,
                Truth = results.Data.Classes[mistake.Label].Name,
                Predicted = results.Data.Classes[mistake.Predicted].Name,
                Confidence = mistake.Confidence,
            });
        }

        return pictured;
    }

    // As the delivered model records it. The pictures are shown again, not looked at for duplicates again.
    private static DatasetOptions DataOf(string folder)
    {
        DatasetOptions data = TrainedModel.Load(Path.Combine(folder, "best", "model.safetensors")).Data;
        return data.NearDuplicates == NearDuplicateRule.Together ? data : data with { NearDuplicates = NearDuplicateRule.Ignore };
    }

    private static List<string> Notes(StudyResults results)
    {
        List<string> notes = [];
        foreach (Comparison comparison in results.Comparisons)
        {
            notes.Add($"{comparison.First} against {comparison.Second} ({comparison.Basis}): {Quantity.Percent(comparison.Difference)}, 95 % interval "
                + $"{Quantity.Percent(comparison.Interval.Low)} to {Quantity.Percent(comparison.Interval.High)}; {comparison.Verdict}.");
        }

        foreach (RankCorrelation correlation in results.RankCorrelations.Where(one => one.Spearman is not null))
            notes.Add($"Rung {correlation.FromRung + 1} foretold rung {correlation.ToRung + 1} with a rank correlation of {Quantity.Number(correlation.Spearman!.Value, 2)} ({correlation.Trials} trials).");
        if (results.Plan.ExcludedWirings.Count > 0)
            notes.Add($"Left out, because the preset's number of nodes does not allow them: {string.Join(", ", results.Plan.ExcludedWirings)}.");
        return notes;
    }

    private static double? Mean(IEnumerable<double?> values)
    {
        double[] known = [.. values.Where(value => value is not null).Select(value => value!.Value)];
        return known.Length == 0 ? null : known.Average();
    }
}
