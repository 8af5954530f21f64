namespace RandWire.Training.Data.Images.Jpeg;

/// <summary>A Huffman table (ITU-T T.81, annex C), laid out for lookup of <see cref="LookBits"/> bits at once.</summary>
internal sealed class JpegHuffman
{
    public const int LookBits = 10;

    private readonly int[] _lastCode = new int[17];
    private readonly int[] _offset = new int[17];
    private readonly byte[] _symbols;

    /// <param name="counts">Codes of each length from 1 to 16.</param>
    /// <param name="symbols">The symbols in the order of their codes.</param>
    /// <exception cref="InvalidDataException">More codes than there is room for.</exception>
    public JpegHuffman(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        int code = 0, next = 0;
        for (int length = 1; length <= 16; length++, code <<= 1)
        {
            _offset[length] = next - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, next++)
            {
                if (code >= 1 << length) throw new InvalidDataException("damaged: JPEG Huffman table with more codes than fit");
                if (length <= LookBits) Enter(code, length, symbols[next]);
            }
            _lastCode[length] = counts[length - 1] > 0 ? code - 1 : -1;
        }
    }

    /// <summary>Length of the code and symbol that the next bits begin with, as length * 256 + symbol; 0 when the code is longer than the lookup.</summary>
    public ushort[] Lookup { get; } = new ushort[1 << LookBits];

    /// <summary>For an AC symbol whose code and value bits both lie within the lookup: value * 65536 + run * 256 + all bits; else 0.</summary>
    public int[] Fast { get; } = new int[1 << LookBits];

    /// <summary>The symbols, for the rule that DC tables hold sizes of at most 15 bits.</summary>
    public ReadOnlySpan<byte> Symbols => _symbols;

    /// <summary>Length of the code at the head of 64 bits, and its symbol; length 0 when there is no such code.</summary>
    public int Find(ulong bits, out int symbol)
    {
        for (int length = LookBits + 1; length <= 16; length++)
        {
            int code = (int)(bits >> 64 - length);
            if (code > _lastCode[length]) continue;
            int index = code + _offset[length];
            // A code below the first of its length belongs to a shorter one, which the lookup or an earlier length would have found.
            if ((uint)index >= (uint)_symbols.Length) break;
            symbol = _symbols[index];
            return length;
        }
        symbol = 0;
        return 0;
    }

    private void Enter(int code, int length, byte symbol)
    {
        int free = LookBits - length, first = code << free, size = symbol & 15;
        Lookup.AsSpan(first, 1 << free).Fill((ushort)(length << 8 | symbol));
        if (size == 0 || size > free) return;
        for (int tail = 0; tail < 1 << free; tail++)
        {
            int value = JpegBits.Extend(tail >> free - size, size);
            Fast[first + tail] = value << 16 | (symbol >> 4) << 8 | length + size;
        }
    }
}
