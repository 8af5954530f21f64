using System.Diagnostics;
using System.Globalization;
using RandWire.Reports;
using RandWire.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RandWire.Cli;

/// <summary>The epochs of a training as a live table, and each as a plain line.</summary>
internal sealed class TrainingTable(int epochs)
{
    private const int RowsShown = 12;

    private readonly List<EpochResult> _done = [];
    private readonly Stopwatch _sinceEpoch = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private StepProgress? _step;

    public void Add(EpochResult epoch)
    {
        lock (_gate)
        {
            _done.Add(epoch);
            _step = null;
            _sinceEpoch.Restart();
        }
    }

    public void Add(StepProgress step)
    {
        lock (_gate)
            _step = step;
    }

    public static string Line(EpochResult epoch, int epochs)
    {
        string validation = epoch.ValidationTop1 is { } top1 ? $", validation {Quantity.Accuracy(top1, epoch.ValidationBalanced)}" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch}/{epochs}: loss {epoch.TrainLoss:0.0000}, train {Quantity.Percent(epoch.TrainTop1)}{validation}, {Quantity.Seconds(epoch.Seconds)}, waiting for images {100 * epoch.LoaderWaitShare:0} %");
    }

    public IRenderable Render()
    {
        EpochResult[] shown;
        StepProgress? step;
        lock (_gate)
            (shown, step) = ([.. _done], _step);
        // Where classes are even it would be the same column twice.
        bool balanced = shown.Any(epoch => Quantity.IsAnother(epoch.ValidationTop1 ?? 0, epoch.ValidationBalanced));
        Table table = Tables.Plain(["epoch", "loss", "train", "validation", .. balanced ? (string[])["balanced"] : [], "time", "loader", "rate"]);
        foreach (EpochResult epoch in shown.TakeLast(RowsShown))
        {
            table.AddRow(Tables.Cells([
                string.Create(CultureInfo.InvariantCulture, $"{epoch.Epoch}/{epochs}"),
                Quantity.Number(epoch.TrainLoss, 4), Quantity.Percent(epoch.TrainTop1),
                epoch.ValidationTop1 is { } top1 ? Quantity.Percent(top1) : "-",
                .. balanced ? (string[])[epoch.ValidationBalanced is { } mean ? Quantity.Percent(mean) : "-"] : [],
                Quantity.Seconds(epoch.Seconds), string.Create(CultureInfo.InvariantCulture, $"{100 * epoch.LoaderWaitShare:0} %"),
                Quantity.Number(epoch.LearningRate, 4)]));
        }

        int left = epochs - shown.Length;
        string note = left == 0 ? "All epochs done."
            : shown.Length == 0 ? $"{Quantity.Seconds(_sinceEpoch.Elapsed.TotalSeconds)} so far; Ctrl+C stops, the same command goes on"
            : $"About {Quantity.Seconds(Math.Max(0, left * shown.Average(epoch => epoch.Seconds) - _sinceEpoch.Elapsed.TotalSeconds))} left; Ctrl+C stops, the same command goes on";
        string steps = step is { } now && left > 0
            ? string.Create(CultureInfo.InvariantCulture, $"Epoch {now.Epoch}: step {now.Step} of {now.Steps}, loss {now.Loss:0.000}. ")
            : "";
        return new Rows(table, new Text(steps + note));
    }
}
