using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace RandWire.Training.Data.Images.Jpeg;

/// <summary>Reads a JPEG file (ITU-T T.81; JFIF, EXIF and Adobe segments), baseline or progressive, and proves on the way that its picture is whole.</summary>
/// <remarks>Samples are those of libjpeg-turbo with its usual settings (accurate integer DCT, smooth upsampling), to the bit. What libjpeg-turbo warns of and goes on
/// is refused here; only a missing end marker and one byte too many are noted. A progressive picture must be sent to its last bit.</remarks>
internal sealed class JpegFile
{
    /// <summary>Progressive files may hold any number of scans, each a pass over the whole picture; more work than this is an attack on time.</summary>
    private const int MaxScans = 500;

    private const long MaxVisits = 1L << 27;

    /// <summary>As many bytes of zeros on end no block holds but one of a flat area, where the tables have zeros for it.</summary>
    private const int LongestZeros = 12;

    private readonly int[]?[] _steps = new int[4][];
    private readonly JpegHuffman?[] _dc = new JpegHuffman[4], _ac = new JpegHuffman[4];
    private readonly bool _structureOnly;
    private int _interval, _scans, _orientation, _adobe = -1;
    private bool _jfif;
    private string? _note;
    private long _visits;

    private JpegFile(bool structureOnly) => _structureOnly = structureOnly;

    public JpegFrame? Frame { get; private set; }

    /// <summary>EXIF orientation; of several EXIF blocks the first counts, as in browsers.</summary>
    public int Orientation => Math.Max(1, _orientation);

    public string? Note => _note;

    /// <summary>Whether three components are red, green and blue, by the rules of libjpeg: JFIF says no, then Adobe's transform, then the components' names.</summary>
    public bool IsRgb => Frame!.Components is [{ Id: var r }, { Id: var g }, { Id: var b }] && !_jfif && (_adobe >= 0 ? _adobe == 0 : (r, g, b) == ('R', 'G', 'B'));

    /// <summary>Whether the first three of four components are luminance and chrominance.</summary>
    public bool IsYcck => Frame!.Components.Length == 4 && _adobe > 0;

    /// <summary>Decodes the file; gray or color.</summary>
    /// <exception cref="InvalidDataException">Damaged, too large, or a kind of JPEG that is not read; the message is the reason.</exception>
    public static StoredPicture Decode(ReadOnlySpan<byte> file)
    {
        JpegFile jpeg = new(structureOnly: false);
        try
        {
            jpeg.Read(file);
            int channels = jpeg.Frame!.Components.Length == 1 ? 1 : 3;
            byte[] samples = JpegSamples.Of(jpeg);
            return new StoredPicture(jpeg.Frame.Height, jpeg.Frame.Width, channels) { Bytes = samples, Orientation = jpeg.Orientation, Note = jpeg.Note };
        }
        finally
        {
            foreach (JpegComponent component in jpeg.Frame?.Components ?? [])
            {
                if (component.Plane is { } plane) ArrayPool<byte>.Shared.Return(plane);
                component.Plane = null;
            }
        }
    }

    /// <summary>Walks the segments without decoding: size, orientation, and whether all scans are there.</summary>
    /// <exception cref="InvalidDataException">As <see cref="Decode"/>, but damage within the scans is not found.</exception>
    public static JpegFile Walk(ReadOnlySpan<byte> file)
    {
        JpegFile jpeg = new(structureOnly: true);
        jpeg.Read(file);
        return jpeg;
    }

    private void Read(ReadOnlySpan<byte> file)
    {
        int at = 2;
        while (true)
        {
            if (!NextMarker(file, ref at, out int marker))
            {
                if (_scans == 0) throw new InvalidDataException("truncated: the JPEG ends before its picture");
                Remark("no end marker, but the picture is whole");
                break;
            }
            if (marker == 0xD9) break;
            if (marker is 0x01 or (>= 0xD0 and <= 0xD7)) continue;
            // A second picture that begins inside of this one.
            if (marker == 0xD8) throw new InvalidDataException("damaged: a second JPEG begins before the first one ends");
            // The whole picture was there: what comes instead of the end marker is not part of it.
            if (_scans > 0 && IsWhole() && !IsSegment(file, at)) break;
            ReadOnlySpan<byte> body = Segment(file, at, marker);
            at += body.Length + 2;
            if (marker == 0xDA) Scan(file, ref at, body);
            else Tables(marker, body);
        }
        if (Frame == null || _scans == 0) throw new InvalidDataException("a JPEG header without a picture");
        if (!IsWhole())
        {
            throw new InvalidDataException(Frame.IsProgressive
                ? "truncated: the progressive JPEG lacks its last scans, which hold the fine detail"
                : "truncated: the JPEG lacks the scan of a color component");
        }
    }

