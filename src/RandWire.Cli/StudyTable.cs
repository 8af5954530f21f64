using System.Diagnostics;
using System.Globalization;
using RandWire.Reports;
using RandWire.Search;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RandWire.Cli;

/// <summary>A study under way as a live table: where it stands above, the best networks below.</summary>
internal sealed class StudyTable
{
    private const int NetworksShown = 10;
    private const int Roomy = 110;
    private const string Finished = "done";

    private readonly Dictionary<int, TrialResult> _trials = [];
    private readonly Stopwatch _sinceEvent = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private StudyProgress? _progress;
    private StudyPlan? _plan;
    private string _doing = "Reading the images";

    public void Reading(int done, int total)
    {
        lock (_gate)
            _doing = $"Reading the images: {Quantity.Count(done)} of {Quantity.Count(total)}";
    }

    public void Show(StudyEvent happened)
    {
        lock (_gate)
        {
            _progress = happened.Progress;
            _sinceEvent.Restart();
            switch (happened)
            {
                case DataOpened:
                    _doing = "Measuring the training rate";
                    break;
                case PlanStated stated:
                    _plan = stated.Plan;
                    _doing = "Starting the first training";
                    break;
                case EpochTrained { FinalRun: null } epoch:
                    _doing = string.Create(CultureInfo.InvariantCulture, $"Network {epoch.Trial}: epoch {epoch.Epoch.Epoch} of {epoch.Epochs}, loss {epoch.Epoch.TrainLoss:0.000}");
                    break;
                case EpochTrained { FinalRun: { } run } epoch:
                    _doing = string.Create(CultureInfo.InvariantCulture, $"In full, run {run + 1}: epoch {epoch.Epoch.Epoch} of {epoch.Epochs}, loss {epoch.Epoch.TrainLoss:0.000}, training accuracy {100 * epoch.Epoch.TrainTop1:0.0} %");
                    break;
                case TrialEnded ended:
                    _trials[ended.Trial.Id] = ended.Trial;
                    break;
            }
        }
    }

    public IRenderable Render()
    {
        lock (_gate)
        {
            if (_progress is not { } progress || _plan is null)
                return new Text(_doing);
            double elapsed = progress.ElapsedSeconds + _sinceEvent.Elapsed.TotalSeconds;
            bool done = progress.Phase == Finished;
            string left = done || progress.SecondsLeft is not { } seconds ? "" : $", about {Quantity.Seconds(Math.Max(0, seconds - _sinceEvent.Elapsed.TotalSeconds))} left";
            string rung = progress.Rung is { } number ? $"rung {number + 1} of {_plan.Rungs.Count}" : progress.Phase;
            string best = progress.BestTop1 is not { } top1 ? "none yet"
                : IsBalanced && progress.BestBalanced is { } balanced ? $"balanced {Quantity.Percent(balanced)} (accuracy {Quantity.Percent(top1)}) by {progress.BestWiring}"
                : $"{Quantity.Percent(top1)} by {progress.BestWiring}";
            List<IRenderable> rows =
            [
                new Text($"{rung}, training {Math.Min(progress.TrainingsDone + (done ? 0 : 1), progress.TrainingsPlanned)} of {progress.TrainingsPlanned}; best so far {best}"),
                new Text($"budget used {Quantity.MultiplyAdds(progress.UsedMultiplyAdds)} of {Quantity.MultiplyAdds(progress.BudgetMultiplyAdds)}, {Quantity.Seconds(elapsed)} gone{left}"),
            ];
            if (!done)
                rows.Add(new Text(_doing));
            if (_trials.Count > 0)
                rows.Add(Leaders());
            if (!done)
                rows.Add(new Text("Ctrl+C stops; the same command goes on."));
            return new Rows(rows);
        }
    }

    private bool IsBalanced => _plan?.Selection == SelectionCriterion.BalancedAccuracy;

    private Table Leaders()
    {
        bool roomy = Screen.Width >= Roomy;
        TrialResult[] shown = [.. _trials.Values.Where(one => one.Best is not null)
            .OrderByDescending(one => one.Best!.Epochs).ThenByDescending(one => one.Best!.Score(_plan!.Selection)).ThenBy(one => one.Id).Take(NetworksShown)];
        // Where classes are even it would be the same column twice.
        string[] balanced = shown.Any(one => Quantity.IsAnother(one.Best!.ValidationTop1 ?? 0, one.Best.ValidationBalanced)) ? ["balanced"] : [];
        Table table = roomy
            ? Tables.Plain(["setting", "seed", "rung", "epochs", "validation", .. balanced, "loss", "parameters", "MAC an image", "clustering", "path", "time"])
            : Tables.Plain(["setting", "seed", "rung", "epochs", "validation", .. balanced, "parameters"]);
        foreach (TrialResult trial in shown)
        {
            RungResult best = trial.Best!;
            List<string> cells = [trial.Wiring, trial.WiringSeed.ToString(CultureInfo.InvariantCulture), $"{best.Rung + 1}", $"{best.Epochs}", Quantity.Percent(best.ValidationTop1 ?? 0)];
            if (balanced.Length > 0)
                cells.Add(best.ValidationBalanced is { } mean ? Quantity.Percent(mean) : "-");
            if (roomy)
                cells.Add(Quantity.Number(best.ValidationLoss ?? double.NaN, 3));
            cells.Add(Quantity.Count(trial.Parameters));
            if (roomy)
            {
                cells.AddRange([Quantity.MultiplyAdds(trial.MultiplyAdds), Quantity.Number(trial.Clustering, 3),
                    trial.AveragePath is { } path ? Quantity.Number(path, 2) : "-", Quantity.Seconds(best.Seconds)]);
            }

            table.AddRow(Tables.Cells([.. cells]));
        }

        return table;
    }
}
