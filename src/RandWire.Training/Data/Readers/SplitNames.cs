namespace RandWire.Training.Data.Readers;

/// <summary>Names under which sources keep their splits, in any case.</summary>
internal static class SplitNames
{
    /// <summary>"train", "validation" or "test".</summary>
    public static string Of(SplitKind split) => split switch
    {
        SplitKind.Train => "train",
        SplitKind.Validation => "validation",
        _ => "test",
    };

    public static bool TryParse(string name, out SplitKind split)
    {
        SplitKind? found = name.ToUpperInvariant() switch
        {
            "TRAIN" or "TRAINING" => SplitKind.Train,
            "VAL" or "VALID" or "VALIDATION" or "DEV" => SplitKind.Validation,
            "TEST" or "TESTING" => SplitKind.Test,
            _ => null,
        };
        split = found ?? SplitKind.Train;
        return found != null;
    }
}