    private void Tables(int marker, ReadOnlySpan<byte> body)
    {
        switch (marker)
        {
            case 0xC4:
                HuffmanTables(body);
                break;
            case 0xDB:
                QuantizationTables(body);
                break;
            case 0xDD:
                if (body.Length != 2) throw new InvalidDataException("damaged: JPEG restart interval of a wrong length");
                _interval = BinaryPrimitives.ReadUInt16BigEndian(body);
                break;
            case 0xCC:
                throw new InvalidDataException("arithmetic-coded JPEG; baseline and progressive ones are read: save it again");
            case >= 0xC0 and <= 0xCF and not 0xC8:
                if (Frame != null) throw new InvalidDataException("damaged: a JPEG with two frame headers");
                Frame = JpegFrame.Read(marker, body);
                break;
            case 0xE0 when body.Length >= 12 && body.StartsWith("JFIF\0"u8):
                _jfif |= _scans == 0;
                break;
            case 0xE1 when _orientation == 0 && body.StartsWith("Exif\0"u8) && body.Length > 6:
                _orientation = ExifOrientation.Read(body[6..]);
                break;
            case 0xEE when _scans == 0 && body.Length >= 12 && body.StartsWith("Adobe"u8):
                _adobe = body[11];
                break;
        }
    }

    private void HuffmanTables(ReadOnlySpan<byte> body)
    {
        while (body.Length >= 17)
        {
            int count = 0;
            foreach (byte codes in body.Slice(1, 16)) count += codes;
            int index = body[0] & 15;
            if (body[0] > 0x1F || index > 3 || count > 256 || body.Length < 17 + count) throw new InvalidDataException("damaged: JPEG Huffman table");
            JpegHuffman table = new(body.Slice(1, 16), body.Slice(17, count));
            if (body[0] < 0x10 && table.Symbols.ContainsAnyExceptInRange((byte)0, (byte)15)) throw new InvalidDataException("damaged: JPEG Huffman table");
            (body[0] < 0x10 ? _dc : _ac)[index] = table;
            body = body[(17 + count)..];
        }
        if (body.Length > 0) throw new InvalidDataException("damaged: JPEG Huffman table of a wrong length");
    }

    private void QuantizationTables(ReadOnlySpan<byte> body)
    {
        while (body.Length >= 65)
        {
            int bytes = (body[0] >> 4) + 1, index = body[0] & 15;
            if (bytes > 2 || index > 3 || body.Length < 1 + 64 * bytes) throw new InvalidDataException("damaged: JPEG quantization table");
            int[] steps = new int[64];
            for (int k = 0; k < 64; k++)
                steps[JpegScan.Natural[k]] = bytes == 1 ? body[1 + k] : BinaryPrimitives.ReadUInt16BigEndian(body[(1 + 2 * k)..]);
            _steps[index] = steps;
            body = body[(1 + 64 * bytes)..];
        }
        if (body.Length > 0) throw new InvalidDataException("damaged: JPEG quantization table of a wrong length");
    }

    private void Scan(ReadOnlySpan<byte> file, ref int at, ReadOnlySpan<byte> body)
    {
        if (Frame == null) throw new InvalidDataException($"damaged: JPEG scan before the frame header, byte {at}");
        if (++_scans > MaxScans) throw new InvalidDataException($"a JPEG of more than {MaxScans} scans");
        if (body.Length < 6 || body.Length != 4 + 2 * body[0] || body[0] > Frame.Components.Length) throw new InvalidDataException("damaged: JPEG scan header of a wrong length");
        JpegComponent[] components = new JpegComponent[body[0]];
        int inUnit = 0;
        for (int i = 0; i < components.Length; i++)
        {
            int id = body[1 + 2 * i], tables = body[2 + 2 * i];
            components[i] = Array.Find(Frame.Components, c => c.Id == id) ?? throw new InvalidDataException("damaged: JPEG scan of a component that the frame does not have");
            if (Array.IndexOf(components, components[i]) != i || tables > 0x3F || (tables & 15) > 3) throw new InvalidDataException("damaged: JPEG scan header");
            inUnit += components[i].Across * components[i].Down;
            Prepare(components[i], tables);
        }
        if (components.Length > 1 && inUnit > 10) throw new InvalidDataException("damaged: a JPEG scan of more than 10 blocks in a unit");

        ReadOnlySpan<byte> end = body[^3..];
        (int First, int Last, int Earlier, int Low) band = Frame.IsProgressive ? (end[0], end[1], end[2] >> 4, end[2] & 15) : (0, 63, 0, 0);
        foreach (JpegComponent component in components) Announce(component, band, components.Length);
        int start = at;
        if (_structureOnly)
        {
            SkipScan(file, ref at);
            if (!Frame.IsProgressive) CheckZeros(file[start..at], start, components);
            return;
        }
        foreach (JpegComponent component in components) CheckTables(component, band);
        Allocate(file.Length, components.Length == Frame.Components.Length && !Frame.IsProgressive);
        JpegScan scan = new(file, at, Frame, components, band, _interval);
        at = scan.Decode();
        if (!Frame.IsProgressive) CheckZeros(file[start..at], start, components);
        if (scan.LeftOver > 0) Remark("a byte more than the picture needs");
    }

