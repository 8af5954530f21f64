using System.CommandLine;
using RandWire.Search;

namespace RandWire.Cli.Verbs;

/// <summary><c>status</c>: where a study stands, without touching it.</summary>
internal static class StatusVerb
{
    private static readonly Argument<string> Folder = StudyArgument.Create();

    public static Verb Create()
    {
        Verb verb = new("status", "Says where a study stands: phase, trials, best so far, budget, who works on what.")
        {
            Details = "Only reads, so it can be asked at any time, while the study is under way, after it was stopped, and when it is done.",
            Examples = [new("once", "status randwire-runs/fashion"), new("for a script", "status randwire-runs/fashion --json")],
            OutIsJson = true,
            Work = Run,
        };
        verb.Arguments.Add(Folder);
        return verb;
    }

    private static ExitCode Run(Request request)
    {
        using StudyGlance study = StudyGlance.Open(request.Value(Folder));
        StatusView status = StatusView.Of(study);
        status.Describe(request.Screen);
        request.Screen.Object(status.WriteMembers);
        return ExitCode.Done;
    }
}
