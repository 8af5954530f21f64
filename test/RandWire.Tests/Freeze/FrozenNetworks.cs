using RandWire.Networks;
using RandWire.Networks.Blocks;

namespace RandWire.Tests.Freeze;

/// <summary>The networks whose texts, programs, weights and costs are frozen.</summary>
internal static class FrozenNetworks
{
    private static readonly string[] Presets = ["tiny", "fashion", "cifar", "medium", "small", "regular"];

    // Of figure 3 of Xie et al. 2019, written out: what is frozen does not follow a list that may change.
    private static readonly string[] Wirings =
    [
        "er(p=0.2)", "er(p=0.4)", "er(p=0.6)", "er(p=0.8)", "ba(m=1)", "ba(m=2)", "ba(m=3)", "ba(m=5)", "ba(m=7)",
        "ws(k=2,p=0.25)", "ws(k=2,p=0.5)", "ws(k=2,p=0.75)", "ws(k=2,p=1)", "ws(k=4,p=0.25)", "ws(k=4,p=0.5)", "ws(k=4,p=0.75)", "ws(k=4,p=1)",
        "ws(k=6,p=0.25)", "ws(k=6,p=0.5)", "ws(k=6,p=0.75)", "ws(k=6,p=1)", "ws(k=8,p=0.25)", "ws(k=8,p=0.5)", "ws(k=8,p=0.75)", "ws(k=8,p=1)",
    ];

    /// <summary>6 presets by 25 wirings by 4 aggregations, then the presets that the grid narrows, at full width. Wirings have different seeds, and half of the grid
    /// one a stage.</summary>
    /// <returns>What was asked for, and the spec.</returns>
    public static IEnumerable<(string Name, NetworkSpec Spec)> Grid()
    {
        foreach (string preset in Presets)
        {
            for (int w = 0; w < Wirings.Length; w++)
            {
                foreach (Join aggregation in (Join[])
                    [Join.WeightedSum, Join.Sum, Join.Mean, Join.Concatenation])
                {
                    PresetOptions options = new()
                    {
                        Wiring = Wirings[w],
                        Seed = w - 3,
                        SeedPerStage = aggregation is Join.Sum or Join.Mean,
                        Classes = 10,
                        Channels = Channels(preset, aggregation),
                        ImageChannels = preset is "tiny" or "fashion" ? 1 : 3,
                    };
                    NetworkSpec spec = RandWire.Networks.Presets.Create(preset, options);
                    spec = spec with { Stages = [.. spec.Stages.Select(stage => stage with { Body = stage.Wired! with { Node = stage.Wired.Node with { Aggregation = aggregation } } })] };
                    yield return ($"{preset} {Wirings[w]} {Word(aggregation)}", spec.Checked());
                }
            }
        }
        foreach (string preset in (string[])["medium", "small", "regular"])
            yield return ($"{preset} full width", RandWire.Networks.Presets.Create(preset, new PresetOptions()));
    }

    /// <summary>The texts of 200 random specs. <see cref="RandomSpecTexts"/> drew them; the file is what counts.</summary>
    public static string[] RandomTexts() => FrozenText.Read("random-specs.txt");

    // Drawing millions of initial weights takes longest: wide presets are narrowed, most where wires are laid side by side.
    private static int? Channels(string preset, Join aggregation) => preset switch
    {
        "tiny" or "fashion" => null,
        "medium" => 16,
        _ when aggregation is Join.WeightedSum => preset == "cifar" ? null : 16,
        _ => 8,
    };

    private static string Word(Join aggregation) => aggregation switch
    {
        Join.WeightedSum => "weighted-sum",
        Join.Sum => "sum",
        Join.Mean => "mean",
        _ => "concatenation",
    };
}
