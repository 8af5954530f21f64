using RandWire.Engine;

namespace RandWire.Search;

/// <summary>The settings that a study samples from, and their order.</summary>
public static class Wirings
{
    /// <summary>The 25 random settings of Xie et al. 2019, figure 3: ER 4, BA 5, WS 16. Nodes are left to the preset.</summary>
    public static IReadOnlyList<string> Paper { get; } =
    [
        .. ((string[])["0.2", "0.4", "0.6", "0.8"]).Select(p => $"er(p={p})"),
        .. ((int[])[1, 2, 3, 5, 7]).Select(m => $"ba(m={m})"),
        .. from k in (int[])[2, 4, 6, 8] from p in (string[])["0.25", "0.5", "0.75", "1"] select $"ws(k={k},p={p})",
    ];

    /// <summary>The paper's best setting, always the first to be tried.</summary>
    public const string PaperBest = "ws(k=4,p=0.75)";

    /// <summary>The generator of a setting: what stands before the bracket.</summary>
    public static string Family(string wiring)
    {
        ArgumentNullException.ThrowIfNull(wiring);
        int bracket = wiring.IndexOf('(', StringComparison.Ordinal);
        return (bracket < 0 ? wiring : wiring[..bracket]).Trim().ToLowerInvariant();
    }

    /// <summary>Settings with seeds in the order in which they are tried: the paper's best, then one of every generator, then the rest in
    /// proportion to how many settings a generator has, all again with other seeds when more are asked for.</summary>
    /// <param name="settings">Settings to draw from, at least one.</param>
    /// <param name="count">How many to draw, at least 1.</param>
    /// <param name="seed">Decides the order and the graphs.</param>
    public static IReadOnlyList<(string Wiring, long Seed)> Sample(IReadOnlyList<string> settings, int count, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(settings);
        List<(string Wiring, double Key)> order = [];
        foreach (IGrouping<string, string> family in settings.GroupBy(Family))
        {
            string[] members = [.. family];
            seed.Child(family.Key).Shuffle(members.AsSpan());
            for (int i = 0; i < members.Length; i++)
            {
                double key = members[i] == PaperBest ? -1 : i == 0 ? 0 : (i + 0.5) / members.Length;
                order.Add((members[i], key));
            }
        }
        string[] sorted = [.. order.OrderBy(entry => entry.Key).Select(entry => entry.Wiring)];
        // Six digits keep seeds readable in tables and commands.
        return [.. Enumerable.Range(0, count).Select(i => (sorted[i % sorted.Length], (long)seed.Child("wiring").Child(i).Below(0, 1_000_000)))];
    }
}
