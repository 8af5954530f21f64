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
    private const int MostComparisons = 60;

    /// <summary>Writes the report of a study at any stage, and <c>best/wiring.svg</c> where there is a model.</summary>
    /// <param name="study">The study; a finished one's folder holds <c>best/model.safetensors</c>.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="machine">What is known of the machine, for the report's list.</param>
    /// <param name="path">The report's file; null: <c>report.html</c> in the study's folder.</param>
    /// <param name="cancellation">Ends it before a file is written.</param>
    /// <returns>The path of the report.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; no report was written.</exception>
    /// <exception cref="IOException">A file cannot be written; what stood there before is whole.</exception>
    public static string Write(StudyView study, string version, IReadOnlyList<ReportFact> machine, string? path = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(study);
        StudyAccount account = new(study);
        string model = Path.Combine(study.Folder, "best", "model.safetensors");
        DatasetOptions? data = File.Exists(model) ? DataOf(model) : null;
        cancellation.ThrowIfCancellationRequested();
        if (account.Results is { } results && data is not null) Draw(study, results.Trials[results.Final.Trial], mayFail: path is not null);
        path ??= Path.Combine(study.Folder, "report.html");
        using StringWriter html = new(CultureInfo.InvariantCulture);
        string atWork = account.Results?.Machine ?? study.Trials.LastOrDefault(trial => trial.Outcome is { Machine.Length: > 0 })?.Outcome!.Machine ?? "";
        HtmlReport.Write(Of(study, account, data) with { Version = version, Machine = [.. machine, .. atWork.Length > 0 ? (ReportFact[])[new("at work", atWork)] : []] }, html);
        cancellation.ThrowIfCancellationRequested();
        AtomicFile.WriteText(path, html.ToString());
        return path;
    }

    // A report that goes elsewhere may be of a folder that cannot be written; the drawing lies in the folder or nowhere.
    private static void Draw(StudyView study, TrialResult chosen, bool mayFail)
    {
        try
        {
            AtomicFile.WriteText(Path.Combine(study.Folder, "best", "wiring.svg"), WiringDrawing.Svg(chosen.Spec, new WiringDrawingOptions
            {
                Title = chosen.Wiring,
                Subtitle = string.Create(CultureInfo.InvariantCulture, $"seed {chosen.WiringSeed}"),
            }));
        }
        catch (Exception error) when (mayFail && error is (IOException or UnauthorizedAccessException))
        {
            return;
        }
    }

    private static RunReport Of(StudyView study, StudyAccount account, DatasetOptions? data)
    {
        StudyResults? results = account.Results;
        IReadOnlyList<int> order = results?.Leaderboard ?? study.Order;
        // What was never trained is no network to draw or to follow.
        TrialResult[] trained = [.. order.Select(id => study.Rows[id]).Where(row => row.Best is not null)];
        HashSet<int> open = [.. study.Trials.Where(trial => trial.Plan.Kind == TrialKind.Search && !trial.IsOver).Select(trial => trial.Plan.Candidate)];
        int? shortest = study.Rows.SelectMany(row => row.Rungs).Where(rung => rung.Status == TrialStatus.Finished).Min(rung => (int?)rung.Epochs);
        return new RunReport
        {
            Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(study.Data.Path))),
            Command = study.CommandLine,
            Seed = study.Seed.ToString(CultureInfo.InvariantCulture),
            Verdict = account.Verdict,
            Account = account.Sentences,
            Headline = results is null ? null : new ReportHeadline
            {
                Wiring = results.Trials[results.Final.Trial].Wiring,
                TestAccuracies = [.. results.Final.Runs.Where(run => run.Test is not null).Select(run => run.Test!.Top1)],
                BalancedAccuracies = [.. results.Final.Runs.Where(run => run.Test is not null).Select(run => run.Test!.BalancedAccuracy)],
                TestImages = study.Data.Test,
                TopFive = Mean(results.Final.Runs.Select(run => run.Test?.Top5)),
            },
            FullTrainings = account.Findings.FinalsFinished,
            Data = Data(study.Data),
            Plan = Plan(study, account),
            ScoreCorrelations = account.Findings.Scores,
            Trials = [.. order.Select((id, place) => Trial(study, account.Findings, study.Rows[id], place + 1, open, shortest))],
            Wirings = [.. trained.Take(WiringsDrawn).Select((row, place) => Wiring(row, place + 1))],
            FinalCurves = [.. study.Finals.Select(run => (run.Plan.Seed, Curve: study.Curve(run.Plan.Number))).Where(run => run.Curve.Count > 0).Select(run => Curve($"seed {run.Seed}", run.Curve))],
            TrialCurves = [.. order.Select(id => study.Rows[id]).Where(row => row.Rungs.Any(rung => rung.Curve.Count > 0)).Take(TrialCurves)
                .Select(row => Curve(row.Title, row.Rungs.Last(rung => rung.Curve.Count > 0).Curve))],
            Evaluation = results is null ? null : Evaluation(results, data),
            Winner = results?.Trials[results.Final.Trial].Spec,
            TestTouches = study.TestTouches,
            Notes = Notes(study, results),
        };
    }

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

    private static ReportPlan Plan(StudyView study, StudyAccount account)
    {
        StudyPlan plan = study.Plan;
        StudyResults? results = account.Results;
        LedgerTally tally = study.Tally();
        return new ReportPlan
        {
            Preset = plan.Preset,
            Reason = plan.Reason,
            Facts =
            [
                new("input", plan.InputFormat),
                new("recipe of the search", plan.Recipe),
                new("class weights", ClassBalance.Describe(Recipe.Parse(plan.Recipe), plan.Imbalance ?? 1)["Class weights: ".Length..]),
                new("networks chosen by", plan.Selection == SelectionCriterion.BalancedAccuracy
                    ? "balanced validation accuracy, since the classes of the validation images differ by more than 3 to 1" : "validation accuracy"),
                .. results is null ? [] : (ReportFact[])
                [
                    new("recipe in full", results.Final.Recipe),
                    new("trained in full", $"{Wording.Times(account.Findings.FinalsFinished)} of {Wording.Count(account.Findings.FinalsPlanned, "time")} planned; {results.Final.Reason}"),
                ],
            ],
            Rungs = [.. Rungs(study)],
            BudgetAsked = plan.Budget,
            BudgetMultiplyAdds = plan.BudgetMultiplyAdds,
            Spent = Spending(study, tally),
            ElapsedSeconds = tally.ElapsedSeconds,
            MultiplyAddsPerSecond = plan.MultiplyAddsPerSecond,
        };
    }

    // Every bracket counts its own rungs.
    private static IEnumerable<ReportRung> Rungs(StudyView study)
    {
        IReadOnlyList<IReadOnlyList<RungPlan>> brackets = study.Plan.Schedule is { Brackets.Count: > 0 } schedule ? schedule.Brackets : [study.Plan.Rungs];
        ILookup<(int Bracket, int Rung), TrialRecord> finished = study.Trials.Where(trial => trial.Plan.Kind == TrialKind.Search && trial.State == TrialState.Finished).ToLookup(trial => (trial.Plan.Bracket, trial.Plan.Rung));
        return brackets.SelectMany((bracket, i) => bracket.Select(rung => new ReportRung(rung.Rung + 1, rung.Trials, finished[(i, rung.Rung)].Count(), rung.Epochs, brackets.Count > 1 ? i + 1 : 0)));
    }

    private static List<ReportSpending> Spending(StudyView study, LedgerTally tally)
    {
        List<ReportSpending> spent = [];
        foreach (IGrouping<(TrialKind Kind, int Rung), TrialRecord> group in study.Trials.Where(trial => trial.IsOver)
            .GroupBy(trial => (trial.Plan.Kind, trial.Plan.Kind == TrialKind.Search ? trial.Plan.Rung : 0)).OrderBy(group => group.Key))
        {
            spent.Add(new(group.Key.Kind switch
            {
                TrialKind.Final => "in full",
                TrialKind.Score => "scores",
                _ => $"rung {group.Key.Rung + 1}",
            }, group.Sum(trial => trial.Outcome!.ChargedMultiplyAdds), group.Sum(trial => trial.Outcome!.Seconds)));
        }
        double rest = study.Used(tally) - spent.Sum(one => one.MultiplyAdds);
        if (rest > 0) spent.Add(new(study.IsFinished ? "measuring the rate, and the test" : "measuring the rate", rest, null));
        return spent;
    }

    private static ReportTrial Trial(StudyView study, StudyFindings findings, TrialResult trial, int place, HashSet<int> open, int? shortest)
    {
        RungResult? best = trial.Best, last = trial.Rungs.Count > 0 ? trial.Rungs[^1] : null;
        bool balanced = study.Plan.Selection == SelectionCriterion.BalancedAccuracy;
        return new ReportTrial
        {
            Rank = best is null ? 0 : place,
            Wiring = trial.Wiring,
            Seed = trial.WiringSeed.ToString(CultureInfo.InvariantCulture),
            Rung = best is null ? 0 : best.Rung + 1,
            Epochs = best?.Curve.Count ?? 0,
            ValidationAccuracy = best?.ValidationTop1,
            BalancedAccuracy = balanced ? best?.ValidationBalanced : null,
            ValidationImages = study.ValidationImages,
            Parameters = trial.Parameters,
            MultiplyAdds = trial.MultiplyAdds,
            Clustering = trial.Clustering,
            PathLength = trial.AveragePath,
            ShortAccuracy = shortest is int epochs ? trial.After(epochs)?.Score(study.Plan.Selection) : null,
            Scores = trial.Scores,
            Status = trial.Id == study.Chosen ? findings.Verdict == VerdictKind.Winner ? ReportTrialStatus.Winner : ReportTrialStatus.Chosen
                : open.Contains(trial.Id) || last is null ? ReportTrialStatus.Unfinished
                : last.Status switch
                {
                    TrialStatus.Pruned => ReportTrialStatus.Pruned,
                    TrialStatus.Diverged => ReportTrialStatus.Diverged,
                    TrialStatus.Refused => ReportTrialStatus.Refused,
                    TrialStatus.Skipped => ReportTrialStatus.Dropped,
                    TrialStatus.Failed => ReportTrialStatus.Failed,
                    _ => last.Epochs >= study.Plan.Rungs[^1].Epochs ? ReportTrialStatus.Finished : ReportTrialStatus.Stopped,
                },
            Note = last?.Message,
        };
    }

    private static ReportWiring Wiring(TrialResult trial, int rank)
    {
        string accuracy = trial.Best?.ValidationTop1 is { } top1
            ? $", validation accuracy {Quantity.Accuracy(top1, trial.Best.ValidationBalanced)}" : "";
        return new ReportWiring(string.Create(CultureInfo.InvariantCulture, $"{rank}. {trial.Titled(", seed ")}"),
            $"{Quantity.Count(trial.Parameters)} parameters, {Quantity.MultiplyAdds(trial.MultiplyAdds)} an image, longest path {trial.LongestPath}{accuracy}.",
            trial.Spec);
    }

    private static ReportCurve Curve(string name, IReadOnlyList<EpochResult> epochs) =>
        new(name, [.. epochs.Select(epoch => new ReportCurvePoint(epoch.Epoch, epoch.TrainLoss, epoch.TrainTop1, epoch.ValidationLoss, epoch.ValidationTop1))]);

    private static ReportEvaluation Evaluation(StudyResults results, DatasetOptions? data)
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
            Mistakes = Mistakes(results.Data, data, [.. test.Mistakes.Take(PicturedMistakes)]),
        };
    }

    // Data that has changed since is no reason to have no report.
    private static Dataset? Opened(string path, DatasetOptions options)
    {
        try
        {
            return Dataset.Open(path, options);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or DataException)
        {
            return null;
        }
    }

    private static bool Holds(DatasetSplit test, Prediction mistake) =>
        mistake.Index < test.Count && test.Source(mistake.Index) == mistake.Source && test.Label(mistake.Index) == mistake.Label;

    // An image of a file of its own is read again; one inside a container (a source with '#') needs the data set. Where the data has gone, names are shown.
    internal static List<ReportMistake> Mistakes(DataSummary summary, DatasetOptions? data, Prediction[] mistakes)
    {
        bool there = data is not null && Path.Exists(summary.Path);
        using Dataset? dataset = there && mistakes.Any(mistake => mistake.Source.Contains('#', StringComparison.Ordinal)) ? Opened(summary.Path, data!) : null;
        string root = File.Exists(summary.Path) ? Path.GetDirectoryName(Path.GetFullPath(summary.Path))! : summary.Path;
        List<ReportMistake> pictured = [];
        foreach (Prediction mistake in mistakes)
        {
            byte[] png = [];
            try
            {
                DecodedImage? image = dataset is not null ? (Holds(dataset.Test, mistake) ? dataset.Test.Read(mistake.Index) : null) : there ? ImageFile.Read(Path.Combine(root, mistake.Source), data!.Reading) : null;
                if (image is { } shown) png = PngThumbnail.Encode(shown.Pixels.Span, shown.Width, shown.Height, shown.Channels);
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
                Truth = summary.Classes[mistake.Label].Name,
                Predicted = summary.Classes[mistake.Predicted].Name,
                Confidence = mistake.Confidence,
            });
        }

        return pictured;
    }

    // As the delivered model records it. The pictures are shown again, not looked at for duplicates again.
    private static DatasetOptions DataOf(string model)
    {
        DatasetOptions data = TrainedModel.Load(model).Data;
        return data.NearDuplicates == NearDuplicateRule.Together ? data : data with { NearDuplicates = NearDuplicateRule.Ignore };
    }

    private static List<string> Notes(StudyView study, StudyResults? results)
    {
        List<string> notes = [];
        foreach (Comparison comparison in results?.Comparisons.Take(MostComparisons) ?? [])
        {
            notes.Add($"{comparison.First} against {comparison.Second} ({comparison.Basis}): {Quantity.Percent(comparison.Difference)}, 95 % interval "
                + $"{Quantity.Percent(comparison.Interval.Low)} to {Quantity.Percent(comparison.Interval.High)}; {Corrected(comparison.PValue, results!.Comparisons.Count)}{comparison.Verdict}{Paired(comparison.Paired)}.");
        }

        if (results?.Comparisons.Count > MostComparisons) notes.Add($"{Wording.Count(results.Comparisons.Count - MostComparisons, "more comparison is", "more comparisons are")} in results.json.");
        if (study.Plan.ExcludedWirings.Count > 0)
            notes.Add($"Left out, because the preset's number of nodes does not allow them: {string.Join(", ", study.Plan.ExcludedWirings)}.");
        return notes;
    }

    // An interval speaks of one comparison, the verdict of the list: where the two differ, this is why.
    private static string Corrected(double? p, int comparisons) => p is not double value ? ""
        : $"{Quantity.PValue(value)}{(comparisons > 1 ? $" corrected for {comparisons} comparisons (Holm)" : "")}: ";

    private static string Paired(PairedTest? test) => test is null ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; over the {test.Pairs} training seeds that both had {Quantity.Percent(test.Difference)} in pairs (t = {test.Statistic:0.00}, {Quantity.PValue(test.PValue)}, of this comparison alone)");

    private static double? Mean(IEnumerable<double?> values)
    {
        double[] known = [.. values.Where(value => value is not null).Select(value => value!.Value)];
        return known.Length == 0 ? null : known.Average();
    }
}
