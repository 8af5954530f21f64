using RandWire.Graphs;
using System.Globalization;
using System.Text;
using RandWire.Networks;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>Writes what a finished study leaves: <c>best/</c>, <c>results.csv</c>, <c>results.json</c>, and the manifest last.</summary>
internal static class ResultsWriter
{
    public static void Write(string folder, StudyResults results)
    {
        string best = StudyFiles.Best(folder);
        TrainedModel model = TrainedModel.Load(StudyFiles.FinalModel(folder, results.Final.Delivered));
        AtomicFile.Write(Path.Combine(best, "model.safetensors"), stream =>
        {
            using FileStream source = File.OpenRead(StudyFiles.FinalModel(folder, results.Final.Delivered));
            source.CopyTo(stream);
        });
        AtomicFile.WriteText(Path.Combine(best, "spec.json"), model.Spec.ToJson() + "\n");
        AtomicFile.WriteText(Path.Combine(best, "labels.txt"), string.Concat(model.Classes.Select(name => name.ReplaceLineEndings(" ") + "\n")));
        AtomicFile.WriteText(StudyFiles.Table(folder), Table(results));
        AtomicFile.WriteText(StudyFiles.Results(folder), results.ToJson() + "\n");
        RunManifest.Write(folder);
        StudyFiles.Delete(StudyFiles.Work(folder));
    }

    /// <summary>One row per training.</summary>
    public static string Table(StudyResults results)
    {
        StringBuilder table = new();
        table.Append("kind,trial,wiring,wiring_seed,rung_or_run,status,epochs,validation_top1,validation_loss,test_top1,")
            .Append("parameters,multiply_adds_per_image,clustering,average_path,longest_path,charged_multiply_adds,seconds,validation_balanced,test_balanced,test_majority_baseline\n");
        foreach (TrialResult trial in results.Trials)
        {
            foreach (RungResult r in trial.Rungs)
                Row(trial, "trial", r.Rung, r.Status, r.Epochs, r.ValidationTop1, r.ValidationLoss, null, r.MultiplyAdds, r.Seconds, r.ValidationBalanced);
        }
        TrialResult winner = results.Trials[results.Final.Trial];
        foreach (FinalRun run in results.Final.Runs)
            Row(winner, "final", run.Number, run.Status, run.Curve.Count, null, null, run.Test, run.MultiplyAdds, run.Seconds, null);
        return table.ToString();

        void Row(
            TrialResult trial, string kind, int number, TrialStatus status, int epochs,
            double? top1, double? loss, Evaluation? test, double charged, double seconds, double? balanced) =>
            table.Append(CultureInfo.InvariantCulture, $"{kind},{trial.Id},\"{Quoted(trial.Wiring)}\",{trial.WiringSeed},")
                .Append(CultureInfo.InvariantCulture, $"{number},{status},{epochs},{top1},{loss},{test?.Top1},{trial.Parameters},{trial.MultiplyAdds},")
                .Append(CultureInfo.InvariantCulture, $"{trial.Clustering},{trial.AveragePath},{trial.LongestPath},{charged},{seconds:0.###},")
                .Append(CultureInfo.InvariantCulture, $"{balanced},{test?.BalancedAccuracy},{test?.MajorityBaseline}\n");

        static string Quoted(string text) => text.Replace("\"", "\"\"", StringComparison.Ordinal);
    }
}
