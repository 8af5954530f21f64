namespace RandWire.Training.Data.Readers;

/// <summary>Tells folders that are splits from folders that are classes, by their names and by what they hold, and asks where that is not certain.</summary>
internal static class SplitFolders
{
    private const string Question =
        "If they are splits, put the images of each class into <split>/<class>/ with the same classes in train, val and test; if they are classes, rename them so "
        + "that no name is made of the word of a split; or write a .csv of path, label and split.";

    /// <summary>A folder that is one split.</summary>
    internal sealed record Part(SplitKind Kind, ScannedFolder Folder, bool HasClasses);

    private sealed record Candidate(ScannedFolder Folder, SplitKind Kind, string Rest)
    {
        public List<ScannedFolder> Classes { get; } = Folder.Holding();

        public bool IsExact => SplitNames.TryParse(Folder.Name, out _);

        public bool IsNested => Classes.Count > 0;

        public HashSet<string> Keys => [.. Classes.Select(folder => ClassNames.Key(folder.Name))];
    }

    /// <summary>The splits, train first; null when the folders are classes.</summary>
    /// <exception cref="DataException">Both readings are possible, or parts of a split are missing; the message asks.</exception>
    public static List<Part>? Find(string root, ScannedFolder top)
    {
        List<Candidate> bearing = [];
        List<ScannedFolder> others = [];
        foreach (ScannedFolder folder in top.Holding())
        {
            if (SplitNames.TryFind(folder.Name, out SplitKind kind, out string rest)) bearing.Add(new Candidate(folder, kind, rest));
            else others.Add(folder);
        }
        if (bearing.Count == 0) return null;
        if (others.Count > 0)
        {
            RefuseOthers(root, bearing, others);
            return null;
        }
        if (!bearing.Exists(one => one.IsNested)) return RefuseFlat(root, top, bearing);
        if (bearing is [{ IsExact: false } or { Kind: not SplitKind.Train }]) return null;
        return Parts(root, top, bearing);
    }

    // What people name parts of a set by, beside the words of splits.
    private static readonly HashSet<string> PartNames =
    [
        "LEARN", "LEARNING", "TR", "TRN", "TRAINS", "TE", "TST", "TESTS", "VA", "VALS", "EVAL", "EVALUATION", "HOLDOUT", "QUERY", "GALLERY",
        "FOLD", "PART", "SPLIT", "SET", "SUBSET", "BATCH", "SESSION", "ROUND", "",
    ];

    /// <summary>Asks where folders would be classes that hold the same folders and are named like parts of a set: <c>learn/cat, test/cat</c>, <c>fold1/cat,
    /// fold2/cat</c>, <c>2019/cat, 2020/cat</c>.</summary>
    /// <exception cref="DataException">There are such folders.</exception>
    public static void RefuseParts(string root, List<ScannedFolder> holding)
    {
        IEnumerable<IGrouping<string, ScannedFolder>> alike = holding.Where(folder => folder.Images.Count == 0 && folder.Holding().Count > 1)
            .GroupBy(folder => string.Join('/', folder.Holding().Select(inner => ClassNames.Key(inner.Name)).Order(StringComparer.Ordinal)));
        foreach (IGrouping<string, ScannedFolder> same in alike.Where(same => same.Count() > 1 && same.Any(folder => IsPart(folder.Name))))
        {
            ScannedFolder[] parts = [.. same.Take(2)];
            throw new DataException($"{root}: '{parts[0].Name}' and '{parts[1].Name}' hold the same folders ({string.Join(", ", parts[0].Holding().Take(5).Select(inner => $"'{inner.Name}'"))}). Are "
                + $"those the classes? Then name their folders train, val and test, or give one of them alone. Are '{parts[0].Name}' and '{parts[1].Name}' the classes? Then give --group-folder if "
                + "the folders in them are groups, or move the images up into the class folders.");
        }
    }

    // fold1, part_b, 2019: nothing but the word of a part, and a number or letter.
    private static bool IsPart(string name)
    {
        string word = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('_', '-', ' ').ToUpperInvariant();
        return SplitNames.TryFind(name, out _, out _) || PartNames.Contains(word) || (word.Length > 2 && word[^2] is '_' or '-' or ' ' && PartNames.Contains(word[..^2]));
    }

    // A folder beside the splits: part of no split, and no class as far as the splits go.
    private static void RefuseOthers(string root, List<Candidate> bearing, List<ScannedFolder> others)
    {
        if (bearing.Find(one => one is { IsExact: true, Kind: SplitKind.Train, IsNested: true }) is Candidate train)
        {
            throw new DataException($"{root}: '{train.Folder.Name}' holds class folders, as a split does, but '{others[0].Name}' lies beside it and holds images too. "
                + $"Give {Path.Combine(root, train.Folder.Name)} alone, or move the other folders away.");
        }
        if (!bearing.Exists(one => one.IsNested) && bearing.DistinctBy(one => one.Kind).Count() > 1 && bearing.DistinctBy(one => one.Rest).Count() == 1)
            throw new DataException($"{root}: {Quoted(bearing)} are named like splits and have no class folders, but '{others[0].Name}' lies beside them and holds images too. {Question}");
        Candidate? first = bearing.Find(one => one.IsNested), second = bearing.Find(one => one.IsNested && one.Kind != first?.Kind);
        if (first == null || second == null || !first.Keys.Overlaps(second.Keys)) return;
        // Classes that all hold the same folders, such as years, are classes.
        if (others.Exists(other => other.Holding().Exists(folder => first.Keys.Contains(ClassNames.Key(folder.Name))))) return;
        throw new DataException($"{root}: '{first.Folder.Name}' and '{second.Folder.Name}' hold the same folders, as splits do, but '{others[0].Name}' lies beside them and "
            + $"holds images too. Are they splits? Then move '{others[0].Name}' away. {Question}");
    }

