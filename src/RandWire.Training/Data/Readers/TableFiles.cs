namespace RandWire.Training.Data.Readers;

/// <summary>Finds the files that a table's rows mean: by path, by path in another case, by name without extension, or in a folder that the table does not name.</summary>
/// <remarks>Paths are relative to the table's folder and must stay under it, absolute ones too: a table may come from anybody.</remarks>
internal sealed class TableFiles(string root, CancellationToken cancellation)
{
    private Dictionary<string, List<string>>? _byName, _byStem;

    /// <summary>Where files lie: under a folder, or anywhere when <see cref="Folder"/> is null.</summary>
    /// <param name="Folder">Relative to the root, "" for the root itself.</param>
    /// <param name="Hits">How many of the sampled rows it finds.</param>
    internal sealed record Place(string? Folder, int Hits);

    /// <summary>How a file was found.</summary>
    internal enum Match
    {
        /// <summary>It was not.</summary>
        None,

        /// <summary>Several files could be meant.</summary>
        Several,

        /// <summary>At its path.</summary>
        Exact,

        /// <summary>At its path, in another case.</summary>
        OtherCase,

        /// <summary>With an extension that the table leaves out.</summary>
        Extension,
    }

    /// <summary>The path relative to the root; null with a reason when it leads out or is none.</summary>
    public string? Relative(string value, out string reason)
    {
        reason = "the path is empty";
        if (value.Length == 0) return null;
        reason = "the path holds a zero character";
        if (value.Contains('\0', StringComparison.Ordinal)) return null;
        reason = "a web address: download the files and write their paths";
        if (value.Contains("://", StringComparison.Ordinal)) return null;
        string relative = Path.GetRelativePath(root, Path.GetFullPath(value.Replace('\\', '/'), root)).Replace('\\', '/');
        reason = "leads out of the list's folder: move the list above the images";
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null : relative;
    }

    /// <summary>The place that finds most of some values; null when none finds any.</summary>
    /// <param name="values">Values of a column.</param>
    /// <param name="hint">Name of the table: of several places the one of the same split is meant.</param>
    /// <exception cref="DataException">Several places find them equally well.</exception>
    public Place? Best(IReadOnlyList<string> values, string hint)
    {
        int here = values.Count(value => Find(value, "", out _) != null);
        if (2 * here >= values.Count && here > 0) return new Place("", here);

        Dictionary<string, int> folders = new(StringComparer.Ordinal);
        int anywhere = 0;
        foreach (string value in values)
        {
            if (Relative(value, out _) is not string relative) continue;
            List<string> named = Named(relative);
            if (named.Count == 1) anywhere++;
            foreach (string folder in named.Select(path => Above(path, relative)).OfType<string>().Distinct(StringComparer.Ordinal)) folders[folder] = folders.GetValueOrDefault(folder) + 1;
        }
        int most = folders.Count == 0 ? 0 : folders.Values.Max();
        if (Math.Max(most, anywhere) <= here) return here > 0 ? new Place("", here) : null;
        if (anywhere > most) return new Place(null, anywhere);
        string[] best = [.. folders.Where(folder => folder.Value == most).Select(folder => folder.Key).Order(StringComparer.Ordinal)];
        if (best.Length > 1 && SplitNames.TryFind(Path.GetFileNameWithoutExtension(hint), out SplitKind split, out _))
        {
            string[] same = [.. best.Where(folder => folder.Split('/').Any(part => SplitNames.TryFind(part, out SplitKind kind, out _) && kind == split))];
            if (same.Length == 1) best = same;
        }
        if (best.Length == 1) return new Place(best[0], most);
        string first = values.First(value => Relative(value, out _) is string relative && Named(relative).Count > 1);
        throw new DataException($"{Path.Combine(root, hint)}: '{first}' could be a file in {string.Join(" or in ", best.Take(4).Select(folder => folder.Length == 0 ? "." : folder + "/"))}. Write the folder into the "
            + "paths, or move the table into the folder that is meant.");
    }

    /// <summary>The file that a value means, relative to the root; null when there is none or several.</summary>
    public string? Find(string value, string? folder, out Match match)
    {
        string? found = FindAsWritten(value, folder, out match);
        if (found != null || match == Match.Several || !value.Contains('%', StringComparison.Ordinal)) return found;
        // As addresses are written: two%20words.png.
        string plain = Uri.UnescapeDataString(value);
        return plain == value ? null : FindAsWritten(plain, folder, out match);
    }

    private string? FindAsWritten(string value, string? folder, out Match match)
    {
        match = Match.None;
        if (Relative(value, out _) is not string relative) return null;
        if (folder != null)
        {
            string path = folder.Length == 0 ? relative : $"{folder}/{relative}";
            match = Match.Exact;
            if (File.Exists(Path.Combine(root, path))) return path;
            List<string> candidates = Named(relative);
            candidates = candidates.FindAll(file => Above(file, relative) == folder);
            return Single(candidates, relative, out match);
        }
        return Single(Named(relative), relative, out match);
    }

    private static string? Single(List<string> candidates, string relative, out Match match)
    {
        match = candidates.Count == 0 ? Match.None : Match.Several;
        if (candidates.Count != 1) return null;
        bool whole = Path.GetFileName(candidates[0]).Length == Path.GetFileName(relative).Length;
        match = !whole ? Match.Extension : candidates[0].EndsWith(relative, StringComparison.Ordinal) ? Match.Exact : Match.OtherCase;
        return candidates[0];
    }

    // Images anywhere whose path ends in this, in any case, with or without their extension.
    private List<string> Named(string relative)
    {
        if (_byName == null) Index();
        string name = Path.GetFileName(relative);
        IEnumerable<string> found = _byName!.GetValueOrDefault(name, []);
        if (!ImageFolder.IsImageExtension(Path.GetExtension(name))) found = found.Concat(_byStem!.GetValueOrDefault(name, []));
        List<string> ends = [.. found.Where(path => Above(path, relative) != null)];
        // A file of exactly this spelling is meant before its neighbors of another.
        return ends.Count > 1 && ends.FindAll(path => path.Equals(relative, StringComparison.Ordinal) || path.EndsWith("/" + relative, StringComparison.Ordinal)) is [string exact] ? [exact] : ends;
    }

    // The folder that a relative path lies under in a file's path; null when it does not end so.
    private static string? Above(string file, string relative)
    {
        int length = file.Length;
        if (Path.GetFileName(file).Length != Path.GetFileName(relative).Length) length -= Path.GetExtension(file).Length;
        ReadOnlySpan<char> path = file.AsSpan(0, length);
        if (!path.EndsWith(relative, StringComparison.OrdinalIgnoreCase)) return null;
        int rest = length - relative.Length;
        return rest == 0 ? "" : file[rest - 1] == '/' ? file[..(rest - 1)] : null;
    }

    private void Index()
    {
        _byName = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        _byStem = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (string image in ImageFolder.Scan(root, cancellation).Root.ImagesUnder())
        {
            Add(_byName, Path.GetFileName(image), image);
            Add(_byStem, Path.GetFileNameWithoutExtension(image), image);
        }

        static void Add(Dictionary<string, List<string>> index, string key, string image)
        {
            if (!index.TryGetValue(key, out List<string>? images)) index[key] = images = [];
            images.Add(image);
        }
    }
}
