namespace RandWire.Search;

/// <summary>The settings of a strategy over points, each by name.</summary>
internal sealed class StrategySettings(IReadOnlyDictionary<string, double> values)
{
    /// <summary>A whole number, or the number of a word.</summary>
    public int Whole(string name) => (int)values[name];

    /// <summary>A number.</summary>
    public double Real(string name) => values[name];
}
