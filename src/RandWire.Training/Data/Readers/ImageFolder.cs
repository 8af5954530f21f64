namespace RandWire.Training.Data.Readers;

/// <summary>Walks folders for images, in ordinal order, through links but not in circles.</summary>
/// <remarks>Hidden files and folders are passed over. A file is taken for an image by its extension, or by its first bytes when the
/// extension says nothing; whether it can be read shows later.</remarks>
internal sealed class ImageFolder
{
    private const int MaxDepth = 32;
    private readonly string _root;

    public ImageFolder(string root) => _root = root;

    /// <summary>Files and folders that could not be looked at.</summary>
    public List<SkippedFile> Skipped { get; } = [];

    /// <summary>Files passed over because they are no images.</summary>
    public int IgnoredFiles { get; private set; }

    /// <summary>Visible folders directly below a folder, in ordinal order.</summary>
    public List<DirectoryInfo> Subfolders(string relative) =>
        [.. Entries(relative).OfType<DirectoryInfo>().Where(folder => !Hidden(folder))];

    /// <summary>Images directly in a folder, as paths relative to the root.</summary>
    public List<string> ImagesIn(string relative)
    {
        List<string> images = [];
        foreach (FileInfo file in Entries(relative).OfType<FileInfo>())
        {
            if (IsImage(file)) images.Add(Join(relative, file.Name));
            else IgnoredFiles++;
        }
        return images;
    }

    /// <summary>Images in a folder and all folders below, as paths relative to the root.</summary>
    public List<string> ImagesUnder(string relative)
    {
        List<string> images = [];
        Walk(relative, RealPath(new DirectoryInfo(Path.Combine(_root, relative)), null), [], images);
        images.Sort(StringComparer.Ordinal);
        return images;
    }

    private void Walk(string relative, string real, HashSet<string> above, List<string> images)
    {
        if (above.Count >= MaxDepth || !above.Add(real))
        {
            Skipped.Add(new SkippedFile(relative, above.Contains(real) ? "a link that leads back to a folder above "
                + "it" : $"more than {MaxDepth} folders deep"));
            return;
        }
        images.AddRange(ImagesIn(relative));
        foreach (DirectoryInfo folder in Subfolders(relative)) Walk(Join(relative, folder.Name), RealPath(folder, real), above, images);
        above.Remove(real);
    }

    private List<FileSystemInfo> Entries(string relative)
    {
        try
        {
            List<FileSystemInfo> entries = [.. new DirectoryInfo(Path.Combine(_root, relative)).EnumerateFileSystemInfos()];
            entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            return entries;
        }
        catch (UnauthorizedAccessException)
        {
            Skip(relative, "a folder without permission to list it");
        }
        catch (IOException e)
        {
            Skip(relative, $"a folder that cannot be listed: {e.Message}");
        }
        return [];
    }

    private void Skip(string relative, string reason)
    {
        SkippedFile skipped = new(relative.Length == 0 ? "." : relative, reason);
        if (!Skipped.Contains(skipped)) Skipped.Add(skipped);
    }

    private static bool IsImage(FileInfo file)
    {
        if (Hidden(file)) return false;
        return file.Extension.ToUpperInvariant() switch
        {
            ".JPG" or ".JPEG" or ".JPE" or ".JFIF" or ".PNG" => true,
            // Kinds that are not read: taken as images so that they are listed with the reason.
            ".GIF" or ".BMP" or ".WEBP" or ".TIF" or ".TIFF" or ".HEIC" or ".HEIF" or ".AVIF" or ".JP2" or ".JXL" => true,
            _ => ImageFile.BeginsLikeAnImage(file.FullName),
        };
    }

    private static bool Hidden(FileSystemInfo entry) => entry.Name.StartsWith('.') || entry.Name == "__MACOSX";

    private static string RealPath(DirectoryInfo folder, string? parent)
    {
        try
        {
            if (folder.LinkTarget != null) return folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName;
        }
        catch (IOException)
        {
            // A circle of links; listing it fails with the system's reason.
        }
        return parent == null ? folder.FullName : Path.Combine(parent, folder.Name);
    }

    private static string Join(string relative, string name) => relative.Length == 0 ? name : $"{relative}/{name}";
}
