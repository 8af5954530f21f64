using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;

namespace RandWire.Training.Data.Readers;

/// <summary>Reads pictures and labels from a .npz file (arrays of NumPy in a ZIP archive), as MedMNIST (Yang et al. 2023) and Keras hand them out.</summary>
/// <remarks>Arrays are named by split and part: train_images and train_labels, x_test and y_test. Pictures are bytes of shape [N, H, W], [N, H, W, C] or [N, C, H, W],
/// C being 1 or 3; labels are whole numbers of shape [N] or [N, 1].</remarks>
internal static class NpzReader
{
    // Deflate cannot shrink data by more than this.
    private const long MaxDeflateRatio = 1032;
    private const int MaxSide = 8192, MaxArrays = 1000;
    private static readonly string[] ImageWords = ["IMAGES", "IMAGE", "IMGS", "IMG", "X", "DATA", "FEATURES"], LabelWords = ["LABELS", "LABEL", "Y", "TARGETS", "TARGET", "CLASSES"];

    public static bool Recognizes(string path) => Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="InvalidDataException">A damaged archive, or an array that is not read; the message names it.</exception>
    /// <exception cref="DataException">Arrays are missing, or larger than the cache.</exception>
    public static ImageCatalog Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        FolderReader.RefuseColumns(path, options);
        FolderReader.RefuseGroupFolder(path, options);
        string file = Path.GetFileName(path);
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            return Read(path, file, archive, options, cancellation);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(file, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{file}: a damaged ZIP archive: {e.Message} Fetch it again.", e);
        }
        catch (Exception e) when (e is NotSupportedException or EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"{file}: a ZIP archive that cannot be read: {e.Message}", e);
        }
    }

    private static ImageCatalog Read(string path, string file, ZipArchive archive, DatasetOptions options, CancellationToken cancellation)
    {
        if (archive.Entries.Count > MaxArrays) throw new InvalidDataException($"{file}: {archive.Entries.Count} entries; at most {MaxArrays} are read.");
        Dictionary<(SplitKind, bool Images), ZipArchiveEntry> arrays = [];
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (Part(entry.FullName) is not (SplitKind, bool) part) continue;
            if (!arrays.TryAdd(part, entry)) throw new InvalidDataException($"{file}: both {arrays[part].FullName} and {entry.FullName} could be the {SplitNames.Of(part.Item1)} {(part.Item2 ? "images" : "labels")}.");
        }
        List<PackedFile> files = [];
        List<string> labels = [];
        List<SplitKind> splits = [];
        List<string> notes = [];
        long left = Math.Min(options.CacheBytes, Array.MaxLength);
        foreach (SplitKind split in (SplitKind[])[SplitKind.Train, SplitKind.Validation, SplitKind.Test])
        {
            cancellation.ThrowIfCancellationRequested();
            if (!arrays.TryGetValue((split, true), out ZipArchiveEntry? images))
            {
                if (split == SplitKind.Train) throw Missing(path, archive, "train_images");
                continue;
            }
            if (!arrays.TryGetValue((split, false), out ZipArchiveEntry? labelled))
            {
                if (split == SplitKind.Train) throw Missing(path, archive, "train_labels");
                notes.Add($"{images.FullName} has no labels beside it and is passed over.");
                continue;
            }
            CheckSum(file, images, left);
            CheckSum(file, labelled, left);
            PackedFile pictures = Pictures(path, file, images, ref left);
            List<string> names = Labels(path, file, labelled, left);
            if (names.Count != pictures.Count) throw new InvalidDataException($"{file}: {images.FullName} holds {pictures.Count} pictures but {labelled.FullName} {names.Count} labels. Do they belong together?");
            files.Add(pictures);
            labels.AddRange(names);
            splits.AddRange(Enumerable.Repeat(split, names.Count));
        }
        return PackedCatalog.Of($"NumPy arrays ({file})", new PackedImages(files), labels, splits, notes);
    }

    // The reader of archives does not hold what it inflates to the checksum. What is too long is refused later, by its size.
    private static void CheckSum(string file, ZipArchiveEntry entry, long left)
    {
        if (entry.Length > left + (1 << 20)) return;
        using Stream stream = entry.Open();
        Crc32 sum = new();
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        for (int read; length <= entry.Length && (read = stream.Read(buffer)) > 0; length += read) sum.Append(buffer.AsSpan(0, read));
        if (length != entry.Length || sum.GetCurrentHashAsUInt32() != entry.Crc32) throw new InvalidDataException($"{file}: {entry.FullName} fails its checksum, so it is damaged. Fetch it again.");
    }

    // Which part of a data set an array is, by the words of its name; null when it is none.
    private static (SplitKind, bool Images)? Part(string entry)
    {
        if (!entry.EndsWith(".npy", StringComparison.OrdinalIgnoreCase)) return null;
        string name = entry[..^4], words = string.Join(' ', name.ToUpperInvariant().Split(['_', '-', '.', ' ', '/'], StringSplitOptions.RemoveEmptyEntries));
        SplitKind split = SplitKind.Train;
        if (SplitNames.TryFind(name, out SplitKind found, out string rest)) (split, words) = (found, rest);
        return ImageWords.Contains(words) ? (split, true) : LabelWords.Contains(words) ? (split, false) : null;
    }

    private static PackedFile Pictures(string path, string file, ZipArchiveEntry entry, ref long left)
    {
        string name = $"{file}/{entry.FullName}";
        using Stream stream = entry.Open();
        NpyArray array = NpyArray.ReadHeader(stream, name);
        if (array.Kind[1..] != "u1") throw new InvalidDataException($"{name}: samples of kind '{array.Kind}'; bytes ('|u1', uint8) from 0 to 255 are read. Save them so.");
        bool planar = false;
        long channels = 1, height, width;
        switch (array.Shape)
        {
            case [_, long h, long w]:
                (height, width) = (h, w);
                break;
            case [_, long h, long w, 1 or 3]:
                (height, width, channels) = (h, w, array.Shape[3]);
                break;
            case [_, 1 or 3, long h, long w]:
                (height, width, channels, planar) = (h, w, array.Shape[1], array.Shape[1] == 3);
                break;
            default:
                throw new InvalidDataException($"{name}: pictures of shape {array.ShapeText}; [N, H, W], [N, H, W, C] and [N, C, H, W] are read, C being 1 or 3.");
        }
        if (height is < 1 or > MaxSide || width is < 1 or > MaxSide) throw new InvalidDataException($"{name}: pictures of {width} x {height}; sides of 1 to {MaxSide} are read.");
        byte[] pixels = Values(path, name, entry, stream, array, left);
        left -= pixels.Length;
        int count = (int)array.Shape[0];
        PackedFormat format = new((int)height, (int)width, (int)channels, 0, (int)(height * width * channels), 0, Planar: false);
        if (array.IsFortran) pixels = RowMajor(pixels, array.Shape);
        if (planar)
        {
            byte[] planes = new byte[format.PixelBytes];
            for (int image = 0; image < count; image++)
            {
                Span<byte> samples = pixels.AsSpan(image * format.PixelBytes, format.PixelBytes);
                samples.CopyTo(planes);
                format.Interleave(planes, samples);
            }
        }
        return PackedFile.Of(name, count, format, pixels);
    }

    private static List<string> Labels(string path, string file, ZipArchiveEntry entry, long left)
    {
        string name = $"{file}/{entry.FullName}";
        using Stream stream = entry.Open();
        NpyArray array = NpyArray.ReadHeader(stream, name);
        if (array.Shape is not [_] and not [_, 1])
            throw new InvalidDataException($"{name}: labels of shape {array.ShapeText}{(array.Shape.Length == 2 ? ": several for one image (multi-label, or one-hot)" : "")}; [N] and [N, 1] are read, one whole number an image.");
        if (!array.IsWhole) throw new InvalidDataException($"{name}: labels of kind '{array.Kind}'; whole numbers are read.");
        byte[] values = Values(path, name, entry, stream, array, left);
        List<string> labels = new((int)array.Items);
        Dictionary<long, string> names = [];
        for (long i = 0; i < array.Items; i++)
        {
            long label = array.At(values, i);
            if (label < 0) throw new InvalidDataException($"{name}: label {label} of image {i} is negative; is it an image without a label?");
            if (!names.TryGetValue(label, out string? text)) names[label] = text = label.ToString(CultureInfo.InvariantCulture);
            labels.Add(text);
        }
        return labels;
    }

    // Sizes are compared before anything is allocated: a header may promise anything.
    private static byte[] Values(string path, string name, ZipArchiveEntry entry, Stream stream, NpyArray array, long left)
    {
        long bytes = array.Items * array.ItemBytes;
        if (array.HeaderBytes + bytes != entry.Length) throw new InvalidDataException($"{name}: {entry.Length} bytes long, but its header asks for {array.HeaderBytes + bytes}. Fetch it again.");
        if (entry.Length / MaxDeflateRatio > entry.CompressedLength) throw new InvalidDataException($"{name}: asks for {entry.Length} bytes, more than {entry.CompressedLength} compressed bytes can hold. Fetch it again.");
        if (bytes > left) throw new DataException($"{path}: {bytes:N0} bytes in {entry.FullName}, the cache has {left:N0}. Allow more memory.");
        byte[] values = new byte[bytes];
        int read = stream.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        if (read < values.Length) throw new InvalidDataException($"{name}: ends at byte {array.HeaderBytes + read} of {entry.Length}. Fetch it again.");
        return stream.ReadByte() < 0 ? values : throw new InvalidDataException($"{name}: goes on after its last item. Fetch it again.");
    }

    private static byte[] RowMajor(byte[] values, long[] shape)
    {
        byte[] rows = new byte[values.Length];
        long[] index = new long[shape.Length], stride = new long[shape.Length];
        long step = 1;
        for (int i = 0; i < shape.Length; i++) (stride[i], step) = (step, step * shape[i]);
        for (int at = 0; at < rows.Length; at++)
        {
            long from = 0;
            for (int i = 0; i < shape.Length; i++) from += index[i] * stride[i];
            rows[at] = values[from];
            for (int i = shape.Length - 1; i >= 0 && ++index[i] == shape[i]; i--) index[i] = 0;
        }
        return rows;
    }

    private static DataException Missing(string path, ZipArchive archive, string wanted) =>
        new($"{path}: no array {wanted}.npy (or x_train, y_train). It holds {string.Join(", ", archive.Entries.Take(10).Select(entry => entry.FullName))}. Save pictures and labels under such names.");
}
