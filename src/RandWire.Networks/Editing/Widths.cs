using RandWire.Graphs;

namespace RandWire.Networks.Editing;

/// <summary>Networks as wide as they should be: every number of channels that the text says outright is scaled (stem, stages, layers, the paper's head), and with it whatever is said in
/// C or <c>in</c>. Classes, groups, windows, strides and the size of the images stay.</summary>
public static class Widths
{
    /// <summary>How far a matched count may be from its target, as a share of it.</summary>
    public const double Tolerance = 0.02;

    /// <summary>The network with its widths times a factor.</summary>
    /// <remarks>Each number is rounded to the nearest multiple of its unit: the least step that gives a valid network, 1, 2, 4, 8, ..., or what the groups ask for; at least one unit, at
    /// most <see cref="NetworkSpec.MaximumChannels"/>. Where that is not valid, since numbers hang together, all are kept in exact proportion, or units are doubled.</remarks>
    /// <param name="spec">The network.</param>
    /// <param name="factor">Above 0.</param>
    /// <exception cref="SpecException">The network is not valid, says no channels, or no rounding gives a valid one.</exception>
    public static NetworkSpec Scale(NetworkSpec spec, double factor)
    {
        if (!(factor > 0) || !double.IsFinite(factor)) throw new SpecException($"factor = {factor:R} must be a number above 0, such as 0.5.");
        WidthScale scale = new(spec.Checked());
        return scale.At(factor)?.Network ?? throw new SpecException($"{spec.Preset}: no rounding of its widths times {factor:R} gives a valid network. Take another factor. The last refusal: {scale.Refusal}");
    }

    /// <summary>The network with widths so that it costs what is asked for, within <see cref="Tolerance"/>.</summary>
    /// <remarks>The factor of <see cref="Scale"/> is found by bisection. Where rounding leaves too much, single numbers, or those of one value together, are moved by one unit or four, as long as
    /// that comes nearer.</remarks>
    /// <param name="spec">The network.</param>
    /// <param name="target">What it is to cost.</param>
    /// <exception cref="SpecException">The network is not valid, or no widths come near enough; the message says which counts come nearest.</exception>
    public static MatchedNetwork Match(NetworkSpec spec, CostTarget target) => new WidthSearch(new WidthScale(spec.Checked()), target).Run();

    /// <summary>The preset with C so that it costs what is asked for, within <see cref="Tolerance"/>; single numbers are moved where no C does.</summary>
    /// <param name="preset">One of <see cref="Presets.Names"/>.</param>
    /// <param name="options">What the preset leaves open; its channels are not looked at.</param>
    /// <param name="target">What it is to cost.</param>
    /// <exception cref="SpecException">The name or an option is refused, or no C comes near enough.</exception>
    public static MatchedNetwork Match(string preset, PresetOptions options, CostTarget target)
    {
        int low = 0, high = NetworkSpec.MaximumChannels + 1;
        (NetworkSpec Network, int Channels, long Count)? below = null, above = null;
        while (high - low > 1)
        {
            int middle = low == 0 && high > NetworkSpec.MaximumChannels ? 64 : (low + high) / 2;
            if (Try(middle) is not { } tried)
            {
                high = middle;
                continue;
            }
            if (tried.Count <= target.Amount) (low, below) = (middle, tried);
            else (high, above) = (middle, tried);
        }
        if (Nearer(below, above, target) is not { } nearest) throw new SpecException($"{preset}: no C gives a valid network.");
        int usual = Presets.UsualChannels(preset);
        double factor = (double)nearest.Channels / usual;
        if (Math.Abs(target.Deviation(nearest.Count)) <= Tolerance) return new MatchedNetwork(nearest.Network, target, nearest.Count, factor, false);
        return new WidthSearch(new WidthScale(nearest.Network), target).Nudged(factor, below?.Count, above?.Count);

        (NetworkSpec, int, long Count)? Try(int channels)
        {
            try
            {
                NetworkSpec network = Presets.Create(preset, options with { Channels = channels });
                return (network, channels, target.Of(network.Cost()));
            }
            catch (SpecException) when (channels > 1)
            {
                // The stages of the presets are up to eight times as wide as C.
                return null;
            }
        }
    }

    private static (NetworkSpec Network, int Channels, long Count)? Nearer(
        (NetworkSpec Network, int Channels, long Count)? below, (NetworkSpec Network, int Channels, long Count)? above, CostTarget target) =>
        below is null ? above : above is null || target.Amount - below.Value.Count <= above.Value.Count - target.Amount ? below : above;
}
