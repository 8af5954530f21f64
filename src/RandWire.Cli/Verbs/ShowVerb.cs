using System.CommandLine;
using RandWire.Graphs;
using RandWire.Reports;
using RandWire.Search;

namespace RandWire.Cli.Verbs;

/// <summary><c>show</c>: everything of one trial, and the command that trains it again alone.</summary>
internal static class ShowVerb
{
    private static readonly Argument<string> Folder = StudyArgument.Create();
    private static readonly Argument<int> Number = new("trial") { Description = "Number of the trial, from 0, as list tells it." };

    public static Verb Create()
    {
        Verb verb = new("show", "Shows one trial: network, curve, attempts, and the command that trains it again alone.")
        {
            Details = "The command ends in the very weights of the trial, bit for bit, on any machine with any number of threads, and runs in any folder as it stands; it writes into a folder beside the study's. A trial that was pruned ended before its last epoch; the command trains on. Only reads, at any time.",
            Examples = [new("the first trial", "show randwire-runs/fashion 0"), new("for a script", "show randwire-runs/fashion 0 --json")],
            OutIsJson = true,
            Work = Run,
        };
        verb.Arguments.Add(Folder);
        verb.Arguments.Add(Number);
        return verb;
    }

    private static ExitCode Run(Request request)
    {
        string folder = request.Value(Folder);
        int number = request.Value(Number);
        using StudyView study = StudyArgument.Glance(folder);
        if (number < 0 || number >= study.Trials.Count)
        {
            throw new SpecException(study.Trials.Count == 0 ? $"trial {number}: {folder} has no trials yet. 'status {folder}' says where it stands."
                : $"trial {number}: {folder} has {Wording.Count(study.Trials.Count, "trial")}, numbered from 0 to {study.Trials.Count - 1}. 'list {folder}' lists them.");
        }
        TrialView view = new(study, study.Trials[number]);
        view.Describe(request.Screen);
        request.Screen.Object(view.WriteMembers);
        return ExitCode.Done;
    }
}
