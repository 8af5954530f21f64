using System.Globalization;

namespace RandWire.Graphs;

/// <summary>The rules that the models share, and their messages: what was given, what is allowed, what to take instead.</summary>
internal static class ModelRules
{
    /// <summary>The number of nodes, which must no longer be open.</summary>
    public static int NodesOf(GraphModel model) =>
        model.Nodes ?? throw new SpecException($"{model.Text}: the number of nodes is open. Add it as n, for example n=32.");

    public static void CheckNodes(GraphModel model, int least, int most = Graph.MaxNodes)
    {
        if (model.Nodes is int n && (n < least || n > most)) throw OutOfRange(model, "n", n, least, most);
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
        CheckNodes(model, least: 1);
        if (model.Nodes is not int n)
        {
            // The number of nodes, when it comes, may be K itself, odd as it may be; until then an even K is what most mean.
            if (neighbors < 2 || neighbors > Graph.MaxNodes || neighbors % 2 != 0)
                throw Broken(model, $"k = {neighbors} must be even and lie in [2, {Graph.MaxNodes}]. {Nearest(neighbors, Graph.MaxNodes)}");
            return;
        }
        if (neighbors == n)
        {
            CheckEdges(model, "k", neighbors, (long)n * (n - 1) / 2);
            return;
        }
        if (neighbors < 2 || neighbors > n || neighbors % 2 != 0)
        {
            string allowed = n <= 2 ? $"must be {n}, which gives the complete graph" : $"must be even and lie in [2, {n - 1}], or be {n}, which gives the complete graph";
            throw Broken(model, $"k = {neighbors} {allowed}. {Nearest(neighbors, n)}");
        }
        CheckEdges(model, "k", neighbors, (long)n * neighbors / 2);
    }

    // The valid values of K next to a given one: the even ones from 2 on, and N.
    private static string Nearest(int neighbors, int nodes)
    {
        int mostEven = nodes - nodes % 2, near = Math.Clamp(neighbors, 1, nodes);
        if (nodes <= 2 || neighbors > nodes) return $"Nearest valid value: k = {nodes}.";
        if (near < 2) return "Nearest valid value: k = 2.";
        int below = near - 1, above = near + 1 <= mostEven ? near + 1 : nodes;
        return $"Nearest valid values: k = {below} or k = {above}.";
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
