using System.Globalization;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Tests.Freeze;

/// <summary>Texts of random specs, drawn as texts.</summary>
internal static class RandomSpecTexts
{
    private static readonly string[] Layers = ["relu", "sepconv3x3", "conv3x3", "conv1x1", "maxpool3x3", "avgpool3x3", "norm"];
    private static readonly string[] Convolutions = ["sepconv3x3", "conv3x3", "conv1x1"];
    private static readonly string[] Aggregations = ["weighted-sum", "sum", "mean", "concatenation"];

    /// <summary>Canonical texts of valid specs; what is drawn and refused is drawn again.</summary>
    public static string[] Draw(int count)
    {
        string[] texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            for (int attempt = 0; texts[i] is null; attempt++)
            {
                try
                {
                    texts[i] = NetworkSpec.Parse(Network(i, new Draws(Seed.From(2019).Child(i).Child(attempt)))).Text;
                }
                catch (SpecException)
                {
                }
            }
        }
        return texts;
    }

    private static string Network(int index, Draws draws)
    {
        // A few are as long as a spec may be.
        int mostStages = index % 40 == 39 ? 16 : 3, mostLayers = index % 40 == 19 ? 16 : 4;
        string image = string.Create(CultureInfo.InvariantCulture, $"{draws.Between(7, 40)}x{draws.Between(7, 40)}x{draws.Of(1, 1, 3, 3, 3, 2, 5)}");
        List<string> terms = [string.Create(CultureInfo.InvariantCulture, $"{draws.Of("custom", "tiny", "r-2")}(input={image},classes={draws.Between(2, 12)})")];
        int stem = draws.Between(1, 3), channels = 0;
        for (int i = 0; i < stem; i++)
        {
            channels = draws.Between(1, 20);
            terms.Add(string.Create(CultureInfo.InvariantCulture, $"conv(channels={channels},stride={draws.Between(1, 2)})"));
        }
        int stages = mostStages == 16 ? 16 : draws.Between(1, mostStages);
        for (int i = 0; i < stages; i++)
        {
            List<string> transform = [.. Enumerable.Range(0, mostLayers == 16 ? 16 : draws.Between(1, mostLayers)).Select(_ => draws.Of(Layers))];
            // Most have a convolution; the rest keep the channels that they are given.
            bool keeps = draws.Between(0, 6) == 0;
            if (keeps) transform.RemoveAll(Convolutions.Contains);
            else if (!transform.Any(Convolutions.Contains)) transform[draws.Between(0, transform.Count - 1)] = draws.Of(Convolutions);
            if (transform.Count == 0) transform.Add("relu");
            if (!keeps) channels = draws.Between(1, 40);
            int stride = stages == 16 ? 1 : draws.Between(1, 2);
            string wiring = Wiring(draws), seed = wiring.StartsWith("dag", StringComparison.Ordinal) ? "" : $",seed={draws.Between(-9, 99)}";
            terms.Add(string.Create(CultureInfo.InvariantCulture,
                $"stage(channels={channels},stride={stride},wiring={wiring}{seed},aggregation={draws.Of(Aggregations)},transform={string.Join('+', transform)})"));
        }
        terms.Add(string.Create(CultureInfo.InvariantCulture, $"head(channels={draws.Between(1, 40)},dropout={draws.Of("0", "0", "0.2", "0.5", "0.125")})"));
        return string.Join(' ', terms);
    }

    private static string Wiring(Draws draws)
    {
        int nodes = draws.Between(4, 10);
        string share = draws.Of("0", "0.2", "0.25", "0.5", "0.75", "1");
        return draws.Between(0, 5) switch
        {
            0 => $"er(n={nodes},p={share})",
            1 => $"ba(n={nodes},m={draws.Between(1, 3)})",
            2 => $"ba-star(n={nodes},m={draws.Between(1, 3)})",
            3 => $"ws(n={nodes},k={draws.Of("2", "3", "4")},p={share})",
            4 => $"ws-connected(n={nodes},k={draws.Of("2", "4")},p={share})",
            _ => Explicit(draws, draws.Between(1, 8)),
        };
    }

    private static string Explicit(Draws draws, int nodes)
    {
        List<string> wires = [];
        for (int from = 0; from < nodes; from++)
            for (int to = from + 1; to < nodes; to++)
                if (draws.Between(0, 2) == 0) wires.Add($"{from}-{to}");
        return $"dag(n={nodes},e={string.Join('.', wires)})";
    }

    // Numbers one after another.
    private sealed class Draws(Seed seed)
    {
        private ulong _counter;

        public int Between(int low, int high) => low + seed.Below(_counter++, high - low + 1);

        public T Of<T>(params T[] items) => items[Between(0, items.Length - 1)];
    }
}
