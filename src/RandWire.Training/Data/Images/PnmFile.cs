using System.Buffers.Binary;

namespace RandWire.Training.Data.Images;

/// <summary>Reads PBM, PGM and PPM files, P1 to P6 (Netpbm's pages pbm, pgm and ppm): plain and raw, any maximum up to 65535. Of several pictures the first is read.</summary>
internal ref struct PnmFile
{
    private readonly ReadOnlySpan<byte> _file;
    private int _at;

    private PnmFile(ReadOnlySpan<byte> file)
    {
        _file = file;
        _at = 2;
    }

    /// <exception cref="InvalidDataException">Cut off, or not of this form.</exception>
    public static StoredPicture Decode(ReadOnlySpan<byte> file) => new PnmFile(file).Picture(file[1] - '0');

    private StoredPicture Picture(int kind)
    {
        bool plain = kind <= 3, bits = kind is 1 or 4;
        int width = Number(), height = Number(), maximum = bits ? 1 : Number();
        ImageHeader.Checked(height, width, 1);
        if (maximum is < 1 or > ushort.MaxValue) throw new InvalidDataException($"damaged: a PNM file whose largest sample is {maximum}; 1 to 65535 is allowed");
        int channels = kind is 3 or 6 ? 3 : 1, samples = height * width * channels;
        if (!plain && (_at >= _file.Length || !IsBlank(_file[_at++]))) throw Cut();
        long least = kind switch { 4 => (long)height * ((width + 7) / 8), 5 or 6 => samples * (maximum > 255 ? 2L : 1), 1 => samples, _ => 2L * samples - 1 };
        if (_file.Length - _at < least) throw Cut();

        ReadOnlySpan<byte> raw = _file[_at..];
        if (maximum > 255)
        {
            ushort[] words = new ushort[samples];
            for (int i = 0; i < samples; i++)
            {
                int value = plain ? Number() : BinaryPrimitives.ReadUInt16BigEndian(raw[(2 * i)..]);
                words[i] = (ushort)Scaled(value, maximum, ushort.MaxValue);
            }
            return new StoredPicture(height, width, channels) { Words = words };
        }
        byte[] bytes = new byte[samples];
        int stride = (width + 7) / 8;
        for (int i = 0; i < samples; i++)
        {
            // In bitmaps 1 is black.
            bytes[i] = kind switch
            {
                1 => Bit() ? (byte)0 : (byte)255,
                4 => (raw[i / width * stride + i % width / 8] >> 7 - i % width % 8 & 1) != 0 ? (byte)0 : (byte)255,
                _ => (byte)Scaled(plain ? Number() : raw[i], maximum, byte.MaxValue),
            };
        }
        return new StoredPicture(height, width, channels) { Bytes = bytes };
    }

    private static int Scaled(int value, int maximum, int full)
    {
        if (value > maximum) throw new InvalidDataException($"damaged: a sample of {value} in a PNM file whose largest is {maximum}");
        return (int)(((long)value * full + maximum / 2) / maximum);
    }

    private bool Bit()
    {
        SkipBlanks();
        if (_at >= _file.Length) throw Cut();
        byte digit = _file[_at++];
        return digit is (byte)'0' or (byte)'1' ? digit == '1' : throw new InvalidDataException($"damaged: a PBM file with something else than 0 and 1 at byte {_at - 1}");
    }

    private int Number()
    {
        SkipBlanks();
        int start = _at, value = 0;
        while (_at < _file.Length && _file[_at] is >= (byte)'0' and <= (byte)'9' && _at - start < 9) value = value * 10 + _file[_at++] - '0';
        if (_at == start) throw _at >= _file.Length ? Cut() : new InvalidDataException($"damaged: a PNM file without a number at byte {_at}");
        return value;
    }

    private void SkipBlanks()
    {
        for (bool comment = false; _at < _file.Length; _at++)
        {
            byte at = _file[_at];
            if (comment) comment = at is not ((byte)'\n' or (byte)'\r');
            else if (at == '#') comment = true;
            else if (!IsBlank(at)) return;
        }
    }

    private static bool IsBlank(byte at) => at is (byte)' ' or (>= 9 and <= 13);

    private readonly InvalidDataException Cut() => new($"truncated: the PNM file ends at byte {_file.Length}, before its picture does");
}
