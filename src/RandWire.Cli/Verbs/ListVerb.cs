using System.CommandLine;
using System.Globalization;
using System.Text;
using RandWire.Graphs;
using RandWire.Reports;
using RandWire.Search;
using Spectre.Console;

namespace RandWire.Cli.Verbs;

/// <summary><c>list</c>: all trials of a study.</summary>
internal static class ListVerb
{
    private const int Roomy = 110;

    private static readonly Argument<string> Folder = StudyArgument.Create();
    private static readonly Option<string[]> States = CreateStates();
    private static readonly Option<bool> Csv = Flags.Switch("--csv", "Prints a table for other programs: commas, one row a trial.");

    public static Verb Create()
    {
        Verb verb = new("list", "Lists the trials of a study: what they train, where they stand, what came out.")
        {
            Details = "A trial is one training of a network, or its scoring; trials and networks are numbered from 0. Rungs and runs are counted from 1 here and in tables, from 0 in JSON. Only reads, at any time.",
            Examples =
            [
                new("everything", "list randwire-runs/fashion"),
                new("what failed or was dropped", "list randwire-runs/fashion --state failed --state dropped"),
                new("for a spreadsheet", "list randwire-runs/fashion --csv"),
            ],
            OutIsJson = true,
            Work = Run,
        };
        verb.Arguments.Add(Folder);
        verb.Options.Add(States);
        verb.Options.Add(Csv);
        return verb;
    }

    private static ExitCode Run(Request request)
    {
        Screen screen = request.Screen;
        if (screen.Json && request.Value(Csv))
            throw new SpecException("--json and --csv both say how to print. Leave one of them out.");
        using StudyView study = StudyArgument.Glance(request.Value(Folder));
        string[] wanted = request.Value(States) ?? [];
        TrialRow[] rows = [.. study.Trials.Where(trial => wanted.Length == 0 || wanted.Contains(trial.State.ToString(), StringComparer.OrdinalIgnoreCase)).Select(trial => new TrialRow(study, trial))];
        if (request.Value(Csv))
        {
            StringBuilder csv = new(TrialRow.CsvHeading + "\n");
            foreach (TrialRow row in rows)
                csv.Append(row.Csv).Append('\n');
            screen.Document(csv.ToString());
            return ExitCode.Done;
        }
        foreach (TrialRow row in rows)
            screen.Object(row.WriteMembers);
        if (rows.Length > 0)
            screen.Table(Table(study, rows));
        string which = wanted.Length == 0 ? "" : $" of {Wording.Count(study.Trials.Count, "trial")} in all";
        screen.Line($"{Wording.Count(rows.Length, "trial")}{which}. 'show {study.Folder} <trial>' tells all of one.");
        return ExitCode.Done;
    }

    private static Table Table(StudyView study, TrialRow[] rows)
    {
        bool roomy = Screen.Width >= Roomy, balanced = study.Plan.Selection == SelectionCriterion.BalancedAccuracy;
        Table table = roomy
            ? Tables.Plain("trial", "for", "network", "setting", "seed", "state", "epochs", balanced ? "balanced" : "validation", "parameters", "attempts", "charged", "time")
            : Tables.Plain("trial", "for", "network", "setting", "state", "epochs", balanced ? "balanced" : "validation");
        foreach (TrialRow row in rows)
        {
            TrialRecord trial = row.Trial;
            string epochs = string.Create(CultureInfo.InvariantCulture, $"{trial.EpochsReported}/{trial.Plan.Epochs}");
            string accuracy = trial.Outcome is { } outcome && (balanced ? outcome.ValidationBalanced ?? outcome.ValidationTop1 : outcome.ValidationTop1) is { } share ? Quantity.Percent(share) : "-";
            string number = trial.Plan.Number.ToString(CultureInfo.InvariantCulture), network = trial.Plan.Candidate.ToString(CultureInfo.InvariantCulture);
            table.AddRow(Tables.Cells(roomy
                ? [number, TrialWords.Of(trial.Plan.Kind, trial.Plan.Rung), network, row.Candidate.Wiring, row.Candidate.WiringSeed.ToString(CultureInfo.InvariantCulture), row.State, epochs, accuracy,
                    Quantity.Count(row.Candidate.Parameters), trial.Attempt.ToString(CultureInfo.InvariantCulture), trial.Outcome is { } ended ? Quantity.MultiplyAdds(ended.ChargedMultiplyAdds) : "-",
                    trial.Outcome is { Seconds: > 0 } timed ? Quantity.Seconds(timed.Seconds) : "-"]
                : [number, TrialWords.Of(trial.Plan.Kind, trial.Plan.Rung), network, row.Candidate.Wiring, row.State, epochs, accuracy]));
        }
        return table;
    }

    private static Option<string[]> CreateStates()
    {
        string[] allowed = [.. Enum.GetNames<TrialState>().Select(name => name.ToLowerInvariant())];
        Option<string[]> option = new("--state") { Description = $"Only trials in this state; may be given several times: {string.Join(", ", allowed)}. [default: all]", HelpName = "state" };
        option.Validators.Add(result =>
        {
            foreach (string given in result.Tokens.Select(token => token.Value).Where(given => !allowed.Contains(given, StringComparer.OrdinalIgnoreCase)))
                result.AddError($"--state {given}: unknown. Allowed: {string.Join(", ", allowed)}.");
        });
        return option;
    }
}
