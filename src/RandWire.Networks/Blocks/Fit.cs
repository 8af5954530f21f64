namespace RandWire.Networks.Blocks;

/// <summary>What happens to a wire whose shape differs from the join's target: that of the first wire without a fit (of a concatenation height and width
/// alone).</summary>
/// <param name="Kind">Refuse, adapt or drop.</param>
/// <param name="By">The block that adapts it; null for the other two.</param>
public sealed record Fit(FitKind Kind, Block? By = null)
{
    /// <summary>The wire must fit.</summary>
    public static Fit Refuse { get; } = new(FitKind.Refuse);

    /// <summary>The wire is left out where it does not fit: <c>?</c>.</summary>
    public static Fit Drop { get; } = new(FitKind.Drop);

    /// <summary>The wire goes through a block where it does not fit: <c>~conv1x1(stride)+norm</c>.</summary>
    public static Fit Adapt(Block by) => new(FitKind.Adapt, by);
}
