using System.Globalization;

namespace RandWire.Graphs;

/// <summary>The rules that the models share, and their messages: what was given, what is allowed, what to take instead.</summary>
internal static class ModelRules
{
    /// <summary>The number of nodes, which must no longer be open.</summary>
    public static int NodesOf(GraphModel model) =>
        model.Nodes ?? throw new SpecException($"{model.Text}: the number of nodes is open. Add it as n, for example n=32.");

    public static void CheckNodes(GraphModel model, int least)
    {
        if (model.Nodes is int n && (n < least || n > Graph.MaxNodes)) throw OutOfRange(model, "n", n, least, Graph.MaxNodes);
    }

    public static void CheckProbability(GraphModel model, string name, double value)
    {
        if (value is >= 0 and <= 1) return;
        string advice = double.IsNaN(value) ? "" : $" Nearest valid value: {name} = {(value < 0 ? 0 : 1)}.";
        throw Broken(model, $"{name} = {value} must be a number in [0, 1].{advice}");
    }

    public static void CheckLinks(GraphModel model, int links)
    {
        CheckNodes(model, least: 2);
        int most = (model.Nodes ?? Graph.MaxNodes) - 1;
        if (links < 1 || links > most) throw OutOfRange(model, "m", links, 1, most);
        if (model.Nodes is int n) CheckEdges(model, "m", links, (long)links * (n - links));
    }

    public static void CheckRing(GraphModel model, int neighbors)
    {
        CheckNodes(model, least: 3);
        int most = (model.Nodes ?? Graph.MaxNodes) - 1, mostEven = most - most % 2;
        if (neighbors < 2 || neighbors > most || neighbors % 2 != 0)
        {
            int near = Math.Clamp(neighbors, 1, most + 1);
            int below = Math.Clamp(near - 1, 2, mostEven), above = Math.Clamp(near + 1, 2, mostEven);
            string nearest = below == above ? $"Nearest valid value: k = {below}." : $"Nearest valid values: k = {below} or k = {above}.";
            throw Broken(model, $"k = {neighbors} must be even and lie in [2, {most}]. {nearest}");
        }
        if (model.Nodes is int n) CheckEdges(model, "k", neighbors, (long)n * neighbors / 2);
    }

    private static void CheckEdges(GraphModel model, string name, int value, long edges)
    {
        if (edges > Graph.MaxEdges)
            throw Broken(model, $"{name} = {value} gives {edges} edges; at most {Graph.MaxEdges} are supported. Lower {name} or n.");
    }

    private static SpecException OutOfRange(GraphModel model, string name, int value, int least, int most) =>
        Broken(model, $"{name} = {value} must lie in [{least}, {most}]. Nearest valid value: {name} = {Math.Clamp(value, least, most)}.");

    private static SpecException Broken(GraphModel model, FormattableString rule) =>
        new($"{model.Text}: {rule.ToString(CultureInfo.InvariantCulture)}");
}
