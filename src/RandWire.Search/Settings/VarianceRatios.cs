namespace RandWire.Search;

/// <summary>Variances in units of the training seed's.</summary>
/// <param name="Family">Between generators; 0 where the model has no such level.</param>
/// <param name="Setting">Between settings of a generator.</param>
/// <param name="Graph">Between graphs of a setting.</param>
internal readonly record struct VarianceRatios(double Family, double Setting, double Graph)
{
    // Doublings. Wide enough that what lies beyond is as good as none or as all.
    private static readonly int[] SettingSteps = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6], OtherSteps = [-6, -4, -2, 0, 2, 4, 6];

    /// <summary>The prior: settings spread as much as training seeds do, generators and graphs half as much, each give or take two doublings.</summary>
    private const double SettingCenter = 0, OtherCenter = -1, Doublings = 2;

    /// <summary>The ratios over which the model is averaged, each with the logarithm of its prior weight.</summary>
    public static IReadOnlyList<(VarianceRatios Ratios, double LogPrior)> Grid(bool hasFamilies) =>
    [
        .. from family in hasFamilies ? OtherSteps : [int.MinValue]
           from setting in SettingSteps
           from graph in OtherSteps
           select (new VarianceRatios(hasFamilies ? Math.ScaleB(1, family) : 0, Math.ScaleB(1, setting), Math.ScaleB(1, graph)),
               (hasFamilies ? LogPrior(family, OtherCenter) : 0) + LogPrior(setting, SettingCenter) + LogPrior(graph, OtherCenter)),
    ];

    private static double LogPrior(int step, double center) => -0.5 * (step - center) * (step - center) / (Doublings * Doublings);
}
