using RandWire.Reports.Charts;
using RandWire.Reports.Markup;
using RandWire.Search;
using RandWire.Training;

namespace RandWire.Reports.Sections;

/// <summary>How the winner did on the test set: by class, confusions, calibration.</summary>
internal static class TestSection
{
    private const int MostListedClasses = 40;
    private const int MostConfusions = 15;

    public static void Write(MarkupWriter html, RunReport report)
    {
        if (report.Evaluation is not ReportEvaluation evaluation) return;
        html.Heading("test", "Test set");
        string[] classes = [.. report.Data.Classes.Select(c => c.Name)];
        List<ReportFact> facts = [];
        if (evaluation.Subject.Length > 0) facts.Add(new("Evaluated", evaluation.Subject));
        int count = evaluation.Confusion.Sum(row => row.Sum()), correct = evaluation.Confusion.Select((row, i) => row[i]).Sum();
        string accuracy = Figures.Percent(count == 0 ? double.NaN : (double)correct / count);
        ReportBalance? balance = ReportBalance.Of(evaluation);
        if (balance is { IsUneven: true }) facts.Add(Balanced(balance));
        string baseline = balance is null ? "" : $"; always saying {SummarySection.ClassName(report, balance.Majority)}: {Figures.Percent(balance.Baseline)}";
        facts.Add(new("Accuracy", $"{accuracy}, {Figures.Count(correct)} of {Figures.Count(count)} images right{baseline}"));
        // Of even classes it is the same number.
        if (balance is { IsUneven: false, Ratio: > 1 }) facts.Add(Balanced(balance));
        if (balance is not null && balance.Classes < classes.Length)
            facts.Add(new("Classes without a test image", Figures.Count(classes.Length - balance.Classes) + "; they count nowhere"));
        if (evaluation.Loss is double loss) { facts.Add(new("Loss", $"{Figures.Decimal(loss, "0.000")} (mean cross-entropy)")); }
        if (evaluation.CalibrationError is double error)
            facts.Add(new("Calibration error", $"{Figures.Percent(error)} (mean gap between confidence and accuracy)"));
        if (report.TestTouches > 0) facts.Add(new("Looked at", Wording.Times(report.TestTouches)));
        html.Facts(facts);
        html.Element("h3", "Confusion matrix").Line();
        if (classes.Length <= ConfusionMap.MaximumClasses)
        {
            html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Confusion matrix"));
            new ConfusionMap(classes, evaluation.Confusion).Draw(html);
            html.Close();
            html.Paragraph("Blue: right; orange: wrong; stronger for a larger share of the row. Point at a cell for its counts."
                + (classes.Length > 40 ? " Rows and columns are numbered in the order of the classes, from 0." : ""), "muted small");
        }
        html.Open("div", ("class", "columns"));
        ByClass(html, classes, evaluation.Confusion);
        html.Open("div");
        Confusions(html, classes, evaluation.Confusion);
        Calibration(html, evaluation);
        html.Close().Close().Line();
    }

    private static (double Low, double High) Interval(double share, int images)
    {
        AccuracyInterval interval = AccuracyInterval.Wilson(share, images);
        return (interval.Low, interval.High);
    }

    private static ReportFact Balanced(ReportBalance balance) => new("Balanced accuracy",
        $"{Figures.Percent(balance.Accuracy)}, between {Figures.Range(balance.Interval.Low, balance.Interval.High, " and ")} %\u00A0(95\u00A0%); mean over "
        + $"{Figures.Count(balance.Classes)} classes, which differ by {Figures.Decimal(balance.Ratio, "0.#")} to 1");

    private static void ByClass(MarkupWriter html, string[] classes, IReadOnlyList<IReadOnlyList<int>> confusion)
    {
        html.Open("div").Element("h3", "Accuracy by class");
        (string Name, int Count, double Share)[] rows = [.. classes
            .Select((name, i) => (name, confusion[i].Sum(), confusion[i].Sum() == 0 ? double.NaN
                : (double)confusion[i][i] / confusion[i].Sum()))
            .OrderBy(row => double.IsNaN(row.Item3) ? 2 : row.Item3)];
        if (rows.Length > MostListedClasses)
            html.Paragraph($"The worst {Figures.Count(MostListedClasses)} of {Figures.Count(rows.Length)} classes.", "muted small");
        html.OpenTable("Accuracy by class, worst first", "class", "#images", "#accuracy", "#95 % interval");
        foreach ((string name, int count, double share) in rows.Take(MostListedClasses))
        {
            (double low, double high) = Interval(share, count);
            html.Open("tr").Open("td", ("class", "w")).Open("bdi", ("class", "clip"), ("title", name)).Text(name).Close()
                .Meter(double.IsNaN(share) ? 0 : share).Close();
            html.Number(Figures.Count(count)).Number(Figures.Percent(share)).Number(count == 0 ? "–" : Figures.Range(low, high, " to "))
                .Close().Line();
        }
        html.CloseTable();
        html.Close();
    }

    private static void Confusions(MarkupWriter html, string[] classes, IReadOnlyList<IReadOnlyList<int>> confusion)
    {
        (int Truth, int Predicted, int Count)[] worst = [.. Enumerable.Range(0, classes.Length)
            .SelectMany(t => Enumerable.Range(0, classes.Length).Where(p => p != t && confusion[t][p] > 0)
                .Select(p => (t, p, confusion[t][p])))
            .OrderByDescending(c => c.Item3).Take(MostConfusions)];
        html.Element("h3", "Most frequent confusions");
        if (worst.Length == 0)
        {
            html.Paragraph("None.", "muted");
            return;
        }
        html.OpenTable("Most frequent confusions", "true", "taken for", "#images", "#share of the class");
        foreach ((int truth, int predicted, int count) in worst)
        {
            html.Open("tr").Cell(classes[truth], "w").Cell(classes[predicted], "w").Number(Figures.Count(count))
                .Number(Figures.Percent((double)count / confusion[truth].Sum())).Close().Line();
        }
        html.CloseTable();
    }

    private static void Calibration(MarkupWriter html, ReportEvaluation evaluation)
    {
        ReportCalibrationBin[] bins = [.. evaluation.Calibration.Where(bin => bin.Count > 0)];
        if (bins.Length == 0) return;
        html.Element("h3", "Calibration").Open("figure");
        ChartAxis confidence = new("confidence, %", 0, 100, [0, 20, 40, 60, 80, 100], v => Figures.Decimal(v, "0"));
        ChartMark[] marks = [.. bins.Select(bin => new ChartMark(bin.Confidence * 100, bin.Accuracy * 100,
            $"confidence {Figures.Percent(bin.Confidence)}: {Figures.Percent(bin.Accuracy)} right, {Figures.Count(bin.Count)} images")
            {
                Interval = Scaled(Interval(bin.Accuracy, bin.Count)),
            })];
        new Chart("Accuracy by confidence", confidence, confidence with { Title = "accuracy, %" },
            [new ChartSeries("measured, with 95 % interval", 0, marks) { Line = false }])
        { Diagonal = true }.Draw(html);
        html.Element("figcaption", "On the dashed line the network's confidence can be taken at its word; "
            + "below it the network is too sure of itself, above it not sure enough.").Close();
    }

    private static (double Low, double High) Scaled((double Low, double High) interval) => (interval.Low * 100, interval.High * 100);
}
