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
        List<string> notes = [];
        if (IsTransposed(train.Name)) notes.Add($"{train.Name} is EMNIST's, whose pictures are stored with rows and columns exchanged; they are turned upright.");
        ImageCatalog catalog = new()
        {
            Layout = "IDX files",
            Images = new PackedImages(parts),
            Classes = [.. values.Select(Names(root, train.Name, values, trainLabels, notes))],
            Labels = [.. all.Select(value => labelOf[value])],
            Splits = [.. Enumerable.Repeat(SplitKind.Train, trainLabels.Length), .. Enumerable.Repeat(SplitKind.Test, testLabels.Length)],
        };
        catalog.Notes.AddRange(notes);
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
        Find(root, files, split, images: true) is string path ? IdxFile.Images(path, cacheBytes, IsTransposed(Path.GetFileName(path))) : null;

    // Cohen et al. 2017: the files of EMNIST hold each picture mirrored at its diagonal.
    private static bool IsTransposed(string file) => file.StartsWith("emnist-", StringComparison.OrdinalIgnoreCase);

    private static byte[] Labels(string root, IReadOnlyList<string> files, SplitKind split, PackedFile images)
    {
        if (Find(root, files, split, images: false) is not string path)
        {
            throw files.FirstOrDefault(file => file.Contains("idx2", StringComparison.OrdinalIgnoreCase)) is string extended
                ? new DataException($"{root}: {extended} holds QMNIST's extended labels of eight numbers; one unsigned byte an image (idx1-ubyte) is read. Write the first number of each into such a file.")
                : Missing(root, split == SplitKind.Train ? "train-labels-idx1-ubyte" : "t10k-labels-idx1-ubyte");
        }
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
            found.RemoveAll(file => file.EndsWith(".gz", StringComparison.Ordinal));
        return found switch
        {
            [] => null,
            [string only] => Path.Combine(root, only),
            _ => throw new DataException($"{root}: both {found[0]} and {found[1]} could be the {SplitNames.Of(split)} "
                + $"{(images ? "images" : "labels")}. Keep one."),
        };
    }

    private static Func<byte, string> Names(string root, string trainFile, byte[] values, byte[] trainLabels, List<string> notes)
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
        if (IsTransposed(trainFile) && Mapping(root, trainFile, values, notes) is Dictionary<byte, string> mapping) return value => mapping[value];
        if (Convert.ToHexString(SHA256.HashData(trainLabels)) == FashionLabels) return value => FashionClasses[value];
        return value => value.ToString(CultureInfo.InvariantCulture);
    }

    // emnist-letters-mapping.txt: a label and the codes of the letters that it stands for, such as "1 65 97".
    private static Dictionary<byte, string>? Mapping(string root, string trainFile, byte[] values, List<string> notes)
    {
        int end = trainFile.IndexOf("-train", StringComparison.OrdinalIgnoreCase);
        string file = $"{trainFile[..Math.Max(0, end)]}-mapping.txt";
        if (end < 0 || !File.Exists(Path.Combine(root, file)))
        {
            notes.Add($"{file} is not here, so classes have their numbers for names.");
            return null;
        }
        Dictionary<byte, string> names = [];
        int line = 0;
        foreach (string text in TextFile.Read(Path.Combine(root, file), 1 << 20).Split('\n'))
        {
            line++;
            string[] fields = text.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0) continue;
            int[] codes = [.. fields.Select(field => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? code : -1)];
            if (codes.Length < 2 || codes[0] is < 0 or > 255 || codes.AsSpan(1).ContainsAnyExceptInRange(33, 126) || !names.TryAdd((byte)codes[0], string.Join('/', codes.Skip(1).Select(code => (char)code))))
                throw new InvalidDataException($"{file} line {line}: '{text.Trim()}'; expected a label of its own and the codes of printable letters, such as 1 65 97.");
        }
        byte[] unnamed = [.. values.Where(value => !names.ContainsKey(value))];
        if (unnamed.Length > 0) throw new InvalidDataException($"{file}: no line for label {unnamed[0]}.");
        return names.Values.Distinct(StringComparer.Ordinal).Count() == names.Count ? names : throw new InvalidDataException($"{file}: two labels stand for the same letters.");
    }

    private static DataException Missing(string root, string file) =>
        new($"{root}: IDX files, but none like {file} or {file}.gz. Put it beside the others.");
}