    // Images directly in folders with the names of splits, without classes.
    private static List<Part>? RefuseFlat(string root, ScannedFolder top, List<Candidate> bearing)
    {
        string advice = Tables(root, top);
        if (bearing.Find(one => one is { IsExact: true, Kind: SplitKind.Train }) is Candidate train)
            throw new DataException($"{root}: {train.Folder.Name}/ has no class folders. Put the images of each class into {train.Folder.Name}/<class>/{NamesHint(train)}.{advice}");
        bool parted = bearing.All(one => one.Rest.Split(' ').Any(word => word.Length > 1))
            && bearing.DistinctBy(one => one.Rest).Count() == bearing.Count;
        if (parted || bearing.Count == 1) return null;
        throw new DataException($"{root}: {Quoted(bearing)} hold images, are named like splits, and have no class folders. {Question}{advice}");
    }

    private static List<Part> Parts(string root, ScannedFolder top, List<Candidate> bearing)
    {
        foreach (IGrouping<SplitKind, Candidate> same in bearing.GroupBy(one => one.Kind).Where(same => same.Count() > 1))
        {
            Candidate[] pair = [.. same];
            throw new DataException($"{root}: both '{pair[0].Folder.Name}' and '{pair[1].Folder.Name}' name the {SplitNames.Of(same.Key)} split. Rename one. {Question}");
        }
        if (bearing.Find(one => one.Kind == SplitKind.Train) is not Candidate train)
            throw new DataException($"{root}: {Quoted(bearing)} are named like splits, but none like a training split. Is it missing? {Question}");
        if (!train.IsNested)
        {
            throw new DataException($"{root}: {train.Folder.Name}/ has no class folders, but '{bearing.Find(one => one.IsNested)!.Folder.Name}' has. Put the images of each class into "
                + $"{train.Folder.Name}/<class>/.{Tables(root, top)}");
        }
        bool named = bearing.Exists(one => !one.IsExact);
        if (named && bearing.Count > 1 && bearing.All(one => one.Rest.Length > 1) && bearing.DistinctBy(one => one.Rest).Count() == bearing.Count)
            throw new DataException($"{root}: are {Quoted(bearing)} splits or classes? {Question}");
        List<Part> parts = [];
        foreach (Candidate one in bearing.OrderBy(one => one.Kind))
        {
            bool labelled = one.IsNested && !IsOneHeap(one, train);
            parts.Add(new Part(one.Kind, one.Folder, labelled));
            if (!labelled || one == train) continue;
            int common = one.Keys.Count(train.Keys.Contains);
            if (common == 0 || named && 2 * common < Math.Min(one.Keys.Count, train.Keys.Count))
            {
                throw new DataException($"{root}: '{train.Folder.Name}' and '{one.Folder.Name}' are named like splits, but {(common == 0 ? "no" : "only " + common)} class "
                    + $"folder{(common == 1 ? " has" : "s have")} the same name ('{train.Classes[0].Name}' there, '{one.Classes[0].Name}' here). {Question}");
            }
        }
        return parts;
    }

    // test/images/0001.png: a folder for tidiness, which is no class.
    private static bool IsOneHeap(Candidate one, Candidate train) =>
        one.Classes is [ScannedFolder only] && !train.Keys.Contains(ClassNames.Key(only.Name))
        && (one.Kind != SplitKind.Train && train.Keys.Count > 1 && only.Name.ToUpperInvariant() is "IMAGES" or "IMAGE" or "IMGS" or "IMG" or "UNKNOWN" or "UNLABELED" or "UNLABELLED"
            or "TEST" or "ALL" or "ALL_CLASSES");

    private static string Quoted(List<Candidate> bearing) => string.Join(" and ", bearing.Select(one => $"'{one.Folder.Name}'"));

    // cat.0.png, dog_17.png: the class may be in the file's name.
    private static string NamesHint(Candidate train)
    {
        string first = Path.GetFileName(train.Folder.Images[0]);
        return char.IsLetter(first[0]) ? $"; if the class is in the file names ('{first}'), move them so, or write a .csv of path and label" : "";
    }

    /// <summary>A sentence that names the tables that lie in a folder; empty when there are none.</summary>
    public static string Tables(string root, ScannedFolder top)
    {
        List<string> tables = top.Documents.FindAll(name => IsTable(name) || name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase));
        return tables.Count == 0
            ? ""
            : (tables.Find(name => IsTable(name) && SplitNames.TryFind(Path.GetFileNameWithoutExtension(name), out SplitKind kind, out _) && kind == SplitKind.Train) ?? tables.Find(IsTable)) is string table
                ? $" Did you mean {Path.Combine(root, table)}?{(tables.Count > 1 ? $" ({tables.Count} such files lie here: {string.Join(", ", tables.Take(5))}.)" : "")}"
                : $" {tables[0]} is not read: write it as a .csv of path and label.";

        static bool IsTable(string name) => ListReader.Recognizes(name) || NpzReader.Recognizes(name);
    }
}
