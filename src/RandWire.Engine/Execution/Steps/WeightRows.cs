namespace RandWire.Engine.Execution.Steps;

/// <summary>Rows of a weight matrix: as many channels for every tap of a window, and how many of them are stored, padding counted.</summary>
/// <param name="Taps">1 or 9.</param>
/// <param name="Channels">Channels that a product reads.</param>
/// <param name="StoredChannels">Channels in the store.</param>
internal readonly record struct WeightRows(int Taps, int Channels, int StoredChannels)
{
    /// <summary>Rows that a product reads.</summary>
    public int Depth => Taps * Channels;

    /// <summary>Whether rows have to be packed: whether padding lies between them.</summary>
    public bool Packs => Channels != StoredChannels;

    /// <summary>Runs of rows, in each panel of sixteen columns, that lie side by side in the store and packed.</summary>
    public int Runs => Packs ? Taps : 1;

    /// <summary>Floats of a run.</summary>
    public int RunFloats => 16 * Depth / Runs;

    /// <summary>Where a run of a panel lies in the store.</summary>
    public long Stored(int panel, int run) => 16L * (panel * (long)Taps + run) * StoredChannels;

    /// <summary>Where a run of a panel lies packed.</summary>
    public long Packed(int panel, int run) => 16L * (panel * (long)Taps + run) * Channels;
}
