using System.Globalization;
using RandWire.Search;

namespace RandWire.Reports;

/// <summary>Two finished studies of the same images against each other: their full trainings over seeds, and their delivered models image by image.</summary>
public sealed record StudyPair
{
    // Fewer runs a side give an interval that is narrower than it should be.
    private const int FewestOfImprovement = 5;
    private const double Level = 0.05;

    /// <summary>Folder of the first study.</summary>
    public required string First { get; init; }

    /// <summary>Folder of the second.</summary>
    public required string Second { get; init; }

    /// <summary>Mean test accuracy of the first's full trainings minus that of the second's: of the seeds that both had where there are two of them, of all otherwise. Null where a side
    /// has one training alone, which nothing can be said of.</summary>
    public double? Difference { get; init; }

    /// <summary>95 % interval of <see cref="Difference"/>, of this pair alone.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Seeds that both trained with, if two or more: their trainings are compared in pairs (Student 1908). 0: all trainings are compared (Welch 1947).</summary>
    public int SharedSeeds { get; init; }

    /// <summary>Two-sided p-value, corrected for all pairs of the page (Holm 1979); null without <see cref="Difference"/>, or where nothing tells how far seeds spread.</summary>
    public double? PValue { get; init; }

    /// <summary>Probability that a full training of the first is better than one of the second, with its interval; null with fewer than five trainings on a side.</summary>
    public Estimate? Improvement { get; init; }

    /// <summary>The two delivered models on the same test images (McNemar 1947); it speaks of these two models, not of what another seed would give. Null where one was tested before
    /// answers were kept by image.</summary>
    public McNemarTest? Models { get; init; }

    /// <summary>Exact p-value of <see cref="Models"/>, corrected for all pairs of the page (Holm 1979).</summary>
    public double? ModelsPValue { get; init; }

    // Tests whose p-values were corrected for each other.
    private int Compared { get; init; }

    private int ModelsCompared { get; init; }

    /// <summary>Test images that <see cref="Models"/> is from.</summary>
    public int Images { get; init; }

    /// <summary>All pairs of finished studies that saw the same images in the same split.</summary>
    /// <param name="studies">The studies, in the order of the page.</param>
    public static IReadOnlyList<StudyPair> Of(IReadOnlyList<StudyView> studies)
    {
        ArgumentNullException.ThrowIfNull(studies);
        StudyResults?[] results = [.. studies.Select(study => study.Results())];
        StudyPair[] pairs =
        [
            .. from a in Enumerable.Range(0, studies.Count) from b in Enumerable.Range(a + 1, studies.Count - a - 1)
               where studies[a].DataIdentity == studies[b].DataIdentity && results[a] is not null && results[b] is not null
               select Of(studies[a], results[a]!, studies[b], results[b]!),
        ];
        int compared = pairs.Count(pair => pair.PValue is not null), modelsCompared = pairs.Count(pair => pair.Models is not null);
        Queue<double> seeds = Corrected(pairs.Select(pair => pair.PValue)), models = Corrected(pairs.Select(pair => pair.ModelsPValue));
        return [.. pairs.Select(pair => pair with { PValue = pair.PValue is null ? null : seeds.Dequeue(), ModelsPValue = pair.ModelsPValue is null ? null : models.Dequeue(), Compared = compared, ModelsCompared = modelsCompared })];
    }

    /// <summary>The pair in sentences.</summary>
    public IEnumerable<string> Sentences()
    {
        string names = $"{First} against {Second}";
        if (Difference is not { } difference || Interval is not { } interval)
        {
            yield return $"{names}: with one full training on a side, nothing tells how far their seeds spread, so the networks are not compared.";
        }
        else
        {
            string over = SharedSeeds > 0 ? $"over the {SharedSeeds} training seeds that both had, in pairs" : "over the seeds of their full trainings";
            string verdict = PValue is not { } p ? "all pairs differ by the same, so nothing tells how far seeds spread."
                : $"{Quantity.PValue(p)}{Corrected(Compared)}: " + (p >= Level ? "no difference found." : $"{(difference > 0 ? First : Second)} is better.");
            yield return $"{names}: {Quantity.Percent(difference)} of test accuracy, 95 % interval {Quantity.Percent(interval.Low)} to {Quantity.Percent(interval.High)} {over}; {verdict}";
        }
        if (Improvement is { } better)
            yield return $"{names}: a full training of the first beats one of the second with probability {Quantity.Number(better.Value, 2)} (95 % interval {Quantity.Number(better.Interval.Low, 2)} to {Quantity.Number(better.Interval.High, 2)}).";
        if (Models is { } test)
        {
            string verdict = ModelsPValue >= Level ? "no difference found between these two models" : $"the model of {(test.OnlyFirst > test.OnlySecond ? First : Second)} is better, which says nothing of other seeds";
            yield return $"{names}, delivered models image by image: of {Quantity.Count(Images)} test images the first alone has {Quantity.Count(test.OnlyFirst)} right and the second alone {Quantity.Count(test.OnlySecond)} (McNemar, exact); {Quantity.PValue(ModelsPValue ?? 1)}{Corrected(ModelsCompared)}: {verdict}.";
        }
    }

    private static StudyPair Of(StudyView a, StudyResults first, StudyView b, StudyResults second)
    {
        Dictionary<long, double> left = BySeed(first), right = BySeed(second);
        long[] shared = [.. left.Keys.Intersect(right.Keys).Order()];
        bool paired = shared.Length > 1;
        double[] ofFirst = paired ? [.. shared.Select(seed => left[seed])] : [.. left.Values], ofSecond = paired ? [.. shared.Select(seed => right[seed])] : [.. right.Values];
        Interval? interval = paired ? Statistics.PairedDifference(ofFirst, ofSecond) : Statistics.Welch(ofFirst, ofSecond);
        McNemarTest? models = first.Delivered.RightByImage() is { } one && second.Delivered.RightByImage() is { } other && one.Length == other.Length ? Statistics.McNemar(one, other) : null;
        return new StudyPair
        {
            First = a.Folder,
            Second = b.Folder,
            Difference = interval is null ? null : ofFirst.Average() - ofSecond.Average(),
            Interval = interval,
            SharedSeeds = paired ? shared.Length : 0,
            PValue = paired ? Statistics.PairedT(ofFirst, ofSecond)?.PValue : Statistics.WelchPValue(ofFirst, ofSecond),
            Improvement = Math.Min(left.Count, right.Count) < FewestOfImprovement ? null
                : Statistics.ProbabilityOfImprovement([.. left.Values], [.. right.Values], Engine.Seed.From(a.Seed).Child("improvement")),
            Models = models,
            ModelsPValue = models?.ExactPValue,
            Images = first.Delivered.Count,
        };
    }

    private static string Corrected(int tests) => tests > 1 ? string.Create(CultureInfo.InvariantCulture, $" corrected for {tests} pairs (Holm)") : "";

    private static Queue<double> Corrected(IEnumerable<double?> values) => new(Statistics.Holm([.. values.OfType<double>()]));

    private static Dictionary<long, double> BySeed(StudyResults results) =>
        results.Final.Runs.Where(run => run.Test is not null).ToDictionary(run => run.Seed, run => run.Test!.Top1);
}
