namespace RandWire.Training.Data.Readers;

/// <summary>Walks a folder for images: every real folder once, those that links lead to after all others.</summary>
/// <remarks>Hidden files and what systems leave behind are passed over. A link is followed unless it leads upwards or to a folder that is read anyway; whichever
/// order the file system lists entries in, the result is the same. A file is taken for an image by its extension, or by its first bytes when the extension says
/// nothing; whether it can be read shows later.</remarks>
internal sealed class ImageFolder
{
    private const int MaxDepth = 32;

    // Folders of network storage, archives and systems, which hold thumbnails, copies and what was deleted.
    private static readonly HashSet<string> SystemFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "__MACOSX", "@eaDir", "@Recycle", "#recycle", "#snapshot", "$RECYCLE.BIN", "RECYCLER", "System Volume Information", "lost+found",
    };

    private readonly Dictionary<string, string> _visited = new(RealPath.Comparer);
    // The shallowest first, in the order they were found: a link that is a class wins over one inside of a class.
    private readonly PriorityQueue<(ScannedFolder Parent, FileSystemInfo Link, string ParentReal, int Depth), (int Depth, int Order)> _links = new();
    private readonly string _real;
    private int _order;
    private readonly CancellationToken _cancellation;

    private ImageFolder(string root, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _real = RealPath.Of(root) ?? Path.GetFullPath(root);
        Root = new ScannedFolder("", Path.GetFileName(Path.TrimEndingDirectorySeparator(_real)));
    }

    /// <summary>What was found.</summary>
    public ScannedFolder Root { get; }

    /// <summary>Folders that could not be looked at.</summary>
    public List<SkippedFile> Skipped { get; } = [];

    /// <summary>Links that are not followed because what they lead to is read anyway.</summary>
    public List<SkippedFile> PassedOver { get; } = [];

    /// <summary>Files passed over because they are no images.</summary>
    public int IgnoredFiles { get; private set; }

    /// <summary>Lists everything below a folder.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImageFolder Scan(string root, CancellationToken cancellation)
    {
        ImageFolder scan = new(root, cancellation);
        scan.Visit(scan.Root, new DirectoryInfo(root), scan._real, 0);
        while (scan._links.TryDequeue(out (ScannedFolder Parent, FileSystemInfo Link, string ParentReal, int Depth) link, out _))
            scan.Follow(link.Parent, link.Link, link.ParentReal, link.Depth);
        return scan;
    }

    /// <summary>Whether an extension is that of a picture, read or not: what is not read is listed with the reason.</summary>
    public static bool IsImageExtension(string extension) => extension.ToUpperInvariant() is
        ".JPG" or ".JPEG" or ".JPE" or ".JFIF" or ".PNG"
        or ".GIF" or ".BMP" or ".WEBP" or ".TIF" or ".TIFF" or ".HEIC" or ".HEIF" or ".AVIF" or ".JP2" or ".JXL"
        or ".PBM" or ".PGM" or ".PPM" or ".PNM" or ".PAM" or ".TGA" or ".PSD" or ".SVG" or ".EXR" or ".HDR" or ".DCM" or ".DNG" or ".CR2" or ".NEF" or ".ARW";

    /// <summary>Whether an entry is hidden or belongs to a system.</summary>
    public static bool IsHidden(string name) => name.StartsWith('.') || SystemFolders.Contains(name);

    private void Visit(ScannedFolder folder, DirectoryInfo place, string real, int depth)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (depth > MaxDepth)
        {
            Skipped.Add(new SkippedFile(folder.Relative, $"more than {MaxDepth} folders deep"));
            return;
        }
        _visited.Add(real, folder.Relative);
        List<FileInfo> links = [];
        foreach (FileSystemInfo entry in Entries(folder.Relative, place))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (entry is DirectoryInfo inner)
            {
                if (IsHidden(inner.Name))
                {
                    PassedOver.Add(new SkippedFile(Join(folder.Relative, inner.Name), "a hidden folder, or one that systems make"));
                    continue;
                }
                string innerReal = Path.Combine(real, inner.Name);
                if (IsLink(inner)) _links.Enqueue((folder, inner, real, depth + 1), (depth + 1, _order++));
                else if (!_visited.TryGetValue(innerReal, out string? first)) Visit(Child(folder, inner.Name), inner, innerReal, depth + 1);
                // Where an earlier link led to a folder, and this one to a folder above that.
                else PassedOver.Add(new SkippedFile(Join(folder.Relative, inner.Name), $"the folder '{Shown(first)}' once more"));
                continue;
            }
            FileInfo file = (FileInfo)entry;
            bool image = IsImage(file);
            // What is named like an image is listed as one that cannot be read.
            if (!image && IsLink(file) && LeadsNowhere(Path.Combine(real, file.Name))) PassedOver.Add(new SkippedFile(Join(folder.Relative, file.Name), "a link that leads to nothing"));
            else if (!image) IgnoredFiles++;
            else if (IsLink(file)) links.Add(file);
            else folder.Images.Add(Join(folder.Relative, file.Name));
            if (IsDocument(file)) folder.Documents.Add(file.Name);
        }
        if (links.Count > 0) TakeFileLinks(folder, real, links);
    }

    // A link to another file is a file; a second name for a file of the same folder is no second image.
    private void TakeFileLinks(ScannedFolder folder, string real, List<FileInfo> links)
    {
        Dictionary<string, string> taken = new(RealPath.Comparer);
        foreach (string image in folder.Images) taken[Path.Combine(real, image[(image.LastIndexOf('/') + 1)..])] = image;
        foreach (FileInfo link in links)
        {
            string relative = Join(folder.Relative, link.Name), target = RealPath.Of(Path.Combine(real, link.Name)) ?? Path.Combine(real, link.Name);
            if (taken.TryAdd(target, relative)) folder.Images.Add(relative);
            else PassedOver.Add(new SkippedFile(relative, $"a link to '{taken[target]}', which is read anyway"));
        }
        folder.Images.Sort(StringComparer.Ordinal);
    }

    private void Follow(ScannedFolder parent, FileSystemInfo link, string parentReal, int depth)
    {
        string relative = Join(parent.Relative, link.Name);
        if (RealPath.Of(Path.Combine(parentReal, link.Name)) is not string real)
            PassedOver.Add(new SkippedFile(relative, "a link that leads in a circle"));
        else if (RealPath.IsAtOrBelow(parentReal, real) || RealPath.IsAtOrBelow(_real, real))
            PassedOver.Add(new SkippedFile(relative, "a link that leads back to a folder above it"));
        else if (_visited.TryGetValue(real, out string? first))
            PassedOver.Add(new SkippedFile(relative, $"a link to '{Shown(first)}', which is read anyway"));
        else
        {
            Visit(Child(parent, link.Name), new DirectoryInfo(link.FullName), real, depth);
            parent.Folders.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        }
    }

    private static ScannedFolder Child(ScannedFolder parent, string name)
    {
        ScannedFolder child = new(Join(parent.Relative, name), name);
        parent.Folders.Add(child);
        return child;
    }

    private List<FileSystemInfo> Entries(string relative, DirectoryInfo place)
    {
        List<FileSystemInfo> entries = [];
        try
        {
            foreach (FileSystemInfo entry in place.EnumerateFileSystemInfos())
            {
                _cancellation.ThrowIfCancellationRequested();
                entries.Add(entry);
            }
        }
        catch (UnauthorizedAccessException)
        {
            Skipped.Add(new SkippedFile(Shown(relative), "a folder without permission to list it"));
        }
        catch (IOException e)
        {
            Skipped.Add(new SkippedFile(Shown(relative), $"a folder that cannot be listed: {e.Message}"));
        }
        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }

    // The link itself is a file that exists.
    private static bool LeadsNowhere(string link) => RealPath.Of(link) is not string target || !File.Exists(target);

    private static bool IsLink(FileSystemInfo entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0 && entry.LinkTarget != null;

    private static bool IsImage(FileInfo file) =>
        !IsHidden(file.Name) && (IsImageExtension(file.Extension) || ImageFile.BeginsLikeAnImage(file.FullName));

    private static bool IsDocument(FileInfo file) =>
        !file.Name.StartsWith('.') && file.Extension.ToUpperInvariant() is ".CSV" or ".TSV" or ".TXT" or ".JSON" or ".JSONL" or ".NPZ" or ".PARQUET";

    private static string Shown(string relative) => relative.Length == 0 ? "." : relative;

    private static string Join(string relative, string name) => relative.Length == 0 ? name : $"{relative}/{name}";
}
