using RandWire.Graphs;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Editing;

/// <summary>A network as a function of its widths.</summary>
internal sealed class WidthScale
{
    private readonly NetworkSpec _spec;
    private readonly List<ChannelNumber> _numbers;
    private readonly int[] _units;
    private int _unit;

    public WidthScale(NetworkSpec spec)
    {
        _spec = spec;
        _numbers = ChannelNumbers.Of(spec);
        if (_numbers.Count == 0) throw new SpecException($"{spec.Preset}: its text says no channels outright, so that there is nothing to scale. Write channels=.. in a stage.");
        _units = Units(spec);
    }

    /// <summary>The network's name, for refusals.</summary>
    public string Name => _spec.Preset;

    /// <summary>The numbers of the network itself.</summary>
    public int[] Values => [.. _numbers.Select(static number => number.Value)];

    /// <summary>What numbers are multiples of so far.</summary>
    public int Unit => _units[_unit];

    /// <summary>Why the last widths were refused.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>The network with its widths times a factor, and the numbers; null where no rounding is valid.</summary>
    public (NetworkSpec Network, int[] Values)? At(double factor)
    {
        // A unit that was too fine once is too fine for good.
        for (int unit = _unit; unit < _units.Length; unit++)
        {
            int[] values = [.. _numbers.Select(number => Rounded(number.Value * factor, _units[unit]))];
            if (With(values) is not { } network) continue;
            _unit = unit;
            return (network, values);
        }
        int divisor = _numbers.Aggregate(0, static (common, number) => Divisor(number.Value, common));
        double share = Math.Max(1, Math.Round(divisor * factor)) / divisor;
        int[] exact = [.. _numbers.Select(number => (int)Math.Min(Math.Round(number.Value * share), NetworkSpec.MaximumChannels))];
        return With(exact) is { } proportional ? (proportional, exact) : null;
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

    private static int Rounded(double value, int unit) =>
        (int)Math.Clamp(Math.Round(value / unit, MidpointRounding.AwayFromZero) * unit, unit, NetworkSpec.MaximumChannels / unit * unit);

    // Powers of two, and what groups and shuffles ask for, in order.
    private static int[] Units(NetworkSpec spec)
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
