using System.CommandLine;
using RandWire.Search;

namespace RandWire.Cli;

/// <summary>The folder of a study, the same for every verb that looks at one.</summary>
internal static class StudyArgument
{
    public const string Meaning = "Folder of the study: what run was given as --out, or randwire-runs/<data>.";

    public static Argument<string> Create() => new("folder") { Description = Meaning };

    /// <summary>The study to look at now and then: only what is shown is checked against its hash.</summary>
    public static StudyView Glance(string folder) => StudyView.Open(folder, verify: false);
}
