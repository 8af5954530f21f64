namespace RandWire.Training.Data.Readers;

/// <summary>Names under which sources keep their splits, in any case.</summary>
internal static class SplitNames
{
    // What stands beside the word of a split in one word: trainset, testdata.
    private static readonly string[] Tails = ["SET", "DATA", "DATASET", "IMAGES", "IMAGE", "IMGS", "IMG", "SPLIT"];

    /// <summary>"train", "validation" or "test".</summary>
    public static string Of(SplitKind split) => split switch
    {
        SplitKind.Train => "train",
        SplitKind.Validation => "validation",
        _ => "test",
    };

    /// <summary>Whether a name is the word of a split and nothing else.</summary>
    public static bool TryParse(string name, out SplitKind split)
    {
        SplitKind? found = Word(name.ToUpperInvariant());
        split = found ?? SplitKind.Train;
        return found != null;
    }

    /// <summary>Whether a name bears the word of one split, parted from others by anything that is no letter or by case: <c>seg_train</c>, <c>TrainSet</c>,
    /// <c>test1</c>; neither <c>valley</c> nor <c>train_test</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="split">The split.</param>
    /// <param name="rest">The other words in capitals, joined by blanks, without digits: what must be equal for two folders to be parts of one set.</param>
    public static bool TryFind(string name, out SplitKind split, out string rest)
    {
        SplitKind? found = null;
        List<string> others = [];
        (split, rest) = (SplitKind.Train, "");
        foreach (string word in Words(name))
        {
            SplitKind? kind = Word(word);
            string? tail = kind == null ? Array.Find(Tails, tail => word.EndsWith(tail, StringComparison.Ordinal) && Word(word[..^tail.Length]) != null) : null;
            if (tail != null)
            {
                kind = Word(word[..^tail.Length]);
                others.Add(tail);
            }
            if (kind == null) others.Add(word);
            else if (found != null && found != kind) return false;
            else found = kind;
        }
        (split, rest) = (found ?? SplitKind.Train, string.Join(' ', others));
        return found != null;
    }

    private static SplitKind? Word(string word) => word switch
    {
        "TRAIN" or "TRAINING" => SplitKind.Train,
        "VAL" or "VALID" or "VALIDATION" or "DEV" => SplitKind.Validation,
        "TEST" or "TESTING" => SplitKind.Test,
        _ => null,
    };

    // Runs of letters, cut where a capital follows a small letter or begins a capitalized word: IMGTrainSet is IMG, Train, Set.
    private static IEnumerable<string> Words(string name)
    {
        int start = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            bool letter = i < name.Length && char.IsLetter(name[i]);
            bool humps = letter && i > start && char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || i + 1 < name.Length && char.IsLower(name[i + 1]));
            if (letter && !humps) continue;
            if (i > start) yield return name[start..i].ToUpperInvariant();
            start = letter ? i : i + 1;
        }
    }
}
