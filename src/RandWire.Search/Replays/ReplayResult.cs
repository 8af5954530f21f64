namespace RandWire.Search;

/// <summary>What many searches of a table came to.</summary>
/// <param name="Strategy">Name of the strategy.</param>
/// <param name="Objective">The column that it saw.</param>
/// <param name="Report">The column by which its choices are judged.</param>
/// <param name="Evaluations">Networks that a search looked up at most.</param>
/// <param name="Found">The choice of every repeat, judged.</param>
/// <param name="Optima">Repeats that found the largest objective of the table.</param>
/// <param name="Optimum">The largest value of the report's column.</param>
public sealed record ReplayResult(string Strategy, string Objective, string Report, int Evaluations, IReadOnlyList<double> Found, int Optima, double Optimum)
{
    /// <summary>Searches done.</summary>
    public int Repeats => Found.Count;

    /// <summary>Mean over repeats.</summary>
    public double Mean => Found.Average();

    /// <summary>Standard deviation over repeats; 0 for one.</summary>
    public double Deviation => Statistics.Deviation([.. Found]) ?? 0;

    /// <summary>The best of all repeats.</summary>
    public double Best => Found.Max();
}
