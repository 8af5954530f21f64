using System.Globalization;
using System.Text;

namespace RandWire.Training.Data.Readers;

/// <summary>Reads a table whose rows are pictures, a number in [0, 255] for each sample, as MNIST and FER2013 are handed on as .csv.</summary>
/// <remarks>Read line by line: what is kept are the samples. Pictures are square; of three channels the order is found from the pictures themselves.</remarks>
internal sealed class PixelTable
{
    private const int MaxLabelBytes = 1024, OrderSample = 100;

    // How much smoother one order of the samples must be before it is taken for the right one.
    private const double OrderMargin = 1.2;

    private readonly string _path, _name;
    private readonly PixelColumns _columns;
    private readonly long _most;
    private readonly TableSplit _split;
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private byte[] _pixels = [];
    private int _count, _length;

    private PixelTable(string path, PixelColumns columns, DatasetOptions options)
    {
        (_path, _name, _columns) = (path, Path.GetFileName(path), columns);
        _length = columns.Pixels;
        _most = Math.Min(options.CacheBytes, Array.MaxLength);
        _split = columns.Split < 0 ? TableSplit.None : TableSplit.Question(columns.Split, columns.Name(columns.Split).ToUpperInvariant().Replace("_", "", StringComparison.Ordinal))
            ?? new TableSplit(columns.Split, null, SplitKind.Train);
    }

    /// <summary>What a table holds.</summary>
    /// <param name="Images">The pictures.</param>
    /// <param name="Labels">Their labels.</param>
    /// <param name="Splits">Their splits; null where no column says.</param>
    /// <param name="Notes">What a person should know.</param>
    internal sealed record Content(PackedFile Images, List<string> Labels, List<SplitKind>? Splits, List<string> Notes);

    /// <summary>Reads a table of pixels; null when it is none.</summary>
    /// <exception cref="InvalidDataException">A row of another width or a value that is no sample; the message names line and column.</exception>
    /// <exception cref="DataException">Label or shape cannot be told, or more samples than the cache holds.</exception>
    public static Content? Read(string path, DatasetOptions options, CancellationToken cancellation) =>
        PixelColumns.Find(path, options) is not PixelColumns columns ? null
        : columns.Label >= 0 ? new PixelTable(path, columns, options).ReadRows(cancellation)
        : throw new DataException($"{path}: pixels in columns, but no column of labels: is this a test set without labels? Give the table that has them, or name the column with --label-column.");

    /// <summary>Reads a table of pixels as a data set; null when it is none.</summary>
    /// <inheritdoc cref="Read"/>
    public static ImageCatalog? Catalog(string path, DatasetOptions options, CancellationToken cancellation)
    {
        if (Read(path, options, cancellation) is not Content content) return null;
        return PackedCatalog.Of($"table of pixels ({Path.GetFileName(path)})", new PackedImages([content.Images]), content.Labels,
            content.Splits ?? [.. Enumerable.Repeat(SplitKind.Train, content.Labels.Count)], content.Notes);
    }

