using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RandWire.Training.Data.Images.Jpeg;

/// <summary>Bits of entropy-coded data up to the next marker, without stuffed bytes. Behind the end come zeros, which are counted: see
/// <see cref="Overrun"/>.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> file, int at)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private int _at = at;
    private ulong _bits;
    private int _count;
    private int _invented;

    /// <summary>Whether more bits were taken than there are.</summary>
    public readonly bool Overrun => _count < _invented;

    /// <summary>-1 or the bits' value as T.81, F.2.2.1 has it: the upper half is positive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Extend(int bits, int size) => bits + ((bits - (1 << size - 1) >> 31) & (-1 << size) + 1);

    /// <summary>A symbol of a table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Symbol(JpegHuffman table)
    {
        if (_count < 32) Fill();
        int entry = table.Lookup[(int)(_bits >> 64 - JpegHuffman.LookBits)];
        if (entry == 0) return LongSymbol(table);
        Skip(entry >> 8);
        return entry & 255;
    }

    /// <summary>An AC symbol with its value where the lookup knows both, else 0 and nothing is taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Fast(JpegHuffman table)
    {
        if (_count < 32) Fill();
        int entry = table.Fast[(int)(_bits >> 64 - JpegHuffman.LookBits)];
        Skip(entry & 255);
        return entry;
    }

    /// <summary>A number of 1 to 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Take(int size)
    {
        if (_count < size) Fill();
        int value = (int)(_bits >> 64 - size);
        Skip(size);
        return value;
    }

    /// <summary>A value of 1 to 15 bits with its sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Signed(int size) => Extend(Take(size), size);

    /// <summary>Ends the data: whole bytes that nobody took, and where the marker behind them begins (the file's length when there is none).</summary>
    public int Finish(out int marker)
    {
        int left = Math.Max(0, _count - _invented) / 8;
        _count = _invented = 0;
        _bits = 0;
        while (_at < _file.Length && !AtMarker(_at, out int next))
        {
            left++;
            _at = next;
        }
        marker = _at;
        return left;
    }

    /// <summary>Goes on behind a marker that begins at <paramref name="at"/>.</summary>
    public void Resume(int at) => _at = at;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Skip(int bits)
    {
        _bits <<= bits;
        _count -= bits;
    }

    private int LongSymbol(JpegHuffman table)
    {
        int length = table.Find(_bits, out int symbol);
        if (length == 0) Damaged();
        Skip(length);
        return symbol;
    }

    /// <summary>At least 32 bits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fill()
    {
        if (_at + 4 <= _file.Length)
        {
            uint four = BinaryPrimitives.ReadUInt32BigEndian(_file[_at..]);
            // No byte of the four is FF: none of their complements is zero.
            if ((~four - 0x01010101u & four & 0x80808080u) == 0 && _count <= 32)
            {
                _bits |= (ulong)four << 32 - _count;
                _count += 32;
                _at += 4;
                return;
            }
        }
        while (_count <= 56)
        {
            if (_at >= _file.Length || AtMarker(_at, out int next))
            {
                _invented += 64 - _count;
                _count = 64;
                return;
            }
            _bits |= (ulong)_file[_at] << 56 - _count;
            _count += 8;
            _at = next;
        }
    }

    /// <summary>Whether a marker begins here, fill bytes before it included; if not, where the byte after this one is.</summary>
    private readonly bool AtMarker(int at, out int next)
    {
        next = at + 1;
        if (_file[at] != 0xFF) return false;
        while (next < _file.Length && _file[next] == 0xFF) next++;
        if (next < _file.Length && _file[next++] == 0) return false;
        return true;
    }

    [StackTraceHidden]
    private static void Damaged() => throw new InvalidDataException("damaged: the JPEG's picture data holds a code that its tables do not have");
}
