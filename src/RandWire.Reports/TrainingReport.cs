using System.Globalization;
using RandWire.Graphs;
using RandWire.Search;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Reports;

/// <summary>The report of one training: curve, test, facts, and the command that does it again.</summary>
public static class TrainingReport
{
    private const int PicturedMistakes = 24;

    /// <summary>Writes the report.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="command">The command.</param>
    /// <param name="run">The training, with all its epochs.</param>
    /// <param name="data">Its data, open.</param>
    /// <param name="test">What the test images showed; null where there are none.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="machine">What is known of the machine.</param>
    /// <exception cref="IOException">The file cannot be written; what stood there before is whole.</exception>
    public static void Write(string path, string command, TrainingRun run, Dataset data, Evaluation? test, string version, IReadOnlyList<ReportFact> machine)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(data);
        TrainingSetup setup = run.Setup;
        string seed = setup.Seed.ToString(CultureInfo.InvariantCulture);
        double seconds = run.History.Sum(epoch => epoch.Seconds);
        RunReport report = new()
        {
            Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data.Report.Path))),
            Command = command,
            Seed = seed,
            Version = version,
            Verdict = Verdict(test, data),
            Account = [.. Account(setup, run, test)],
            Subject = "the network",
            FullTrainings = 1,
            Headline = test is null ? null : new ReportHeadline { Wiring = setup.Network.Title, TestAccuracies = [test.Top1], BalancedAccuracies = [test.BalancedAccuracy], TestImages = test.Count, TopFive = test.Top5 },
            Data = new ReportData
            {
                Source = data.Report.Path,
                Classes = [.. data.Report.Classes.Select(one => new ReportClass(one.Name, one.Train, one.Validation, one.Test))],
                Facts = [new("layout", data.Report.Layout)],
                Problems = [.. data.Report.Notes.Select(note => new ReportProblem("note", data.Report.Path, note))],
            },
            Plan = new ReportPlan
            {
                Preset = setup.Network.Title,
                BudgetMultiplyAdds = 0,
                Facts = [new("input", setup.Format.Text), new("recipe", setup.Recipe.Text), new("epochs", Quantity.Count(run.History.Count)), new("network's text", setup.Network.Text)],
                Spent = [new("training", run.MultiplyAdds, seconds)],
                ElapsedSeconds = seconds,
            },
            Wirings = [new ReportWiring(setup.Network.Title, "", setup.Network)],
            FinalCurves = [new ReportCurve($"seed {seed}", [.. run.History.Select(epoch => new ReportCurvePoint(epoch.Epoch, epoch.TrainLoss, epoch.TrainTop1, epoch.ValidationLoss, epoch.ValidationTop1))])],
            Evaluation = test is null ? null : new ReportEvaluation
            {
                Confusion = test.Confusion,
                Loss = test.Loss,
                CalibrationError = test.ExpectedCalibrationError,
                Calibration = [.. test.Reliability.Where(bin => bin.Count > 0).Select(bin => new ReportCalibrationBin(bin.Confidence, bin.Accuracy, bin.Count))],
                Mistakes = [.. test.Mistakes.Take(PicturedMistakes).Select(mistake => Mistake(mistake, data))],
            },
            Winner = setup.Network,
            TestTouches = test is null ? 0 : 1,
            Machine = [.. machine, new ReportFact("at work", $"{Wording.Count(run.Threads, "thread")}, {run.Simd}")],
        };
        using StringWriter html = new(CultureInfo.InvariantCulture);
        HtmlReport.Write(report, html);
        AtomicFile.WriteText(path, html.ToString());
    }

    private static string Verdict(Evaluation? test, Dataset data)
    {
        if (test is null) return "Trained, and not tested: the data has no test images.";
        bool balanced = test.IsImbalanced;
        Interval interval = balanced ? new Interval(test.BalancedInterval.Low, test.BalancedInterval.High) : Statistics.Wilson(test.Top1, test.Count);
        double share = balanced ? test.BalancedAccuracy : test.Top1, chance = balanced ? 1.0 / test.PresentClasses : test.MajorityBaseline;
        string beside = balanced ? $"guessing has {Quantity.Percent(chance)}" : $"always saying “{data.Classes[test.MajorityClass]}” has {Quantity.Percent(chance)}";
        string found = $"a {(balanced ? "balanced test accuracy" : "test accuracy")} of {Quantity.Percent(share)} (95 % interval {Quantity.Percent(interval.Low)} to {Quantity.Percent(interval.High)})";
        return interval.Low <= chance ? $"Nothing was learnt that shows: {found}, and {beside}." : $"Trained to {found}; {beside}.";
    }

    private static IEnumerable<string> Account(TrainingSetup setup, TrainingRun run, Evaluation? test)
    {
        string judged = setup.Validation is { Count: > 0 } validation ? $"; after epochs it was judged by {Wording.Count(validation.Count, "image")}" : "; no image was kept back to judge it by";
        yield return $"One network was trained once, on {Wording.Count(setup.Train.Count, "image")}{judged}. Nothing was compared, and how far trainings differ by their seed is not known.";
        if (run.History.Count < setup.Recipe.Epochs) yield return $"It has {Quantity.Count(run.History.Count)} of the {Wording.Count(setup.Recipe.Epochs, "epoch")} of its recipe.";
        yield return test is null ? "There was no test image to look at." : "This training looked at the test images once; whoever trains again after seeing a test accuracy chooses by it.";
    }

    private static ReportMistake Mistake(Prediction mistake, Dataset data)
    {
        DecodedImage image = data.Test.Read(mistake.Index);
        return new ReportMistake
        {
            Png = PngThumbnail.Encode(image.Pixels.Span, image.Width, image.Height, image.Channels),
            Source = mistake.Source,
            Truth = data.Classes[mistake.Label],
            Predicted = data.Classes[mistake.Predicted],
            Confidence = mistake.Confidence,
        };
    }
}
