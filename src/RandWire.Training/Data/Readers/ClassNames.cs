namespace RandWire.Training.Data.Readers;

/// <summary>Finds class names of several splits that are one name, spelled in two ways.</summary>
internal static class ClassNames
{
    /// <summary>What is equal for two spellings of one name: case, blanks around it, and how accents are written (macOS parts them from their letters).</summary>
    public static string Key(string name) => ComposedText.Of(name).Trim().ToUpperInvariant();

    /// <summary>The name that each spelling counts as: the first split's, where no split has two of them.</summary>
    /// <param name="root">For the message.</param>
    /// <param name="splits">Class names of each split, the training split first.</param>
    /// <param name="notes">Gets a sentence for every name that is joined.</param>
    /// <exception cref="DataException">A split has two spellings and another a third.</exception>
    public static Dictionary<string, string> Join(string root, IReadOnlyList<(string Split, List<string> Names)> splits, List<string> notes)
    {
        Dictionary<string, string> joined = new(StringComparer.Ordinal);
        foreach (IGrouping<string, (string Split, string Name)> same in splits.SelectMany(split => split.Names.Select(name => (split.Split, Name: name))).GroupBy(one => Key(one.Name)))
        {
            string[] spellings = [.. same.Select(one => one.Name).Distinct(StringComparer.Ordinal)];
            bool single = same.GroupBy(one => one.Split).All(split => split.Count() == 1);
            if (spellings.Length > 1 && !single)
            {
                string[] first = [.. same.Where(one => one.Split == same.First().Split).Select(one => one.Name)];
                if (same.FirstOrDefault(one => !first.Contains(one.Name, StringComparer.Ordinal)) is { Name: not null } stray)
                {
                    throw new DataException($"{root}: class '{stray.Name}' in {stray.Split}/ could be '{first[0]}' or another of {spellings.Length} spellings. Rename the folders so that "
                        + "a class has the same name in every split.");
                }
            }
            foreach (string name in spellings) joined[name] = single ? spellings[0] : name;
            if (single && spellings.Length > 1)
            {
                notes.Add($"Folders {string.Join(" and ", same.DistinctBy(one => one.Name).Select(one => $"'{one.Split}/{one.Name}'"))} differ only in how the name is written and are read as one class, "
                    + $"'{spellings[0]}'.");
            }
        }
        return joined;
    }
}
