using System.Globalization;
using System.Text;
using RandWire.Graphs;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>A study as tables that pandas and R read as they are: commas, one heading line, empty cells for what there is not, numbers with a point.</summary>
internal static class StudyTables
{
    // Columns of the generators' parameters, in the order of the table.
    private static readonly string[] Parameters = ["n", "k", "p", "m"];

    /// <summary><c>results.csv</c>: one row a training, in the order in which they were decided. Rungs and runs are counted from 1. Behind all other columns
    /// stand the scores of the row's network, untrained, one column a score that the study took.</summary>
    public static string Trainings(StudyView study, StudyResults? results)
    {
        StringBuilder table = new();
        table.Append("kind,trial,wiring,wiring_seed,rung_or_run,status,epochs,validation_top1,validation_loss,test_top1,")
            .Append("parameters,multiply_adds_per_image,clustering,average_path,longest_path,charged_multiply_adds,seconds,validation_balanced,test_balanced,test_majority_baseline,")
            .Append("number,state,generator,n,k,p,m,training_seed,attempts,epochs_done,planned_multiply_adds,weights_sha256");
        // Names are known when the trials are: each a column of its own, behind all others.
        string[] scores = [.. study.Rows.SelectMany(row => row.Scores?.Keys ?? []).Distinct().Order(StringComparer.Ordinal)];
        foreach (string name in scores) table.Append(CultureInfo.InvariantCulture, $",score_{name}");
        table.Append('\n');
        foreach (TrialRecord trial in study.Trials)
        {
            TrialPlan plan = trial.Plan;
            TrialOutcome? outcome = trial.Outcome;
            Candidate candidate = study.Candidates[plan.Candidate];
            bool finished = outcome?.Status == TrialStatus.Finished;
            FinalRun? run = plan.Kind == TrialKind.Final ? results?.Final.Runs.FirstOrDefault(one => one.Number == plan.Rung) : null;
            Evaluation? test = run?.Test;
            table.Append(CultureInfo.InvariantCulture, $"{Kind(plan.Kind)},{candidate.Id},{Quoted(candidate.Wiring)},{candidate.WiringSeed},{plan.Rung + 1},{run?.Status ?? outcome?.Status},{plan.Epochs},")
                .Append(CultureInfo.InvariantCulture, $"{(finished ? outcome!.ValidationTop1 : null)},{Real(finished ? outcome!.ValidationLoss : null)},{test?.Top1},{candidate.Parameters},{candidate.MultiplyAdds},")
                .Append(CultureInfo.InvariantCulture, $"{candidate.Clustering},{candidate.AveragePath},{candidate.LongestPath},{outcome?.ChargedMultiplyAdds},{outcome?.Seconds:0.###},")
                .Append(CultureInfo.InvariantCulture, $"{(finished ? outcome!.ValidationBalanced : null)},{test?.BalancedAccuracy},{test?.MajorityBaseline},{plan.Number},{trial.State},{Quoted(candidate.Family)},")
                .AppendJoin(',', ParametersOf(candidate.Wiring))
                .Append(CultureInfo.InvariantCulture, $",{plan.Seed},{trial.Attempt},{outcome?.Curve.Count ?? trial.EpochsReported},{plan.PlannedMultiplyAdds},{outcome?.WeightsSha256}");
            foreach (string name in scores) table.Append(',').Append(Real(study.Rows[candidate.Id].Scores?.TryGetValue(name, out double score) == true ? score : null));
            table.Append('\n');
        }
        return table.ToString();
    }

    /// <summary><c>epochs.csv</c>: one row an epoch of every training.</summary>
    public static string Epochs(StudyView study)
    {
        StringBuilder table = new("number,trial,kind,rung_or_run,epoch,train_loss,train_top1,validation_top1,validation_balanced,validation_loss,learning_rate,seconds,loader_wait_share,multiply_adds\n");
        ILookup<int, EpochReport> reports = study.Reports.ToLookup(report => report.Trial);
        foreach (TrialRecord trial in study.Trials)
        {
            TrialPlan plan = trial.Plan;
            IEnumerable<EpochResult> curve = trial.Outcome is { Curve.Count: > 0 } outcome ? outcome.Curve
                : reports[plan.Number].Select(report => report.Epoch).DistinctBy(epoch => epoch.Epoch).OrderBy(epoch => epoch.Epoch);
            foreach (EpochResult e in curve)
            {
                table.Append(CultureInfo.InvariantCulture, $"{plan.Number},{plan.Candidate},{Kind(plan.Kind)},{plan.Rung + 1},{e.Epoch},{Real(e.TrainLoss)},{Real(e.TrainTop1)},")
                    .Append(CultureInfo.InvariantCulture, $"{Real(e.ValidationTop1)},{Real(e.ValidationBalanced)},{Real(e.ValidationLoss)},{Real(e.LearningRate)},{e.Seconds:0.###},{Real(e.LoaderWaitShare)},{e.MultiplyAdds}\n");
            }
        }
        return table.ToString();
    }

    // By the grammar of wirings: ws(4,0.75) and ws(k=4,p=0.75) are the same row. A label that is no wiring has no parameters.
    private static string[] ParametersOf(string wiring)
    {
        try
        {
            Term? term = Term.Read(GraphModel.Parse(wiring).Text);
            return [.. Parameters.Select(name => term?.Items.FirstOrDefault(item => item.Key == name).Value ?? "")];
        }
        catch (SpecException)
        {
            return [.. Parameters.Select(_ => "")];
        }
    }

    private static string Kind(TrialKind kind) => kind switch
    {
        TrialKind.Final => "final",
        TrialKind.Score => "score",
        _ => "trial",
    };

    // Both readers take an empty cell for a missing number; words for infinities differ.
    private static string Real(double? value) => value is { } number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
