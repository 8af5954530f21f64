using System.Text.Json;
using RandWire.Reports;
using RandWire.Training;
using Spectre.Console;

namespace RandWire.Cli;

/// <summary>An evaluation as text and as JSON, the same wherever one is shown.</summary>
internal static class EvaluationView
{
    private const int MostConfusionColumns = 20;
    private const int MostNamed = 8;

    public static void Describe(Screen screen, string split, Evaluation evaluation, IReadOnlyList<string> classes)
    {
        if (screen.Json)
            return;
        if (evaluation.IsImbalanced)
        {
            screen.Result($"{split}: {Quantity.Count(evaluation.Count)} images, balanced accuracy {Quantity.Percent(evaluation.BalancedAccuracy)}, "
                + $"between {Range(evaluation.BalancedInterval)} (95 %): the mean over classes, which differ by {Quantity.Number(evaluation.Imbalance, 1)} to 1");
            screen.Result($"accuracy {Accuracy(evaluation)}; {Baseline(evaluation, classes)}");
            ClassAccuracy smallest = evaluation.PerClass[evaluation.SmallestClass];
            screen.Result($"smallest class {classes[smallest.Label]}: {Quantity.Count(smallest.Correct)} of {Quantity.Count(smallest.Count)} images right, "
                + $"{Quantity.Percent(smallest.Accuracy)}, between {Range(smallest.Interval)} (95 %)");
        }
        else
            screen.Result($"{split}: {Quantity.Count(evaluation.Count)} images, accuracy {Accuracy(evaluation)}; {Baseline(evaluation, classes)}");

        if (Absent(evaluation, classes) is { } absent)
            screen.Result(absent);
        if (evaluation.Top5 is { } top5)
            screen.Result($"among the five likeliest {Quantity.Percent(top5)}");
        screen.Result($"loss {Quantity.Number(evaluation.Loss, 4)}, expected calibration error {Quantity.Percent(evaluation.ExpectedCalibrationError)}");
        Table table = Tables.Plain("class", "images", "right", "accuracy", "precision");
        foreach (ClassAccuracy one in evaluation.PerClass)
        {
            table.AddRow(Tables.Cells(classes[one.Label], Quantity.Count(one.Count), Quantity.Count(one.Correct),
                one.Count == 0 ? "-" : Quantity.Percent((double)one.Correct / one.Count),
                one.Predicted == 0 ? "-" : Quantity.Percent((double)one.Correct / one.Predicted)));
        }

        screen.Table(table);
        Confusion(screen, evaluation, classes);
    }

    /// <summary>What an accuracy must beat, in words.</summary>
    public static string Baseline(Evaluation evaluation, IReadOnlyList<string> classes) =>
        $"always saying {classes[evaluation.MajorityClass]} would have {Quantity.Percent(evaluation.MajorityBaseline)}";

