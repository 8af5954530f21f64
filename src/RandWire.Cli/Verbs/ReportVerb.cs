using System.CommandLine;
using System.Text.Json;
using RandWire.Graphs;
using RandWire.Reports;
using RandWire.Search;

namespace RandWire.Cli.Verbs;

/// <summary><c>report</c>: the report of a study at any stage, or of several side by side.</summary>
internal static class ReportVerb
{
    private const string UsualPage = "studies.html";

    private static readonly Argument<string[]> Folders = new("folder") { Description = "Folders of studies. One gets its report, several a page side by side.", Arity = ArgumentArity.OneOrMore };

    public static Verb Create()
    {
        Verb verb = new("report", "Writes the report of a study, finished or not, or of several side by side.")
        {
            Details = "Of one study, report.html in its folder; of several, studies.html here; --out names another file. Every row of the ledger is checked against its hash first. Nothing is trained, and the test images are not looked at.",
            Examples =
            [
                new("how far a study has come", "report randwire-runs/fashion --out so-far.html"),
                new("two side by side", "report randwire-runs/fashion randwire-runs/photos"),
            ],
            Work = Run,
        };
        verb.Arguments.Add(Folders);
        return verb;
    }

    private static ExitCode Run(Request request)
    {
        string[] folders = request.Value(Folders);
        if (request.Out is { } given && Directory.Exists(given))
            throw new SpecException($"--out {given}: is a folder. Name a file, such as {Path.Combine(given, "report.html")}.");
        List<StudyView> studies = [];
        try
        {
            foreach (string folder in folders)
            {
                request.Cancellation.ThrowIfCancellationRequested();
                studies.Add(StudyView.Open(folder));
            }
            request.Cancellation.ThrowIfCancellationRequested();
            string path = studies.Count == 1 ? StudyReport.Write(studies[0], Machine.Version, Machine.ReportFacts, request.Out, request.Cancellation) : request.Out ?? UsualPage;
            // The page that a finished study's manifest lists was just made anew.
            if (studies.Count == 1 && request.Out is null && File.Exists(Path.Combine(folders[0], RunManifest.FileName)))
                RunManifest.Write(folders[0]);
            if (studies.Count > 1)
                StudiesReport.Write(studies, path, Machine.Version);
            foreach (StudyView study in studies)
                Tell(request.Screen, study, studies.Count > 1);
            if (studies.Count > 1)
                request.Screen.Line(StudiesReport.Comparable(studies));
            request.Screen.Result($"Report: {path}");
            IReadOnlyList<StudyPair> pairs = StudyPair.Of(studies);
            foreach (string sentence in pairs.SelectMany(pair => pair.Sentences()))
                request.Screen.Line(sentence);
            request.Screen.Event("done", writer =>
            {
                writer.WriteString("report", path);
                if (studies.Count > 1)
                    Write(writer, pairs);
            });
        }
        finally
        {
            foreach (StudyView study in studies)
                study.Dispose();
        }
        return ExitCode.Done;
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<StudyPair> pairs)
    {
        writer.WriteStartArray("comparisons");
        foreach (StudyPair pair in pairs)
        {
            writer.WriteStartObject();
            writer.WriteString("first", pair.First);
            writer.WriteString("second", pair.Second);
            if (pair is { Difference: { } difference, Interval: { } interval })
            {
                writer.WriteReal("difference", difference);
                writer.WriteReal("low", interval.Low);
                writer.WriteReal("high", interval.High);
                writer.WriteNumber("sharedSeeds", pair.SharedSeeds);
                if (pair.PValue is { } p)
                    writer.WriteReal("pValue", p);
            }
            if (pair is { Models: { } models, ModelsPValue: { } exact })
            {
                writer.WriteNumber("images", pair.Images);
                writer.WriteNumber("onlyFirstRight", models.OnlyFirst);
                writer.WriteNumber("onlySecondRight", models.OnlySecond);
                writer.WriteReal("modelsPValue", exact);
            }
            if (pair.Improvement is { } better)
            {
                writer.WriteReal("improvement", better.Value);
                writer.WriteReal("improvementLow", better.Interval.Low);
                writer.WriteReal("improvementHigh", better.Interval.High);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Tell(Screen screen, StudyView study, bool named)
    {
        StudyAccount account = new(study);
        screen.Result(named ? $"{study.Folder}: {account.Verdict}" : account.Verdict);
        if (!named)
        {
            foreach (string sentence in account.Sentences)
                screen.Line("- " + sentence);
        }
        screen.Event("study", writer =>
        {
            writer.WriteString("folder", study.Folder);
            writer.WriteString("kind", account.Findings.Verdict.ToString());
            writer.WriteString("verdict", account.Verdict);
            writer.WriteStartArray("sentences");
            foreach (string sentence in account.Sentences)
                writer.WriteStringValue(sentence);
            writer.WriteEndArray();
            if (account.Results is { } results)
            {
                writer.WriteReal("meanTestTop1", results.Final.MeanTop1);
                if (results.Final.Deviation is { } deviation)
                    writer.WriteReal("testTop1Deviation", deviation);
                writer.WriteReal("testTop1", results.Delivered.Top1);
                writer.WriteReal("testLow", results.Final.TestInterval.Low);
                writer.WriteReal("testHigh", results.Final.TestInterval.High);
            }
            writer.WriteReal("usedMultiplyAdds", study.Used(study.Tally()));
            writer.WriteReal("budgetMultiplyAdds", study.Plan.BudgetMultiplyAdds);
        });
    }
}
