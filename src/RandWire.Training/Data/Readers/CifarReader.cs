using System.Globalization;

namespace RandWire.Training.Data.Readers;

/// <summary>Reads the "binary version" of CIFAR-10 and CIFAR-100 (Krizhevsky 2009); of the latter the 100 fine labels.</summary>
internal sealed class CifarReader
{
    private const int Side = 32, PixelBytes = 3 * Side * Side;
    private readonly string _root;
    private readonly int _labelBytes, _classes;
    private readonly IReadOnlyList<string> _train, _test;
    private readonly string _namesFile;

    private CifarReader(string root, int labelBytes, int classes,
        IReadOnlyList<string> train, IReadOnlyList<string> test, string namesFile) =>
        (_root, _labelBytes, _classes, _train, _test, _namesFile) = (root, labelBytes, classes, train, test, namesFile);

    /// <summary>A reader when the files of a folder look like CIFAR.</summary>
    /// <exception cref="DataException">Both kinds lie in one folder.</exception>
    public static CifarReader? For(string root, IReadOnlyList<string> files)
    {
        List<string> ten =
        [
            .. files.Where(file => file.StartsWith("data_batch_", StringComparison.Ordinal) && file.EndsWith(".bin", StringComparison.Ordinal)),
        ];
        bool hundred = files.Contains("train.bin");
        if (ten.Count > 0 && hundred)
        {
            throw new DataException($"{root}: files of CIFAR-10 ({ten[0]}) and of CIFAR-100 (train.bin). Keep each in a folder of its "
                + "own.");
        }
        if (ten.Count > 0) return new CifarReader(root, 1, 10, ten, [.. files.Where(file => file == "test_batch.bin")], "batches.meta.txt");
        if (hundred)
            return new CifarReader(root, 2, 100, ["train.bin"], [.. files.Where(file => file == "test.bin")], "fine_label_names.txt");
        return null;
    }

    /// <exception cref="InvalidDataException">A file of odd length or a label out of range; the message names file and byte.</exception>
    public ImageCatalog Read(DatasetOptions options)
    {
        List<PackedFile> parts = [];
        List<int> labels = [];
        List<SplitKind> splits = [];
        long cache = options.CacheBytes;
        foreach ((string file, SplitKind split) in (IEnumerable<(string, SplitKind)>)
            [.. _train.Select(file => (file, SplitKind.Train)), .. _test.Select(file => (file, SplitKind.Test))])
        {
            PackedFile part = ReadFile(file, cache, labels);
            if (part.InMemory) cache -= (long)part.Count * PixelBytes;
            parts.Add(part);
            splits.AddRange(Enumerable.Repeat(split, part.Count));
        }
        ImageCatalog catalog = new()
        {
            Layout = $"CIFAR-{_classes} binary",
            Images = new PackedImages(parts),
            Classes = Names(),
            Labels = labels,
            Splits = splits,
        };
        if (_classes == 10 && _train.Count != 5)
            catalog.Notes.Add($"{_train.Count} of the 5 training files data_batch_1.bin to data_batch_5.bin are here.");
        if (_test.Count == 0) catalog.Notes.Add("The test file is missing, so a test split is taken from the training images.");
        return catalog;
    }

    private PackedFile ReadFile(string file, long cacheBytes, List<int> labels)
    {
        string path = Path.Combine(_root, file);
        int record = _labelBytes + PixelBytes;
        PackedFormat format = new(Side, Side, 3, 0, record, _labelBytes, Planar: true);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        if (stream.Length % record != 0)
        {
            throw new InvalidDataException($"{file}: {stream.Length} bytes is no multiple of the {record} bytes of a record; "
                + $"byte {stream.Length / record * record} begins one that is cut off. Fetch the file again.");
        }
        if (stream.Length / record * PixelBytes > Array.MaxLength)
            throw new InvalidDataException($"{file}: {stream.Length} bytes; at most {Array.MaxLength} are read.");
        int count = (int)(stream.Length / record);
        bool keep = (long)count * PixelBytes <= cacheBytes;
        byte[] pixels = keep ? new byte[count * PixelBytes] : [], buffer = new byte[record];
        for (int i = 0; i < count; i++)
        {
            stream.ReadExactly(buffer);
            int label = buffer[_labelBytes - 1];
            if (label >= _classes)
            {
                throw new InvalidDataException($"{file} byte {(long)i * record + _labelBytes - 1}: label {label} must lie in [0, "
                    + $"{_classes - 1}].");
            }
            labels.Add(label);
            if (keep) format.Interleave(buffer.AsSpan(_labelBytes), pixels.AsSpan(i * PixelBytes, PixelBytes));
        }
        return keep
            ? PackedFile.Of(file, count, format, pixels)
            : PackedFile.On(file, count, format, File.OpenHandle(path, options: FileOptions.RandomAccess));
    }

    private List<string> Names()
    {
        string path = Path.Combine(_root, _namesFile);
        if (!File.Exists(path)) return [.. Enumerable.Range(0, _classes).Select(label => label.ToString(CultureInfo.InvariantCulture))];
        List<string> names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Count == _classes
            ? names
            : throw new InvalidDataException($"{_namesFile}: {names.Count} names, {_classes} are needed, one per line.");
    }
}
