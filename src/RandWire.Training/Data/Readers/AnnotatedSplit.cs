namespace RandWire.Training.Data.Readers;

/// <summary>A split whose images lie in one heap, with a list of file and class beside them, as in Tiny ImageNet (<c>val/val_annotations.txt</c>).</summary>
internal sealed class AnnotatedSplit
{
    private const long MaxBytes = 1 << 26;
    private readonly Dictionary<string, string> _classOf;

    private AnnotatedSplit(string name, Dictionary<string, string> classOf) => (Name, _classOf) = (name, classOf);

    /// <summary>The list's path relative to the root.</summary>
    public string Name { get; }

    /// <summary>The list in a folder; null when there is none.</summary>
    /// <exception cref="InvalidDataException">A line names no class of the training split, or a file twice; the message names the line.</exception>
    public static AnnotatedSplit? Find(string root, ScannedFolder folder, IReadOnlyList<string> classes)
    {
        if (folder.Documents.Find(name => name.EndsWith("_annotations.txt", StringComparison.OrdinalIgnoreCase)) is not string file) return null;
        string name = $"{folder.Relative}/{file}";
        HashSet<string> known = [.. classes];
        Dictionary<string, string> classOf = new(StringComparer.Ordinal);
        int line = 0;
        foreach (string text in TextFile.Read(Path.Combine(root, name), MaxBytes).Split('\n'))
        {
            line++;
            if (text.AsSpan().Trim().Length == 0) continue;
            string[] fields = text.Split('\t');
            if (fields.Length < 2) throw new InvalidDataException($"{name} line {line}: expected a file name, a tab and a class.");
            string className = fields[1].Trim();
            if (!known.Contains(className)) throw new InvalidDataException($"{name} line {line}: '{className}' is no class folder of the training split.");
            if (!classOf.TryAdd(fields[0].Trim(), className) && classOf[fields[0].Trim()] != className)
                throw new InvalidDataException($"{name} line {line}: '{fields[0].Trim()}' has another class in a line above.");
        }
        return new AnnotatedSplit(name, classOf);
    }

    /// <summary>Adds the images that the list names, class by class; the others have no class.</summary>
    public void AddTo(ClassListing listing, SplitKind kind, List<string> images, List<SkippedFile> passedOver)
    {
        foreach (IGrouping<string?, string> sameClass in images.GroupBy(image => _classOf.GetValueOrDefault(Path.GetFileName(image))).OrderBy(same => same.Key, StringComparer.Ordinal))
        {
            if (sameClass.Key != null) listing.Add(sameClass.Key, kind, [.. sameClass], -1);
            else passedOver.AddRange(sameClass.Select(image => new SkippedFile(image, $"not in {Name}, so it has no class")));
        }
    }
}
