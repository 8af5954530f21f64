using System.Buffers.Binary;

namespace RandWire.Training.Data.Images;

/// <summary>The first directory of a TIFF file (TIFF 6.0): what is checked before its picture is decoded.</summary>
/// <param name="Header">Size and orientation.</param>
/// <param name="Bits">Bits a sample: 8 or 16.</param>
/// <param name="Samples">Samples a pixel.</param>
/// <param name="IsGray">Whether the color is gray.</param>
/// <param name="HasAlpha">Whether the last sample is alpha, not multiplied in.</param>
/// <param name="HasMore">Whether other pages follow.</param>
internal readonly record struct TiffDirectory(ImageHeader Header, int Bits, int Samples, bool IsGray, bool HasAlpha, bool HasMore)
{
    /// <exception cref="InvalidDataException">Cut off, damaged, or of a kind that is not read.</exception>
    public static TiffDirectory Read(ReadOnlySpan<byte> file)
    {
        bool little = file[0] == 'I';
        uint start = Long(file, 4, little);
        int count = Short(file, start, little);
        if (file.Length > 10 && file[8] == 'C' && file[9] == 'R') throw new InvalidDataException("a Canon raw photo (CR2, TIFF-based); develop it and save it as JPEG or PNG");
        long width = 0, height = 0, bits = 1, compression = 1, photometric = -1, samples = 1, orientation = 1, planar = 1, extra = 0, format = 1, predictor = 1;
        for (int i = 0; i < count; i++)
        {
            long at = start + 2 + 12L * i;
            int tag = Short(file, at, little), type = Short(file, at + 2, little);
            long values = Long(file, at + 4, little);
            int size = type switch { 1 or 2 or 6 or 7 => 1, 3 or 8 => 2, 4 or 9 or 11 => 4, 5 or 10 or 12 => 8, _ => 1 };
            long place = values * size <= 4 ? at + 8 : Long(file, at + 8, little);
            if (place + values * size > file.Length) throw new InvalidDataException($"truncated: TIFF field {tag} lies beyond the file's end");
            if (values == 0) continue;
            long value = size == 1 ? file[(int)place] : size == 2 ? Short(file, place, little) : Long(file, place, little);
            switch (tag)
            {
                // Camera raws (NEF, ARW, PEF) begin with a small preview and keep the photo elsewhere: the preview is not the picture.
                case 254 when (value & 1) == 1:
                    throw new InvalidDataException("a TIFF that begins with a reduced preview, as camera raws (NEF, ARW) do; develop it and save it as JPEG or PNG");
                case 256: width = value; break;
                case 257: height = value; break;
                case 258: bits = value; break;
                case 259: compression = value; break;
                case 262: photometric = value; break;
                case 274: orientation = value is >= 1 and <= 8 ? value : 1; break;
                case 277: samples = value; break;
                case 284: planar = value; break;
                case 317: predictor = value; break;
                case 338: extra = value; break;
                case 339: format = value; break;
                case 273 or 324: CheckParts(file, little, (tag == 273 ? 279 : 325, place, size, values), start, count); break;
                case 50706 or 50708 or 50831: throw new InvalidDataException("a DNG raw photo (TIFF-based); develop it and save it as JPEG or PNG");
            }
        }
        ImageHeader header = ImageHeader.Checked(height, width, (int)orientation);
        string? odd = compression is not (1 or 5 or 8 or 32773 or 32946) ? $"compression {compression}; none, LZW, deflate and packbits are read"
            : photometric is not (0 or 1 or 2 or 3) ? $"color kind {photometric}; gray, RGB and palette are read"
            : format != 1 ? "samples that are not whole numbers"
            : bits is not (8 or 16) || photometric == 3 && bits != 8 ? $"{bits} bits a sample; 8 and 16 are read"
            : planar != 1 ? "a plane for each color"
            : predictor is not (1 or 2) ? $"predictor {predictor}"
            : samples != (photometric == 2 ? samples == 4 ? 4 : 3 : 1) ? $"{samples} samples a pixel"
            : extra == 1 ? "alpha that is multiplied in" : null;
        if (odd != null) throw new InvalidDataException($"a TIFF of a kind that is not read ({odd}): save it as PNG");
        long next = start + 2 + 12L * count;
        bool more = next + 4 <= file.Length && Long(file, next, little) != 0;
        return new TiffDirectory(header, (int)bits, (int)samples, photometric is 0 or 1, samples == 4 && extra == 2, more);
    }

    private static void CheckParts(ReadOnlySpan<byte> file, bool little, (int CountsTag, long Place, int Size, long Values) offsets, long start, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long at = start + 2 + 12L * i;
            if (Short(file, at, little) != offsets.CountsTag) continue;
            int size = Short(file, at + 2, little) == 3 ? 2 : 4;
            long values = Long(file, at + 4, little), place = values * size <= 4 ? at + 8 : Long(file, at + 8, little);
            for (long k = 0; k < Math.Min(values, offsets.Values); k++)
            {
                long from = Value(offsets.Place, offsets.Size, k, file), length = Value(place, size, k, file);
                if (from + length > file.Length) throw new InvalidDataException($"truncated: a part of the TIFF's picture ends at byte {from + length}, the file at {file.Length}");
            }
        }

        long Value(long place, int size, long k, ReadOnlySpan<byte> file) => size == 2 ? Short(file, place + 2 * k, little) : Long(file, place + 4 * k, little);
    }

    private static int Short(ReadOnlySpan<byte> file, long at, bool little)
    {
        if (at < 0 || at + 2 > file.Length) throw new InvalidDataException("truncated: the TIFF ends before its directory");
        return little ? BinaryPrimitives.ReadUInt16LittleEndian(file[(int)at..]) : BinaryPrimitives.ReadUInt16BigEndian(file[(int)at..]);
    }

    private static uint Long(ReadOnlySpan<byte> file, long at, bool little)
    {
        if (at < 0 || at + 4 > file.Length) throw new InvalidDataException("truncated: the TIFF ends before its directory");
        return little ? BinaryPrimitives.ReadUInt32LittleEndian(file[(int)at..]) : BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]);
    }
}
