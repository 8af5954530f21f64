namespace RandWire.Networks.Editing;

/// <summary>How large an edit may make a network. A network beyond a limit can still be edited to a smaller one.</summary>
public sealed record EditLimits
{
    /// <summary>The usual limits.</summary>
    public static EditLimits Usual { get; } = new();

    /// <summary>Most operations of the program.</summary>
    public int Operations { get; init; } = 10_000;

    /// <summary>Most characters of the text.</summary>
    public int TextLength { get; init; } = 1 << 17;

    /// <summary>Most trained scalars.</summary>
    public long Parameters { get; init; } = 1_000_000_000;

    /// <summary>Most multiply-adds of convolutions and classifier, per image.</summary>
    public long MultiplyAdds { get; init; } = 1_000_000_000_000;

    /// <summary>Why an edited network is too large, or null.</summary>
    internal string? Refuse(NetworkSpec before, NetworkSpec after)
    {
        NetworkCost old = before.Cost(), cost = after.Cost();
        return Over("operations", before.Lower().Operations.Length, after.Lower().Operations.Length, Operations)
            ?? Over("characters", before.Text.Length, after.Text.Length, TextLength)
            ?? Over("parameters", old.Parameters, cost.Parameters, Parameters)
            ?? Over("multiply-adds", old.MultiplyAddsConvFc, cost.MultiplyAddsConvFc, MultiplyAdds);
    }

    private static string? Over(string what, long before, long after, long most) => after <= most || after < before ? null
        : FormattableString.Invariant($"{after} {what} are more than the {most} that an edit may come to.");
}
