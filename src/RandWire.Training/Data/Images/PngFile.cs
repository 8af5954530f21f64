using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace RandWire.Training.Data.Images;

/// <summary>Reads a PNG file (W3C PNG, third edition): samples as stored, palette and tRNS expanded, as libpng gives them without conversions.</summary>
/// <remarks>Checksums of critical chunks and the size that the compressed data inflates to are held to the header, so that a small file cannot blow up in memory.
/// What is harmless to the picture is read as libpng reads it: empty data chunks, bytes behind the compressed data or the end chunk, a missing end chunk. Of an
/// animated PNG the default image is read.</remarks>
internal ref struct PngFile
{
    private const uint Ihdr = 0x49484452, Plte = 0x504C5445, Trns = 0x74524E53, Idat = 0x49444154, Iend = 0x49454E44, Exif = 0x65584966,
        Actl = 0x6163544C, Cgbi = 0x43674249;

    private readonly ReadOnlySpan<byte> _file;
    private ReadOnlySpan<byte> _palette;
    private ReadOnlySpan<byte> _transparency;
    private PngHeader _header;
    private int _firstData, _firstLength, _dataChunks, _packed, _orientation;
    private string? _note;

    private PngFile(ReadOnlySpan<byte> file)
    {
        _file = file;
        _orientation = 1;
    }

    /// <exception cref="InvalidDataException">Cut off, damaged, too large or Apple's own kind; the message is the reason.</exception>
    public static StoredPicture Decode(byte[] buffer, int length)
    {
        PngFile png = new(buffer.AsSpan(0, length));
        png.Walk();
        if (png._dataChunks <= 1) return png.Picture(new MemoryStream(buffer, png._firstData, png._firstLength, writable: false));
        byte[] packed = ArrayPool<byte>.Shared.Rent(png._packed);
        try
        {
            png.Gather(packed);
            return png.Picture(new MemoryStream(packed, 0, png._packed, writable: false));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    private void Walk()
    {
        int at = 8;
        bool dataEnded = false;
        while (true)
        {
            // Behind the picture's data nothing is needed any more.
            if (_packed > 0 && _file.Length - at < 12)
            {
                Remark("no end chunk");
                return;
            }
            ReadOnlySpan<byte> body = Chunk(at, out uint type);
            if (at == 8) _header = PngHeader.Read(type == Cgbi ? throw Apple() : type == Ihdr ? body : []);
            switch (type)
            {
                case Iend:
                    return;
                case Idat when !dataEnded:
                    if (_dataChunks == 0 || _firstLength == 0) (_firstData, _firstLength) = (at + 8, body.Length);
                    if (body.Length > 0) _dataChunks++;
                    _packed += body.Length;
                    break;
                case Plte when _packed == 0 && _palette.IsEmpty:
                    _palette = body[..(Math.Min(body.Length / 3, _header.Color == 3 ? 1 << _header.Depth : 256) * 3)];
                    break;
                case Trns when _packed == 0 && _transparency.IsEmpty && (_header.Color != 3 || body.Length <= _palette.Length / 3):
                    _transparency = body;
                    break;
                case Exif when _orientation == 1:
                    _orientation = ExifOrientation.Read(body);
                    break;
                case Actl:
                    Remark("animated: its default image is read");
                    break;
                case Ihdr when at != 8:
                    throw new InvalidDataException("damaged: a PNG with two header chunks");
                default:
                    if ((type & 0x2000_0000) == 0 && type is not (Ihdr or Plte or Idat)) throw new InvalidDataException($"PNG with a critical chunk {Name(at)} that no standard has");
                    break;
            }
            if (type != Idat && _packed > 0) dataEnded = true;
            at += body.Length + 12;
        }
    }

    private static InvalidDataException Apple() =>
        new("an iPhone PNG (CgBI), as Xcode writes them into apps, which no standard has: turn it back with 'xcrun pngcrush -revert-iphone-optimizations'");

    private ReadOnlySpan<byte> Chunk(int at, out uint type)
    {
        if (_file.Length - at < 12) throw new InvalidDataException($"truncated: the PNG ends at byte {_file.Length} without a picture");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(_file[at..]);
        type = BinaryPrimitives.ReadUInt32BigEndian(_file[(at + 4)..]);
        if (length > _file.Length - at - 12)
            throw new InvalidDataException($"truncated: PNG chunk {Name(at)} at byte {at} needs {length} bytes, {_file.Length - at - 12} are left");
        // Lower-case first letter: ancillary, the picture does not depend on it.
        bool critical = (type & 0x2000_0000) == 0 || type == Trns;
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(_file[(at + 8 + (int)length)..]);
        if (critical && type != Iend && Crc32.Of(_file.Slice(at + 4, (int)length + 4)) != stored)
            throw new InvalidDataException($"damaged: PNG chunk {Name(at)} at byte {at} fails its checksum");
        return _file.Slice(at + 8, (int)length);
    }

    private readonly string Name(int at) => Encoding.Latin1.GetString(_file.Slice(at + 4, 4));

    private readonly void Gather(Span<byte> packed)
    {
        bool found = false;
        for (int at = 8, written = 0; written < _packed;)
        {
            int length = (int)BinaryPrimitives.ReadUInt32BigEndian(_file[at..]);
            bool data = BinaryPrimitives.ReadUInt32BigEndian(_file[(at + 4)..]) == Idat;
            if (found && !data && written > 0) return;
            if (data)
            {
                _file.Slice(at + 8, length).CopyTo(packed[written..]);
                written += length;
                found = true;
            }
            at += length + 12;
        }
    }

    private StoredPicture Picture(MemoryStream packed)
    {
        if (_header.Color == 3 && _palette.IsEmpty) throw new InvalidDataException("damaged: a PNG with a palette, but without the palette");
        int expected = _header.Color switch { 0 => 2, 2 => 6, 3 => _transparency.Length, _ => -1 };
        if (_transparency.Length != expected) _transparency = default;
        // Deflate packs at most 1032 bytes into one: a small file cannot ask for much memory.
        if (_header.RawBytes > 1040L * _packed + 1024) throw new InvalidDataException($"truncated: the PNG's {_packed} bytes of picture data cannot hold {_header.RawBytes}");
        PngSamples samples = new(_header, _palette, _transparency);
        using ZLibStream inflate = new(packed, CompressionMode.Decompress);
        samples.Read(inflate);
        long more = Behind(inflate, _header.RowBytes(_header.Width));
        if (more > _header.RowBytes(_header.Width)) throw new InvalidDataException($"damaged: the PNG holds more than the {_header.RawBytes} bytes its size asks for");
        if (more > 0) Remark("more picture data than the size asks for");
        return samples.Picture with { Orientation = _orientation, Note = _note, IsExact = true };
    }

    private static long Behind(ZLibStream inflate, long row)
    {
        long more = 0;
        Span<byte> sink = stackalloc byte[512];
        try
        {
            for (int read; more <= row && (read = inflate.Read(sink)) > 0;) more += read;
        }
        catch (InvalidDataException)
        {
            // The picture is whole and its chunks' checksums hold: what is odd behind it does not matter.
        }
        return more;
    }

    private void Remark(string note) => _note = _note == null ? note : $"{_note}; {note}";
}
