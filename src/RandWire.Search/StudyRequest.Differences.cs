using System.Globalization;
using RandWire.Training.Data;

namespace RandWire.Search;

// Requests beside each other, in the words of whoever gives the commands.
internal sealed partial record StudyRequest
{
    private const string NotGiven = "not given";

    // Every member that decides the course, by the option that sets it. A test holds the list complete.
    private static readonly (string Option, Func<StudyRequest, string> Value)[] Options =
    [
        ("--budget", one => one.Budget),
        ("--seeds", one => Number(one.Seeds)),
        ("--seed", one => Number(one.Seed)),
        ("--wiring-seed", one => Number(one.WiringSeed)),
        ("--split-seed", one => Number(one.SplitSeed)),
        ("--preset", one => one.Preset),
        ("--wiring", one => one.Wirings.Count == 0 ? NotGiven : string.Join(' ', one.Wirings)),
        ("--size", one => Number(one.ImageSize)),
        ("--trials", one => Number(one.Trials)),
        ("--recipe (with --class-weights)", one => Text(one.Recipe)),
        ("--strategy", one => one.Strategy),
        ("--schedule", one => one.Schedule),
        ("--promote", one => one.PromotesByLoss ? "loss" : "accuracy"),
        ("--space", one => Text(one.Space)),
        ("--limit", one => Text(one.Limits)),
        ("--scores", one => one.Scores),
        ("--asynchronous", one => Flag(one.Asynchronous)),
        ("--validation", one => Real(one.ValidationShare)),
        ("--test", one => Real(one.TestShare)),
        ("--decoder", one => one.Decoder == DecoderKind.Turbo ? "turbo" : "managed"),
        ("--path-column", one => Text(one.PathColumn)),
        ("--label-column", one => Text(one.LabelColumn)),
        ("--split-column", one => Text(one.SplitColumn)),
        ("--group-column", one => Text(one.GroupColumn)),
        ("--group-folder", one => Flag(one.GroupFolder)),
        ("--near-duplicates", one => one.NearDuplicates switch
        {
            NearDuplicateRule.Together => "together",
            NearDuplicateRule.Ignore => "ignore",
            _ => "tell",
        }),
    ];

    /// <summary>What differs from the request of the study that is there, in words; empty: nothing that decides its course. Where the data lies may change, what
    /// it holds is compared by its own identity.</summary>
    public IReadOnlyList<string> Differences(StudyRequest there) =>
        [.. Options.Where(option => option.Value(this) != option.Value(there)).Select(option => $"{option.Option} was {option.Value(there)}, now {option.Value(this)}")];

    private static string Text(string? text) => string.IsNullOrEmpty(text) ? NotGiven : text;

    private static string Flag(bool given) => given ? "given" : NotGiven;

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? NotGiven;

    private static string Real(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