    public static void WriteMembers(Utf8JsonWriter writer, Evaluation evaluation, IReadOnlyList<string> classes)
    {
        writer.WriteNumber("images", evaluation.Count);
        writer.WriteReal("top1", evaluation.Top1);
        if (evaluation.Top5 is { } top5)
            writer.WriteReal("top5", top5);
        writer.WriteReal("standardError", evaluation.StandardError);
        writer.WriteReal("balancedAccuracy", evaluation.BalancedAccuracy);
        WriteInterval(writer, "balancedAccuracyInterval", evaluation.BalancedInterval);
        writer.WriteReal("majorityBaseline", evaluation.MajorityBaseline);
        writer.WriteString("majorityClass", classes[evaluation.MajorityClass]);
        writer.WriteReal("imbalance", evaluation.Imbalance);
        writer.WriteBoolean("imbalanced", evaluation.IsImbalanced);
        ClassAccuracy smallest = evaluation.PerClass[evaluation.SmallestClass];
        writer.WriteStartObject("smallestClass");
        writer.WriteString("name", classes[smallest.Label]);
        writer.WriteNumber("images", smallest.Count);
        writer.WriteReal("accuracy", smallest.Accuracy);
        WriteInterval(writer, "interval", smallest.Interval);
        writer.WriteEndObject();
        writer.WriteStartArray("classesWithoutImages");
        foreach (ClassAccuracy one in evaluation.PerClass.Where(one => one.Count == 0))
            writer.WriteStringValue(classes[one.Label]);
        writer.WriteEndArray();
        writer.WriteReal("loss", evaluation.Loss);
        writer.WriteReal("expectedCalibrationError", evaluation.ExpectedCalibrationError);
        writer.WriteStartArray("classes");
        foreach (ClassAccuracy one in evaluation.PerClass)
        {
            writer.WriteStartObject();
            writer.WriteString("name", classes[one.Label]);
            writer.WriteNumber("images", one.Count);
            writer.WriteNumber("correct", one.Correct);
            writer.WriteNumber("predicted", one.Predicted);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("confusion");
        foreach (IReadOnlyList<int> row in evaluation.Confusion)
        {
            writer.WriteStartArray();
            foreach (int count in row)
                writer.WriteNumberValue(count);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("mistakes");
        foreach (Prediction mistake in evaluation.Mistakes)
        {
            writer.WriteStartObject();
            writer.WriteString("source", mistake.Source);
            writer.WriteString("label", classes[mistake.Label]);
            writer.WriteString("predicted", classes[mistake.Predicted]);
            writer.WriteReal("confidence", mistake.Confidence);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // Not the standard error: at all right or all wrong that is 0, however few images there are.
    private static string Accuracy(Evaluation evaluation) =>
        $"{Quantity.Percent(evaluation.Top1)}, between {Range(AccuracyInterval.Wilson(evaluation.Top1, evaluation.Count))} (95 %, from the number of images alone)";

    private static string Range(AccuracyInterval interval) => $"{Quantity.Percent(interval.Low)} and {Quantity.Percent(interval.High)}";

    private static string? Absent(Evaluation evaluation, IReadOnlyList<string> classes)
    {
        string[] absent = [.. evaluation.PerClass.Where(one => one.Count == 0).Select(one => classes[one.Label])];
        return absent.Length == 0 ? null
            : $"no image of {string.Join(", ", absent.Take(MostNamed))}{(absent.Length > MostNamed ? $" and {absent.Length - MostNamed} more" : "")} in it; balanced accuracy is over the {evaluation.PresentClasses} other classes";
    }

    private static void WriteInterval(Utf8JsonWriter writer, string name, AccuracyInterval interval)
    {
        writer.WriteStartArray(name);
        writer.WriteRealValue(interval.Low);
        writer.WriteRealValue(interval.High);
        writer.WriteEndArray();
    }

    // Rows are true classes, columns the predicted ones, by number. Left out where the terminal is too narrow for it.
    private static void Confusion(Screen screen, Evaluation evaluation, IReadOnlyList<string> classes)
    {
        int widest = Math.Max($"{classes.Count - 1}".Length, Quantity.Count(evaluation.Confusion.SelectMany(row => row).Max()).Length);
        int names = classes.Max(name => name.Length) + 4;
        if (classes.Count > MostConfusionColumns || names + classes.Count * (widest + 2) > Screen.Width)
            return;
        screen.Result("Confusion (row: true class, column: predicted, by number)");
        Table table = new() { Border = TableBorder.None };
        table.AddColumn(new TableColumn(""));
        for (int predicted = 0; predicted < classes.Count; predicted++)
            table.AddColumn(new TableColumn(new Text($"{predicted}")) { Alignment = Justify.Right, NoWrap = true });
        for (int label = 0; label < classes.Count; label++)
            table.AddRow(Tables.Cells([$"{label} {classes[label]}", .. evaluation.Confusion[label].Select(count => count == 0 ? "." : Quantity.Count(count))]));
        screen.Table(table);
    }
}
