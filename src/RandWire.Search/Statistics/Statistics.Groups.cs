using RandWire.Engine;

namespace RandWire.Search;

public static partial class Statistics
{
    /// <summary>Mean of the middle half: a quarter of the values, rounded down, is left out at either end (Agarwal et al. 2021, section 4.3).</summary>
    /// <param name="values">At least one.</param>
    /// <remarks>Robust against single runs that failed or shone, and with less spread than the median.</remarks>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double InterquartileMean(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0) throw new ArgumentException("No values have no mean. Give one at least.", nameof(values));
        int cut = values.Count / 4;
        return values.Order().Skip(cut).Take(values.Count - 2 * cut).Average();
    }

    /// <summary>Probability that a run of the first beats a run of the second, ties counted half (Agarwal et al. 2021, section 4.3), with a 95 % interval.</summary>
    /// <param name="first">Runs of the first by task (a data set); at least one task, and one run in each.</param>
    /// <param name="second">Runs of the second on the same tasks, any number of them.</param>
    /// <param name="seed">Of the resamples.</param>
    /// <param name="resamples">How many, in [100, 1,000,000].</param>
    /// <returns>Mean over tasks of Mann and Whitney's U / (n m); the interval is a percentile one, runs drawn anew within each task and side.</returns>
    /// <remarks>An interval that holds 0.5 says that no difference was found. With three runs a side it is narrower than it should be.</remarks>
    /// <exception cref="ArgumentException">There are no tasks, other tasks on one side, or a task without runs.</exception>
    public static Estimate ProbabilityOfImprovement(IReadOnlyList<IReadOnlyList<double>> first, IReadOnlyList<IReadOnlyList<double>> second, Seed seed, int resamples = Bootstrap.Usual)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count == 0 || first.Count != second.Count)
            throw new ArgumentException($"{first.Count} and {second.Count} tasks cannot be compared. Give both sides the same tasks, one at least.", nameof(second));
        IReadOnlyList<double>[] groups = [.. first, .. second];
        if (groups.Any(runs => runs.Count == 0)) throw new ArgumentException("A task without runs tells nothing. Give every task a run on both sides, or leave it out.", nameof(first));

        int tasks = first.Count;
        return Bootstrap.Percentile([.. groups.Select(runs => runs.Count)], indices =>
        {
            double sum = 0;
            for (int task = 0; task < tasks; task++) sum += ShareOfWins(groups[task], indices[task], groups[tasks + task], indices[tasks + task]);
            return sum / tasks;
        }, seed, resamples)!.Value;
    }

    /// <summary>Probability that a run of the first beats a run of the second on one task.</summary>
    /// <param name="first">At least one run.</param>
    /// <param name="second">At least one run.</param>
    /// <param name="seed">Of the resamples.</param>
    /// <param name="resamples">How many, in [100, 1,000,000].</param>
    /// <exception cref="ArgumentException">One side has no runs.</exception>
    public static Estimate ProbabilityOfImprovement(IReadOnlyList<double> first, IReadOnlyList<double> second, Seed seed, int resamples = Bootstrap.Usual) =>
        ProbabilityOfImprovement([first], [second], seed, resamples);

    private static double ShareOfWins(IReadOnlyList<double> first, int[] ofFirst, IReadOnlyList<double> second, int[] ofSecond)
    {
        // Twice the wins, so that ties are whole numbers.
        long wins = 0;
        foreach (int i in ofFirst)
            foreach (int j in ofSecond) wins += first[i] > second[j] ? 2 : first[i] == second[j] ? 1 : 0;
        return wins / (2.0 * ofFirst.Length * ofSecond.Length);
    }
}
