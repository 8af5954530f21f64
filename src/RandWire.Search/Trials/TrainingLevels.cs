namespace RandWire.Search;

/// <summary>Makes trainings of different lengths comparable, as brackets of <c>hyperband</c> begin with them: those of other lengths than most are moved to the mean of those.</summary>
internal sealed class TrainingLevels
{
    private readonly Dictionary<int, double> _shifts;

    private TrainingLevels(Dictionary<int, double> shifts) => _shifts = shifts;

    /// <summary>Of trainings with their epochs and what they came to, larger is better; null where that is nothing.</summary>
    public static TrainingLevels Of(IEnumerable<(int Epochs, double? Value)> trainings)
    {
        ILookup<int, double> lengths = trainings.Where(static one => one.Value is not null).ToLookup(static one => one.Epochs, static one => one.Value!.Value);
        if (lengths.Count < 2) return new TrainingLevels([]);
        double level = lengths.MaxBy(static length => length.Count())!.Average();
        return new TrainingLevels(lengths.ToDictionary(static length => length.Key, length => level - length.Average()));
    }

    /// <summary>A value as a training of the usual length would have it.</summary>
    public double Levelled(int epochs, double value) => value + _shifts.GetValueOrDefault(epochs);
}
