using RandWire.Networks.Assembling;

namespace RandWire.Networks.Editing;

/// <summary>A network whose width was chosen so that it costs what was asked for.</summary>
/// <param name="Network">The network, checked.</param>
/// <param name="Target">What was asked for.</param>
/// <param name="Reached">The count that it has.</param>
/// <param name="Factor">What all widths were multiplied by, before rounding.</param>
/// <param name="IsNudged">Whether single numbers were then moved, since rounding left more than the tolerance.</param>
public sealed record MatchedNetwork(NetworkSpec Network, CostTarget Target, long Reached, double Factor, bool IsNudged)
{
    /// <summary>How far the count is from the target, as a share of it.</summary>
    public double Deviation => Target.Deviation(Reached);

    /// <summary>What was chosen, as a sentence for a person: factor, channels of stem, stages and head, the count, and how far it is from the target.</summary>
    public string Told
    {
        get
        {
            string stem = Network.Stem.Convolutions.IsEmpty ? "" : $"stem {string.Join(", ", Network.Stem.Convolutions.Select(static one => one.Channels))}; ";
            int[] widths = [.. Network.Assemble().Stages.Select(static stage => stage.Part.Output.Channels)];
            string stages = string.Join(", ", Runs(widths));
            string head = Network.Head.Body is null ? FormattableString.Invariant($"; head {Network.Head.Channels}") : "";
            string nudged = IsNudged ? ", then single numbers by some units" : "";
            return FormattableString.Invariant($"{Target.Text}: widths times {Factor:0.####}{nudged}. Channels: {stem}stages {stages}{head}. It has {Reached:N0}, {100 * Deviation:+0.00;-0.00;0.00} % from the target.{Narrowest(widths)}");
        }
    }

    // Through fewer channels than the images have nothing comes that is made good later.
    private string Narrowest(int[] widths)
    {
        int narrowest = Network.Stem.Convolutions.Select(static one => one.Channels).Concat(widths).Min();
        return narrowest >= Network.Input.Channels ? "" : FormattableString.Invariant($" With {narrowest} channel{(narrowest == 1 ? "" : "s")} it is narrower at one place than the images, which have {Network.Input.Channels}: ask for more, or take a member that is narrower or shallower itself.");
    }

    // 16, 16, 16, 32 as 16 x3, 32.
    private static IEnumerable<string> Runs(int[] channels)
    {
        for (int start = 0, end; start < channels.Length; start = end)
        {
            for (end = start + 1; end < channels.Length && channels[end] == channels[start];) end++;
            yield return end - start == 1 ? FormattableString.Invariant($"{channels[start]}") : FormattableString.Invariant($"{channels[start]} x{end - start}");
        }
    }
}