    // pixel0, pixel1, ... or 1x1, 1x2, ...: pixels are read by position, so numbers in their names must rise.
    private void RefuseOtherOrder()
    {
        if (_columns.Names is not { } names || _columns.Joined >= 0) return;
        long before = -1;
        string last = "";
        for (int i = 0; i < names.Length; i++)
        {
            if (i == _columns.Label || i == _columns.Split || _columns.Ignored.Contains(i)) continue;
            long number = 0;
            bool any = false;
            foreach (string part in names[i].Split([.. names[i].Where(letter => !char.IsAsciiDigit(letter)).Distinct()], StringSplitOptions.RemoveEmptyEntries))
            {
                any = int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int one) && one < 100_000;
                number = number * 100_000 + one;
            }
            if (!any) return;
            if (number <= before) throw new DataException($"{_path}: the column '{names[i]}' stands after '{last}'. Pixels are read in the order of their columns: sort the columns by their numbers.");
            (before, last) = (number, names[i]);
        }
    }

    private Content ReadRows(CancellationToken cancellation)
    {
        RefuseOtherOrder();
        List<string> labels = [];
        List<SplitKind> splits = [];
        using ByteLines lines = new(_path);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            cancellation.ThrowIfCancellationRequested();
            if (lines.Number == 1 && _columns.Names != null || line.Trim(" \t"u8).IsEmpty) continue;
            Row(line, lines.Number, labels, splits);
        }
        if (_count == 0) throw new DataException($"{_path}: a header and no rows.");
        (int side, int channels) = PixelColumns.Shape(_length) ?? throw new DataException($"{_path}: {_length} numbers in a picture are neither a square nor three.");
        List<string> notes = [$"Pixels in columns: {(channels == 1 ? "" : "3 x ")}{side} x {side}, label = {_columns.Name(_columns.Label)}, split = {(_columns.Split < 0 ? "none" : _columns.Name(_columns.Split))}"
            + $"{(_columns.Ignored.Count > 0 ? $"; not used: {string.Join(", ", _columns.Ignored.Select(i => _columns.Name(i).Length > 0 ? _columns.Name(i) : $"column {i + 1}"))}" : "")}."];
        PackedFormat format = new(side, side, channels, 0, _length, 0, Planar: false);
        if (channels == 3) Arrange(format, notes);
        return new Content(PackedFile.Of(_name, _count, format, _pixels), labels, _columns.Split < 0 ? null : splits, notes);
    }

    private void Row(ReadOnlySpan<byte> line, int number, List<string> labels, List<SplitKind> splits)
    {
        if (_length > 0) Reserve();
        int column = 0, pixel = 0, ignored = 0;
        string? label = null;
        SplitKind? split = _columns.Split < 0 ? SplitKind.Train : null;
        while (true)
        {
            int end = line.IndexOf((byte)_columns.Delimiter);
            ReadOnlySpan<byte> field = (end < 0 ? line : line[..end]).Trim(" \t\""u8);
            if (column >= _columns.Width) throw Wrong(number, $"more than {_columns.Width} fields");
            if (column == _columns.Label) label = Text(field, number);
            else if (column == _columns.Split)
                split = _split.Of(Text(field, number)) ?? throw Wrong(number, $"split '{Text(field, number)}' is none of {_split.Allowed}");
            else if (column == _columns.Joined) Joined(field, number);
            else if (ignored < _columns.Ignored.Count && _columns.Ignored[ignored] == column) ignored++;
            else _pixels[(long)_count * _length + pixel++] = Sample(field, number, column);
            column++;
            if (end < 0) break;
            line = line[(end + 1)..];
        }
        if (column < _columns.Width) throw Wrong(number, $"{column} of {_columns.Width} fields");
        if (string.IsNullOrEmpty(label)) throw Wrong(number, "the label is empty");
        labels.Add(label);
        splits.Add(split!.Value);
        _count++;
    }

    private void Joined(ReadOnlySpan<byte> field, int number)
    {
        if (_length == 0)
        {
            foreach (Range part in field.Split((byte)' ')) if (!field[part].IsEmpty) _length++;
            if (PixelColumns.Shape(_length) == null) throw Wrong(number, $"{_length} numbers in a picture are neither a square nor three");
        }
        Reserve();
        int pixel = 0;
        foreach (Range part in field.Split((byte)' '))
        {
            if (field[part].IsEmpty) continue;
            if (pixel == _length) throw Wrong(number, $"more than {_length} numbers in '{_columns.Name(_columns.Joined)}', as many as the first picture has");
            _pixels[(long)_count * _length + pixel++] = Sample(field[part], number, _columns.Joined);
        }
        if (pixel < _length) throw Wrong(number, $"{pixel} of {_length} numbers in '{_columns.Name(_columns.Joined)}'");
    }

    private void Reserve()
    {
        long needed = (_count + 1L) * _length;
        if (needed <= _pixels.Length) return;
        if (needed > _most) throw new DataException($"{_path}: more than {_most:N0} bytes of samples, which the cache holds. Allow more memory, or give fewer rows.");
        Array.Resize(ref _pixels, (int)Math.Min(_most, Math.Max(needed, Math.Max(1L << 20, _pixels.Length * 2L))));
    }

    // A whole number in [0, 255], also written as 5.0.
    private byte Sample(ReadOnlySpan<byte> field, int number, int column)
    {
        int value = 0, at = 0;
        while (at < field.Length && at < 4 && field[at] is >= (byte)'0' and <= (byte)'9') value = 10 * value + field[at++] - '0';
        bool whole = at > 0 && (at == field.Length || field[at] == '.' && field[(at + 1)..].IndexOfAnyExcept((byte)'0') < 0);
        if (whole && value <= 255) return (byte)value;
        string text = Encoding.Latin1.GetString(field[..Math.Min(field.Length, 20)]);
        throw Wrong(number, $"'{text}' in {_columns.Name(column)} is no sample. Allowed are whole numbers from 0 to 255{(whole || !text.Contains('.', StringComparison.Ordinal) ? "" : "; scale the values by 255 where they lie between 0 and 1")}");
    }

    private string Text(ReadOnlySpan<byte> field, int number)
    {
        if (field.Length > MaxLabelBytes) throw Wrong(number, $"a label of {field.Length} bytes; at most {MaxLabelBytes} are read");
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(field);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{_name} line {number}: the label is not UTF-8; it may be in Latin-1 or Windows-1252. Save the table as UTF-8.", e);
        }
        if (_known.TryGetValue(text, out string? same)) return same;
        string value = text.EndsWith(".0", StringComparison.Ordinal) && int.TryParse(text[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? text[..^2] : text;
        return _known[text] = value;
    }

    // Samples of a color picture stand color by color or point by point. In the right order neighbors differ less.
    private void Arrange(PackedFormat format, List<string> notes)
    {
        double planar = 0, interleaved = 0;
        int side = format.Width;
        for (int image = 0; image < Math.Min(_count, OrderSample); image++)
        {
            ReadOnlySpan<byte> samples = _pixels.AsSpan(image * _length, _length);
            for (int i = 0; i + 3 * side < _length; i++)
            {
                interleaved += Math.Abs(samples[i] - samples[i + 3]) + Math.Abs(samples[i] - samples[i + 3 * side]);
                planar += Math.Abs(samples[i] - samples[i + 1]) + Math.Abs(samples[i] - samples[i + side]);
            }
        }
        if (planar * OrderMargin > interleaved && interleaved * OrderMargin > planar)
        {
            throw new DataException($"{_path}: {_length} numbers in a row are {side} x {side} pictures of three colors, but whether color by color or point by point cannot be told from them. Write the pictures as image files, "
                + "or as .npz with the shape [N, H, W, 3].");
        }
        notes.Add($"Samples stand {(planar < interleaved ? "color by color (all reds first)" : "point by point (red, green, blue)")}, as the pictures themselves show.");
        if (planar >= interleaved) return;
        byte[] planes = new byte[_length];
        for (int image = 0; image < _count; image++)
        {
            Span<byte> samples = _pixels.AsSpan(image * _length, _length);
            samples.CopyTo(planes);
            format.Interleave(planes, samples);
        }
    }

    private InvalidDataException Wrong(int line, string what) => new($"{_name} line {line}: {what}.");
}
