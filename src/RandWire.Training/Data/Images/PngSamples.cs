using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace RandWire.Training.Data.Images;

/// <summary>Turns the inflated rows of a PNG into samples: filters undone, passes put together, small samples, palette and tRNS expanded.</summary>
internal readonly ref struct PngSamples
{
    // Adam7: first column, first row, column step, row step of each pass.
    private static ReadOnlySpan<byte> Passes => [0, 0, 8, 8, 4, 0, 8, 8, 0, 4, 4, 8, 2, 0, 4, 4, 0, 2, 2, 4, 1, 0, 2, 2, 0, 1, 1, 2];

    private readonly PngHeader _header;
    private readonly ReadOnlySpan<byte> _palette;
    private readonly ReadOnlySpan<byte> _transparency;
    private readonly byte[]? _bytes;
    private readonly ushort[]? _words;
    private readonly int _channels;

    public PngSamples(PngHeader header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency)
    {
        _header = header;
        _palette = palette;
        _transparency = transparency;
        _channels = (header.Color == 3 ? 3 : header.SamplesPerPixel) + (transparency.IsEmpty ? 0 : 1);
        if (header.Depth == 16) _words = GC.AllocateUninitializedArray<ushort>(header.Height * header.Width * _channels);
        else _bytes = GC.AllocateUninitializedArray<byte>(header.Height * header.Width * _channels);
    }

    public StoredPicture Picture => new(_header.Height, _header.Width, _channels) { Bytes = _bytes, Words = _words };

    /// <exception cref="InvalidDataException">Too few bytes, a filter or an index that does not exist.</exception>
    public void Read(Stream rows)
    {
        int longest = _header.RowBytes(_header.Width);
        byte[] line = ArrayPool<byte>.Shared.Rent(longest), previous = ArrayPool<byte>.Shared.Rent(longest);
        // Rows are inflated many at a time: a call for each costs more than the inflating.
        int room = Math.Max(1 << 15, longest + 1);
        byte[] raw = ArrayPool<byte>.Shared.Rent(room);
        try
        {
            long left = _header.RawBytes;
            int at = 0, end = 0;
            ReadOnlySpan<byte> passes = _header.IsInterlaced ? Passes : [0, 0, 1, 1];
            for (; passes.Length > 0; passes = passes[4..])
            {
                int columns = (_header.Width - passes[0] + passes[2] - 1) / passes[2];
                if (columns <= 0) continue;
                int bytes = _header.RowBytes(columns);
                previous.AsSpan(0, bytes).Clear();
                for (int y = passes[1]; y < _header.Height; y += passes[3])
                {
                    if (end - at < bytes + 1)
                    {
                        raw.AsSpan(at, end - at).CopyTo(raw);
                        (at, end) = (0, end - at);
                        end += Fill(rows, raw.AsSpan(end, (int)Math.Min(room - end, left)), ref left);
                        if (end < bytes + 1) throw new InvalidDataException($"truncated: the PNG's picture has {_header.RawBytes - left - end} of {_header.RawBytes} bytes");
                    }
                    raw.AsSpan(at + 1, bytes).CopyTo(line);
                    Unfilter(raw[at], line.AsSpan(0, bytes), previous.AsSpan(0, bytes), _header.PixelBytes);
                    at += bytes + 1;
                    Expand(line.AsSpan(0, bytes), y, passes[0], passes[2], columns);
                    (line, previous) = (previous, line);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(line);
            ArrayPool<byte>.Shared.Return(previous);
            ArrayPool<byte>.Shared.Return(raw);
        }
    }

    private static int Fill(Stream rows, Span<byte> room, ref long left)
    {
        try
        {
            int read = rows.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
            left -= read;
            return read;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException("damaged: the PNG's compressed picture does not inflate", e);
        }
    }

    private static void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        above = above[..row.Length];
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (int i = step; i < row.Length; i++) row[i] += row[i - step];
                break;
            case 2:
                int x = 0;
                for (; x <= row.Length - Vector<byte>.Count; x += Vector<byte>.Count) (new Vector<byte>(row[x..]) + new Vector<byte>(above[x..])).CopyTo(row[x..]);
                for (; x < row.Length; x++) row[x] += above[x];
                break;
            case 3:
                for (int i = 0; i < row.Length; i++) row[i] += (byte)((i >= step ? row[i - step] : 0) + above[i] >> 1);
                break;
            case 4:
                int lead = Math.Min(step, row.Length);
                for (int i = 0; i < lead; i++) row[i] += above[i];
                for (int i = lead; i < row.Length; i++)
                {
                    int left = row[i - step], up = above[i], corner = above[i - step];
                    int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - 2 * corner);
                    row[i] += (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
                }
                break;
            default:
                throw new InvalidDataException($"damaged: a row of the PNG has filter {filter}; there are 0 to 4");
        }
    }

    private void Expand(ReadOnlySpan<byte> row, int y, int first, int step, int columns)
    {
        int to = (y * _header.Width + first) * _channels, advance = step * _channels;
        if (_words != null)
        {
            Words(row, to, advance, columns);
            return;
        }
        Span<byte> samples = _bytes;
        if (_header.Depth == 8 && step == 1 && _header.Color != 3 && _transparency.IsEmpty)
        {
            row.CopyTo(samples[to..]);
            return;
        }
        int depth = _header.Depth, stored = _header.SamplesPerPixel, mask = (1 << depth) - 1, scale = 255 / mask;
        for (int x = 0; x < columns; x++, to += advance)
        {
            if (_header.Color == 3)
            {
                int bit = x * depth, index = row[bit >> 3] >> 8 - depth - (bit & 7) & mask;
                if (index * 3 >= _palette.Length) throw new InvalidDataException($"damaged: the PNG uses color {index} of a palette of {_palette.Length / 3}");
                _palette.Slice(index * 3, 3).CopyTo(samples[to..]);
                if (_channels == 4) samples[to + 3] = index < _transparency.Length ? _transparency[index] : (byte)255;
                continue;
            }
            bool hidden = true;
            for (int c = 0; c < stored; c++)
            {
                int bit = x * depth, value = depth == 8 ? row[x * stored + c] : row[bit >> 3] >> 8 - depth - (bit & 7) & mask;
                samples[to + c] = (byte)(value * scale);
                hidden = hidden && _channels != stored && (BinaryPrimitives.ReadUInt16BigEndian(_transparency[(2 * c)..]) & mask) == value;
            }
            if (_channels != stored) samples[to + stored] = hidden ? (byte)0 : (byte)255;
        }
    }

    private void Words(ReadOnlySpan<byte> row, int to, int advance, int columns)
    {
        int stored = _header.SamplesPerPixel;
        for (int x = 0; x < columns; x++, to += advance)
        {
            bool hidden = true;
            for (int c = 0; c < stored; c++)
            {
                ushort value = BinaryPrimitives.ReadUInt16BigEndian(row[(2 * (x * stored + c))..]);
                _words![to + c] = value;
                hidden = hidden && _channels != stored && BinaryPrimitives.ReadUInt16BigEndian(_transparency[(2 * c)..]) == value;
            }
            if (_channels != stored) _words![to + stored] = hidden ? (ushort)0 : ushort.MaxValue;
        }
    }
}
