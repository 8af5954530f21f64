using System.Text.Json;
using RandWire.Training;
using Spectre.Console;

namespace RandWire.Cli;

/// <summary>An evaluation as text and as JSON, the same wherever one is shown.</summary>
internal static class EvaluationView
{
    private const int MostConfusionColumns = 20;

    public static void Describe(Screen screen, string split, Evaluation evaluation, IReadOnlyList<string> classes)
    {
        if (screen.Json)
            return;
        screen.Result($"{split}: {Quantity.Count(evaluation.Count)} images, accuracy {Quantity.Percent(evaluation.Top1)} "
            + $"+- {Quantity.Percent(1.96 * evaluation.StandardError)} (95 %, from the number of images alone)");
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

    public static void WriteMembers(Utf8JsonWriter writer, Evaluation evaluation, IReadOnlyList<string> classes)
    {
        writer.WriteNumber("images", evaluation.Count);
        writer.WriteNumber("top1", evaluation.Top1);
        if (evaluation.Top5 is { } top5)
            writer.WriteNumber("top5", top5);
        writer.WriteNumber("standardError", evaluation.StandardError);
        writer.WriteNumber("loss", evaluation.Loss);
        writer.WriteNumber("expectedCalibrationError", evaluation.ExpectedCalibrationError);
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
            writer.WriteNumber("confidence", mistake.Confidence);
            writer.WriteEndObject();
        }

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