    private void Prepare(JpegComponent component, int tables)
    {
        component.Steps ??= _steps[component.Quantizer] ?? throw new InvalidDataException("damaged: the JPEG lacks a quantization table");
        component.DcTable = _dc[tables >> 4];
        component.AcTable = _ac[tables & 15];
        // Frames of motion JPEG leave out the tables that everybody knows.
        if (Frame!.IsProgressive) return;
        component.DcTable ??= StandardHuffman.Dc(tables >> 4);
        component.AcTable ??= StandardHuffman.Ac(tables & 15);
    }

    private static void CheckTables(JpegComponent component, (int First, int Last, int Earlier, int Low) band)
    {
        bool dc = band.First == 0 && band.Earlier == 0, ac = band.Last > 0;
        if (dc && component.DcTable == null || ac && component.AcTable == null) throw new InvalidDataException("damaged: the JPEG lacks a Huffman table");
    }

    // Sectors that a bad disk or a broken transfer has zeroed may decode to the right number of blocks. Zero bits can only be a flat area, and only where the code of
    // zeros is that of the end of a block; else they are the same coefficient over and over.
    private static void CheckZeros(ReadOnlySpan<byte> data, int start, JpegComponent[] components)
    {
        if (!Array.Exists(components, component => component.AcTable is { } table && (table.Lookup[0] & 0xFF) != 0)) return;
        int found = data.IndexOf(stackalloc byte[LongestZeros]);
        if (found >= 0) throw new InvalidDataException($"damaged: zeros instead of picture data from byte {start + found} on");
    }

    /// <summary>Holds what a scan sends to what was sent before (T.81, G.1.1.1): each bit of each coefficient once, from the highest down, DC first.</summary>
    private void Announce(JpegComponent component, (int First, int Last, int Earlier, int Low) band, int components)
    {
        (int first, int last, int earlier, int low) = band;
        bool possible = first <= last && last <= 63 && low <= 13 && (earlier == 0 || low == earlier - 1)
            && (!Frame!.IsProgressive || (first == 0 ? last == 0 : components == 1 && component.Sent[0] >= 0));
        for (int k = first; possible && k <= last; k++)
        {
            possible = component.Sent[k] == (earlier == 0 ? -1 : earlier);
            component.Sent[k] = low;
        }
        if (!possible) throw new InvalidDataException("damaged: a JPEG scan that does not fit to the ones before it");
        _visits += (long)component.BlocksAcross * component.BlocksDown;
        if (_visits > MaxVisits) throw new InvalidDataException("a JPEG of far more scans than its size needs");
    }

    [MemberNotNullWhen(true, nameof(Frame))]
    private bool IsWhole()
    {
        foreach (JpegComponent component in Frame?.Components ?? [])
        {
            if (component.Sent.AsSpan().ContainsAnyExcept(0)) return false;
        }
        return Frame != null;
    }

    private void Allocate(int fileBytes, bool atOnce)
    {
        if (Frame!.Components[0].Plane != null || Frame.Components[0].Coefficients != null) return;
        // A bit for each block is the least that a scan can do with: a few bytes cannot ask for much memory or time.
        if (Frame.Blocks > 8L * fileBytes) throw new InvalidDataException("truncated: the JPEG is too short for the size that its header gives");
        foreach (JpegComponent component in Frame.Components)
        {
            int samples = component.BlocksAcross * component.BlocksDown * 64;
            if (atOnce) component.Plane = ArrayPool<byte>.Shared.Rent(samples);
            else component.Coefficients = new short[samples];
        }
    }

    private void Remark(string note) => _note = _note == null ? note : $"{_note}; {note}";

    private static void SkipScan(ReadOnlySpan<byte> file, ref int at)
    {
        int marker;
        do
        {
            if (!NextMarker(file, ref at, out marker)) return;
        }
        while (marker is 0 or (>= 0xD0 and <= 0xD7));
        at -= 2;
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> file, int at, int marker)
    {
        int left = file.Length - at;
        int length = left >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(file[at..]) : 2;
        if (length < 2) throw new InvalidDataException($"damaged: JPEG segment {marker:X2} at byte {at} has length {length}");
        if (left < length) throw new InvalidDataException($"truncated: JPEG segment {marker:X2} at byte {at} needs {length} bytes, {left} are left");
        return file.Slice(at + 2, length - 2);
    }

    private static bool IsSegment(ReadOnlySpan<byte> file, int at) =>
        file.Length - at >= 2 && BinaryPrimitives.ReadUInt16BigEndian(file[at..]) is >= 2 and ushort length && length <= file.Length - at;

    /// <summary>The next marker at or after <paramref name="at"/>, which moves behind it; false at the end of the file.</summary>
    private static bool NextMarker(ReadOnlySpan<byte> file, ref int at, out int marker)
    {
        marker = 0;
        int found = at < file.Length ? file[at..].IndexOf((byte)0xFF) : -1;
        if (found < 0) return false;
        at += found + 1;
        while (at < file.Length && file[at] == 0xFF) at++;
        if (at >= file.Length) return false;
        marker = file[at++];
        return true;
    }
}
