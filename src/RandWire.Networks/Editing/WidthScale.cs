using RandWire.Graphs;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Editing;

/// <summary>A network as a function of its widths.</summary>
internal sealed class WidthScale
{
    // From here on steps of exact proportion are fine enough to be tried before coarser units.
    private const int FineDivisor = 8;

    private readonly NetworkSpec _spec;
    private readonly List<ChannelNumber> _numbers;
    private readonly int[] _candidates;
    private readonly Lazy<int[]> _units;
    private readonly int _divisor;

    public WidthScale(NetworkSpec spec)
    {
        _spec = spec;
        _numbers = ChannelNumbers.Of(spec);
        if (_numbers.Count == 0) throw new SpecException($"{spec.Preset}: its text says no channels outright, so that there is nothing to scale. Write channels=.. in a stage.");
        _candidates = Candidates(spec);
        _units = new(() => [.. Enumerable.Range(0, _numbers.Count).Select(UnitOf)]);
        _divisor = _numbers.Aggregate(0, static (common, number) => Divisor(number.Value, common));
    }

    /// <summary>The network's name, for refusals.</summary>
    public string Name => _spec.Preset;

    /// <summary>The numbers of the network itself.</summary>
    public int[] Values => [.. _numbers.Select(static number => number.Value)];

    /// <summary>By how much each number can move: the least step that gives a valid network, alone or with all numbers of its value.</summary>
    public int[] Units => _units.Value;

    /// <summary>Why the last widths were refused.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>The network with its widths times a factor, and the numbers; null where no rounding is valid.</summary>
    public (NetworkSpec Network, int[] Values)? At(double factor)
    {
        // Numbers that hang together (a half of another, a sum of others) do so in exact proportion, or as multiples of more.
        return Rounded(factor, 1) ?? (_divisor >= FineDivisor ? Proportional(factor) : null)
            ?? Rounded(factor, 2) ?? Rounded(factor, 4) ?? Rounded(factor, 8) ?? Rounded(factor, 16) ?? Proportional(factor);
    }

    /// <summary>The network with these numbers, or null where that is not valid.</summary>
    public NetworkSpec? With(int[] values)
    {
        try
        {
            NetworkSpec network = _spec;
            for (int i = 0; i < values.Length; i++) if (values[i] != _numbers[i].Value) network = _numbers[i].In(network, values[i]);
            return network.Checked();
        }
        catch (SpecException error)
        {
            Refusal = error.Message;
            return null;
        }
    }

    private (NetworkSpec, int[])? Rounded(double factor, int times) => Valid([.. _numbers.Select((number, index) =>
    {
        int unit = Units[index] * times;
        return (int)Math.Clamp(Math.Round(number.Value * factor / unit, MidpointRounding.AwayFromZero) * unit, unit, Math.Max(unit, NetworkSpec.MaximumChannels / unit * unit));
    })]);

    private (NetworkSpec, int[])? Proportional(double factor)
    {
        double share = Math.Max(1, Math.Round(_divisor * factor)) / _divisor;
        return Valid([.. _numbers.Select(number => (int)Math.Min(Math.Round(number.Value * share), NetworkSpec.MaximumChannels))]);
    }

    private (NetworkSpec, int[])? Valid(int[] values) => With(values) is { } network ? (network, values) : null;

    private int UnitOf(int index)
    {
        int[] values = Values;
        foreach (int unit in _candidates)
        {
            int[] alone = [.. values], together = [.. values.Select(value => value == values[index] ? value + unit : value)];
            alone[index] += unit;
            if (With(alone) is not null || With(together) is not null) return unit;
        }
        return 1;
    }

    // Powers of two, and what groups and shuffles ask for, in order.
    private static int[] Candidates(NetworkSpec spec)
    {
        SortedSet<int> units = [1, 2, 4, 8, 16, 32, 64];
        foreach ((_, Block block) in spec.Places())
        {
            if (block is not Layer layer) continue;
            Width? groups = layer.Word.Name == "shuffle" ? layer.Channels : layer.Options.Groups;
            if (groups?.Constant is { } number and <= NetworkSpec.MaximumChannels / 8) foreach (int times in (int[])[1, 2, 4, 8]) units.Add(number * times);
        }
        return [.. units];
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
