namespace RandWire.Training.Data.Readers;

/// <summary>Readable names for ImageNet's class folders (n01440764), from the word list that comes with it.</summary>
internal static class SynsetNames
{
    private const long MaxBytes = 1 << 26;
    private static readonly string[] Files = ["words.txt", "LOC_synset_mapping.txt", "synset_words.txt"];

    /// <summary>A name for each class in its order, with a note on where it is from; null when the classes are no synsets or there is no list.</summary>
    /// <remarks>The first synonym stands for a class; the folder's name goes with it where two classes share it or the list lacks it.</remarks>
    /// <exception cref="InvalidDataException">The list is not UTF-8, or too long.</exception>
    public static List<string>? Find(string root, IReadOnlyList<string> classes, List<string> notes)
    {
        if (classes.Count == 0 || !classes.All(IsSynset)) return null;
        string? file = Files.FirstOrDefault(name => File.Exists(Path.Combine(root, name)));
        if (file == null) return null;

        Dictionary<string, string> words = Read(Path.Combine(root, file), classes);
        List<string> names = [.. classes.Select(name => words.GetValueOrDefault(name, name))];
        HashSet<string> shared = [.. names.GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key)];
        for (int i = 0; i < names.Count; i++) if (shared.Contains(names[i]) && names[i] != classes[i]) names[i] = $"{names[i]} ({classes[i]})";
        notes.Add($"Class names are those of {file}: {classes[0]} is '{names[0]}'.");
        return names;
    }

    private static bool IsSynset(string name) => name.Length == 9 && name[0] == 'n' && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static Dictionary<string, string> Read(string path, IReadOnlyList<string> classes)
    {
        HashSet<string> wanted = [.. classes];
        Dictionary<string, string> words = new(StringComparer.Ordinal);
        foreach (string line in TextFile.Read(path, MaxBytes).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length < 11 || line[9] is not ('\t' or ' ') || !wanted.Contains(line[..9])) continue;
            string first = line[10..].Split(',')[0].Trim();
            if (first.Length > 0) words.TryAdd(line[..9], first);
        }
        return words;
    }
}
