namespace RandWire.Training.Data.NearDuplicates;

/// <summary>The score from which two photos count as showing the same.</summary>
/// <remarks><para>The fixed limit lies half-way, in Fisher's z, between unrelated photos and copies: of 450,000 pairs of the flowers none of
/// different scenes scored above 0.50, and of 1,900 copies and crops 999 in 1,000 scored above 0.80; docs/results/near-duplicates.md has
/// what it does on kinds of copies and of pictures that it was not set on.</para>
/// <para>Where all pictures share their composition (chest X-rays, one garment on a black ground) unrelated ones score high as well. So a photo's
/// partner must stand out from the photo's look-alikes and from a sample of all others: by five standard deviations of Fisher's z, estimated by
/// median and median deviation, which some true copies among them do not move. Where more than half of them are copies (frames of one
/// video), only pairs of <see cref="Certain"/> are left.</para></remarks>
internal static class ScoreLimit
{
    /// <summary>Pairs with a lower score are never told.</summary>
    public const double Least = 0.65;

    /// <summary>Pairs from this score on are the same picture, however many look-alikes there are.</summary>
    public const double Certain = 0.98;

    /// <summary>Pairs below this score are told as similar: another shot rather than a copy.</summary>
    public const double Copy = 0.80;

    private const int FewLookAlikes = 8;
    private const double Deviations = 5;

    /// <summary>The limit for a photo.</summary>
    /// <param name="scores">Scores of the look-alikes and others that it was compared with; overwritten.</param>
    public static double For(Span<double> scores)
    {
        if (scores.Length < FewLookAlikes) return Least;
        for (int i = 0; i < scores.Length; i++) scores[i] = Math.Atanh(Math.Clamp(scores[i], -0.999, 0.999));
        scores.Sort();
        double middle = scores[scores.Length / 2];
        for (int i = 0; i < scores.Length; i++) scores[i] = Math.Abs(scores[i] - middle);
        scores.Sort();
        // 1.4826 turns the median deviation of a normal distribution into its standard deviation.
        double limit = Math.Tanh(middle + Deviations * 1.4826 * scores[scores.Length / 2]);
        return Math.Clamp(limit, Least, Certain);
    }
}
