using System.Collections.Immutable;

namespace RandWire.Networks;

/// <summary>A convolution or stage of a preset; its channels are floor(C · Times / Over).</summary>
internal readonly record struct PresetPart(int Times, int Over, int Stride, int Nodes = 0)
{
    internal int Channels(int c) => Math.Max(1, (int)Math.Min((long)c * Times / Over, int.MaxValue));
}

/// <summary>What stands behind a preset's name: all that is known of it.</summary>
internal sealed record PresetPlan(
    string Name, int Side, int LargestSide, int Channels,
    ImmutableArray<PresetPart> Stem, ImmutableArray<PresetPart> Stages, int HeadChannels, double Dropout = 0)
{
    /// <summary>Sides of images for which it is tried where none is named: above the first, up to the second, in pixels.</summary>
    internal (double Above, double UpTo) Suits { get; init; }

    /// <summary>Most classes for which it is tried.</summary>
    internal int MostClasses { get; init; } = int.MaxValue;

    /// <summary>The paper's regime that it is of, and whose recipe suits it; null for those made for small images.</summary>
    internal PaperRegime? Regime { get; init; }

    // N = 10 in the presets for small images: the least even N at which all 25 random settings of the paper's figure 3 are valid (ba(7) and
    // ws(k=8) are the greediest). Channels are multiples of 16, the engine's padding. (times, over, stride, nodes) of the stem and the stages.
    internal static ImmutableArray<PresetPlan> All { get; } =
    [
        new("tiny", 28, 40, 32, [new(1, 2, 1)], [new(1, 1, 2, 10), new(2, 1, 2, 10)], 128)
        {
            // The 128 features of its head are few for many classes.
            Suits = (0, double.PositiveInfinity), MostClasses = 64,
        },
        new("fashion", 28, 40, 48, [new(2, 3, 1)], [new(1, 1, 2, 10), new(2, 1, 2, 10)], 256) { Suits = (0, 48) },
        new("cifar", 32, 48, 32, [new(1, 1, 1)], [new(1, 1, 1, 10), new(3, 1, 2, 10), new(8, 1, 2, 10)], 256) { Suits = (30, 48) },
        new("medium", 64, 96, 48, [new(2, 3, 2)], [new(1, 1, 2, 10), new(2, 1, 2, 10), new(4, 1, 2, 10)], 512) { Suits = (48, double.PositiveInfinity) },
        new("small", 224, int.MaxValue, 78, [new(1, 2, 2), new(1, 1, 2)], [new(1, 1, 2, 32), new(2, 1, 2, 32), new(4, 1, 2, 32)], 1280)
        {
            Suits = (150, double.PositiveInfinity), Regime = PaperRegime.Small,
        },
        new("regular", 224, int.MaxValue, 109, [new(1, 2, 2)],
            [new(1, 1, 2, 16), new(2, 1, 2, 32), new(4, 1, 2, 32), new(8, 1, 2, 32)], 1280, 0.2) { Suits = (150, double.PositiveInfinity), Regime = PaperRegime.Regular },
    ];
}
