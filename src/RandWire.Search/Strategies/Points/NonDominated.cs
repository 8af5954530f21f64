namespace RandWire.Search;

/// <summary>Fronts of what no other beats in two respects, and how lonely a member of a front is (Deb et al. 2002, sections 3.1 and 3.2).</summary>
internal static class NonDominated
{
    /// <summary>Front of each, from 0: nobody on the same or a later front has a score at least as large at no more cost, and one of the two better. O(n^2) at worst.</summary>
    /// <param name="values">Score, larger is better, and cost, smaller is better; finite.</param>
    public static int[] Fronts(IReadOnlyList<(double Score, double Cost)> values)
    {
        int[] fronts = new int[values.Count];
        Array.Fill(fronts, -1);
        // Whoever may beat another comes before it.
        int[] order = [.. Enumerable.Range(0, values.Count).OrderByDescending(i => values[i].Score).ThenBy(i => values[i].Cost).ThenBy(static i => i)];
        List<List<int>> members = [];
        foreach (int i in order)
        {
            int front = 0;
            while (front < members.Count && members[front].Exists(other => Dominates(values[other], values[i]))) front++;
            if (front == members.Count) members.Add([]);
            members[front].Add(i);
            fronts[i] = front;
        }
        return fronts;
    }

    /// <summary>Crowding distance of each among those of its front: the sides of the box between its neighbours, infinite at the ends.</summary>
    public static double[] Crowding(IReadOnlyList<(double Score, double Cost)> values, int[] fronts)
    {
        double[] crowding = new double[values.Count];
        foreach (IGrouping<int, int> front in Enumerable.Range(0, values.Count).GroupBy(i => fronts[i]))
        {
            Add(crowding, [.. front.OrderBy(i => values[i].Score).ThenBy(static i => i)], i => values[i].Score);
            Add(crowding, [.. front.OrderBy(i => values[i].Cost).ThenBy(static i => i)], i => values[i].Cost);
        }
        return crowding;
    }

    /// <summary>Whether one is at least as good in both respects and better in one.</summary>
    public static bool Dominates((double Score, double Cost) one, (double Score, double Cost) other) =>
        one.Score >= other.Score && one.Cost <= other.Cost && (one.Score > other.Score || one.Cost < other.Cost);

    private static void Add(double[] crowding, int[] sorted, Func<int, double> value)
    {
        double range = value(sorted[^1]) - value(sorted[0]);
        crowding[sorted[0]] = crowding[sorted[^1]] = double.PositiveInfinity;
        for (int i = 1; range > 0 && i < sorted.Length - 1; i++) crowding[sorted[i]] += (value(sorted[i + 1]) - value(sorted[i - 1])) / range;
    }
}
