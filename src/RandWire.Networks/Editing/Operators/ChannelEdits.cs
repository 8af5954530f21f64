using RandWire.Networks.Blocks;

namespace RandWire.Networks.Editing.Operators;

/// <summary>More channels, or fewer.</summary>
/// <param name="factors">What a number may be multiplied by, as quotients.</param>
internal sealed class ChannelEdits((int Times, int Over)[] factors) : IEditOperator
{
    private static readonly int[] Multiples = [16, 8, 4, 2, 1];

    public IEnumerable<string> Sites(NetworkSpec spec) => ChannelNumbers.Of(spec).Select(static number => number.Place);

    public IEnumerable<NetworkSpec> Apply(NetworkSpec spec, string site, Draws draws)
    {
        (int times, int over) = draws.Of(factors);
        ChannelNumber? number = ChannelNumbers.Of(spec).Find(one => one.Place == site);
        if (number is null) yield break;
        HashSet<int> tried = [];
        foreach (int multiple in Multiples)
        {
            long wanted = (((2L * number.Value * times) + (over * multiple)) / (2L * over * multiple)) * multiple;
            int value = (int)Math.Clamp(wanted, multiple, NetworkSpec.MaximumChannels);
            if (times > over ? value <= number.Value : value >= number.Value) continue;
            if (tried.Add(value)) yield return number.In(spec, value);
        }
    }
}
