using RandWire.Engine;
using RandWire.Networks;
using RandWire.Training.Data;

namespace RandWire.Search;

// Scores of untrained networks: on one batch of training images, the same for all of them.
internal sealed partial class StudyContext
{
    /// <summary>Images of the batch that scores look at.</summary>
    public const int MostScoreImages = 64;

    private (float[] Images, int[] Labels)? _batch;

    /// <summary>Names of the scores by which the schedule screens; empty for most.</summary>
    public IReadOnlyList<string> ScreeningScores => Plan.Schedule is { } schedule && ScheduleText.Parse(schedule.Text) is { Then: not null } screen ? [screen.Score] : [];

    /// <summary>What scoring a network costs.</summary>
    public static double ScoreCost(NetworkSpec network, IEnumerable<string> names, int trainImages) =>
        names.Sum(name => NetworkScores.Find(name).MultiplyAdds(network, Math.Min(MostScoreImages, trainImages)));

    /// <summary>Scores by name; what has none (not finite) is left out.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">Seed of the training, whose initial weights are scored.</param>
    /// <param name="names">Which.</param>
    public IReadOnlyDictionary<string, double>? Scores(NetworkSpec network, long seed, IReadOnlyList<string> names)
    {
        if (names.Count == 0) return null;
        (float[] images, int[] labels) = _batch ??= Batch();
        Seed root = Seed.From(seed);
        using ParameterStore store = new(network.Lower(), root.Child("weights"));
        ScoreContext context = new() { Network = network, Parameters = store, Images = images, Labels = labels, Seed = root.Child("dropout"), Threads = options.Threads };
        SortedDictionary<string, double> scores = new(StringComparer.Ordinal);
        foreach (string name in names)
            if (NetworkScores.Find(name).Score(context) is double score && double.IsFinite(score)) scores[name] = score;
        return scores;
    }

    private (float[] Images, int[] Labels) Batch()
    {
        int count = Math.Min(MostScoreImages, data.Train.Count);
        int[] some = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * data.Train.Count / count))];
        using BatchLoader loader = new(data.Train.Subset(some), _format, new LoaderOptions { Classes = data.Classes.Count, BatchSize = count });
        Batch batch = loader.Epoch(0).First();
        return (batch.Images.ToArray(), batch.Labels.ToArray());
    }
}
