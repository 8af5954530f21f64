using RandWire.Engine;

namespace RandWire.Cli;

/// <summary>Steps of one kind in one part of a network, taken together.</summary>
/// <param name="Kind">What they do, such as <c>FusedNodeForward</c>; empty for kinds taken together.</param>
/// <param name="Part">Where they stand, such as <c>stage3</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Seconds">Their time.</param>
/// <param name="Flops">Their floating-point operations.</param>
/// <param name="Bytes">The bytes that they move at least.</param>
internal sealed record StepGroup(string Kind, string Part, int Count, double Seconds, long Flops, long Bytes)
{
    public double Gflops => PerNanosecond(Flops);

    public double GigabytesPerSecond => PerNanosecond(Bytes);

    /// <summary>Operations a byte, the intensity.</summary>
    public double FlopsPerByte => Bytes > 0 ? (double)Flops / Bytes : 0;

    /// <summary>The steps of a profile by kind and part, the longest first.</summary>
    public static IReadOnlyList<StepGroup> Of(IEnumerable<StepProfile> steps) =>
    [
        .. steps.GroupBy(step => (step.Kind, Part: step.Name.Split('.')[0]))
            .Select(group => Join(group.Key.Kind, group.Key.Part, [.. group.Select(step => new StepGroup("", "", 1, step.Seconds, step.Flops, step.Bytes))]))
            .OrderByDescending(group => group.Seconds),
    ];

    /// <summary>Several groups as one.</summary>
    public static StepGroup Join(string kind, string part, IReadOnlyCollection<StepGroup> groups) => new(
        kind, part, groups.Sum(one => one.Count), groups.Sum(one => one.Seconds), groups.Sum(one => one.Flops), groups.Sum(one => one.Bytes));

    private double PerNanosecond(long amount) => Seconds > 0 ? amount / Seconds / 1e9 : 0;
}
