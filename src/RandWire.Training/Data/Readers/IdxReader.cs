using System.Globalization;
using System.Security.Cryptography;

namespace RandWire.Training.Data.Readers;

/// <summary>Reads a folder of MNIST-like IDX files: images and labels of a training set and perhaps a test set.</summary>
/// <remarks>Classes are the distinct labels in numeric order, named by the lines of <c>labels.txt</c> or <c>classes.txt</c> when there is
/// one.</remarks>
internal static class IdxReader
{
    // Fashion-MNIST has the file names of MNIST, so it is known by its training labels.
    private const string FashionLabels = "657FBD221BFC9F4198CC14B5619CC33EC57C58DD0E47AF4D99D6650759E869A7";
    private static readonly string[] FashionClasses =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    public static bool Recognizes(IEnumerable<string> files) => files.Any(file => Kind(file) != null);

    /// <exception cref="InvalidDataException">A file is damaged or files contradict each other.</exception>
    /// <exception cref="DataException">A file is missing or given twice.</exception>
    public static ImageCatalog Read(string root, IReadOnlyList<string> files, DatasetOptions options)
    {
        PackedFile train = Images(root, files, SplitKind.Train, options.CacheBytes) ?? throw Missing(root, "train-images-idx3-ubyte");
        List<PackedFile> parts = [train];
        byte[] trainLabels = Labels(root, files, SplitKind.Train, train), testLabels = [];
        if (Images(root, files, SplitKind.Test, options.CacheBytes - train.Count * (long)train.Format.PixelBytes) is PackedFile test)
        {
            parts.Add(test);
            testLabels = Labels(root, files, SplitKind.Test, test);
        }
        byte[] all = [.. trainLabels, .. testLabels], values = [.. all.Distinct().Order()];
        int[] labelOf = new int[256];
        for (int i = 0; i < values.Length; i++) labelOf[values[i]] = i;
        ImageCatalog catalog = new()
        {
            Layout = "IDX files",
            Images = new PackedImages(parts),
            Classes = [.. values.Select(Names(root, values, trainLabels))],
            Labels = [.. all.Select(value => labelOf[value])],
            Splits = [.. Enumerable.Repeat(SplitKind.Train, trainLabels.Length), .. Enumerable.Repeat(SplitKind.Test, testLabels.Length)],
        };
        catalog.IgnoredFiles = files.Count(file => Kind(file) == null);
        return catalog;
    }

    private static (SplitKind Split, bool Images)? Kind(string file)
    {
        bool images = file.Contains("idx3", StringComparison.OrdinalIgnoreCase);
        bool labels = file.Contains("idx1", StringComparison.OrdinalIgnoreCase);
        if (images == labels) return null;
        if (file.Contains("train", StringComparison.OrdinalIgnoreCase)) return (SplitKind.Train, images);
        bool test = file.Contains("t10k", StringComparison.OrdinalIgnoreCase) || file.Contains("test", StringComparison.OrdinalIgnoreCase);
        return test ? (SplitKind.Test, images) : null;
    }

    private static PackedFile? Images(string root, IReadOnlyList<string> files, SplitKind split, long cacheBytes) =>
        Find(root, files, split, images: true) is string path ? IdxFile.Images(path, cacheBytes) : null;

    private static byte[] Labels(string root, IReadOnlyList<string> files, SplitKind split, PackedFile images)
    {
        string path = Find(root, files, split, images: false)
            ?? throw Missing(root, split == SplitKind.Train ? "train-labels-idx1-ubyte" : "t10k-labels-idx1-ubyte");
        byte[] labels = IdxFile.Labels(path);
        return labels.Length == images.Count
            ? labels
            : throw new InvalidDataException($"{images.Name} holds {images.Count} images but {Path.GetFileName(path)} {labels.Length} "
                + "labels. Do they belong together?");
    }

    private static string? Find(string root, IReadOnlyList<string> files, SplitKind split, bool images)
    {
        List<string> found = [.. files.Where(file => Kind(file) == (split, images))];
        // The same file plain and packed is one.
        if (found.Count == 2 && found.Exists(file => found.Contains(file + ".gz")))
        {
            found.RemoveAll(file => file.EndsWith(".gz", StringComparison.Ordinal));
        }
        return found switch
        {
            [] => null,
            [string only] => Path.Combine(root, only),
            _ => throw new DataException($"{root}: both {found[0]} and {found[1]} could be the {SplitNames.Of(split)} "
                + $"{(images ? "images" : "labels")}. Keep one."),
        };
    }

    private static Func<byte, string> Names(string root, byte[] values, byte[] trainLabels)
    {
        foreach (string file in (string[])["labels.txt", "classes.txt"])
        {
            string path = Path.Combine(root, file);
            if (!File.Exists(path)) continue;
            string[] names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
            if (names.Length > values[^1] && names.Distinct(StringComparer.Ordinal).Count() == names.Length) return value => names[value];
            throw new InvalidDataException($"{file}: {names.Length} names, but labels go up to {values[^1]}. Write one distinct name "
                + "per line, beginning with label 0.");
        }
        if (Convert.ToHexString(SHA256.HashData(trainLabels)) == FashionLabels) return value => FashionClasses[value];
        return value => value.ToString(CultureInfo.InvariantCulture);
    }

    private static DataException Missing(string root, string file) =>
        new($"{root}: IDX files, but none like {file} or {file}.gz. Put it beside the others.");
}
