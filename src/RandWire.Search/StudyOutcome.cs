using System.Globalization;
using System.Text.Json;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>The end of a study: the one look at the test images, the results, the files that it leaves.</summary>
internal sealed class StudyOutcome(Ledger ledger, StudyHeader header, string folder)
{
    /// <summary>Whether the test images were looked at, after which nothing is trained any more.</summary>
    public bool IsComplete => ledger.Find(EntryKinds.Tested) is not null;

    /// <summary>Looks at the test images. The look is counted before it is taken, so that a kill in the middle shows.</summary>
    public void Test(Coordinator coordinator, StudyContext context, CancellationToken cancellation)
    {
        TrialRecord[] runs = [.. coordinator.Finals()], finished = [.. runs.Where(run => run.State == TrialState.Finished)];
        if (finished.Length == 0) throw new StudyException($"All {runs.Length} final trainings failed, so there is no model. The first message: {runs[0].Outcome!.Message}");
        FinalModels models = new(ledger, context);
        string[] paths = [.. finished.Select(run => models.PathOf(run, cancellation))];
        double perRun = (double)context.Data.Test.Count * coordinator.Rows[coordinator.Final.Trial].MultiplyAdds;
        ledger.Add([(EntryKinds.TestTouch, null, ""), (EntryKinds.Charge, null, (finished.Length * perRun).ToString("R", CultureInfo.InvariantCulture))]);
        Settle([.. finished.Select((run, i) => Tested(run, paths[i], context))]);
    }

    /// <summary>Writes down what the look showed, whatever it was: it is not taken again.</summary>
    /// <exception cref="StudyException">No model answers every test image.</exception>
    public void Settle(IReadOnlyList<TestedRun> tested)
    {
        ledger.Settle(EntryKinds.Tested, JsonSerializer.Serialize(new TestedRuns(tested), LedgerJson.Default.TestedRuns));
        RequireModel();
    }

    private void RequireModel()
    {
        if (StudyGlance.TestFailure(ledger) is { } message) throw new StudyException($"No final training left a model that answers every test image. The first message: {message}");
    }

    /// <summary>Writes everything that is not there or not what the ledger says.</summary>
    /// <returns>What had to be mended, and at last the end.</returns>
    public IEnumerable<StudyEvent> Deliver(Coordinator coordinator, StudyContext context, CancellationToken cancellation)
    {
        RequireModel();
        coordinator.Tested();
        using StudyView study = new(ledger, header, folder);
        StudyResults results = study.Results()!;
        TrialRecord delivered = coordinator.Finals().First(run => run.Plan.Rung == results.Final.Delivered);
        bool again = ledger.Find(EntryKinds.Delivered) is not null;
        ResultsWriter writer = new(ledger, context);
        foreach (string mended in writer.Write(study, results, delivered, cancellation))
            if (again) yield return new StudyNoted(coordinator.Progress("done"), mended);
        // As the results have it: whoever asks again does no more work on the study.
        yield return new StudyEnded(coordinator.Progress("done") with { ElapsedSeconds = results.ElapsedSeconds, SecondsLeft = 0 }, results);
    }

    private static TestedRun Tested(TrialRecord run, string path, StudyContext context)
    {
        TrainedModel model = TrainedModel.Load(path);
        try
        {
            return new TestedRun(run.Plan.Rung, model.Evaluate(context.Data.Test, null, context.Options.Threads, CancellationToken.None), null);
        }
        catch (NonFiniteOutputException error)
        {
            return new TestedRun(run.Plan.Rung, null, error.Message);
        }
    }
}
