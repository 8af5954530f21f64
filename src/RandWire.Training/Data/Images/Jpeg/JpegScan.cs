namespace RandWire.Training.Data.Images.Jpeg;

/// <summary>Decodes the entropy-coded data of one scan (T.81, F.2 and G.2), and holds it to what a whole scan is: codes that exist, coefficients within their
/// band, all MCUs, restarts in order, and nothing left over.</summary>
internal ref struct JpegScan
{
    /// <summary>From zigzag to natural order; 16 more, so that a damaged run stays inside until it is found.</summary>
    public static ReadOnlySpan<byte> Natural =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
        63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
    ];

    private readonly JpegFrame _frame;
    private readonly JpegComponent[] _components;
    private readonly int _first;
    private readonly int _last;
    private readonly int _earlier;
    private readonly int _low;
    private readonly int _interval;
    private readonly ReadOnlySpan<byte> _file;
    private JpegBits _bits;
    private int _ends;
    private int _untilRestart;
    private int _restart;

    /// <param name="file">The whole file.</param>
    /// <param name="at">Where the data begins.</param>
    /// <param name="frame">The picture.</param>
    /// <param name="components">Those of this scan.</param>
    /// <param name="band">First and last coefficient, and the bits Ah and Al.</param>
    /// <param name="interval">MCUs between restarts; 0 without.</param>
    public JpegScan(ReadOnlySpan<byte> file, int at, JpegFrame frame, JpegComponent[] components, (int First, int Last, int Earlier, int Low) band, int interval)
    {
        _file = file;
        (_frame, _components, _interval) = (frame, components, interval);
        (_first, _last, _earlier, _low) = band;
        _bits = new JpegBits(file, at);
        _untilRestart = interval;
    }

    /// <summary>Whole bytes that were left over at one place at most.</summary>
    public int LeftOver { get; private set; }

    /// <summary>Decodes into the components' coefficients, or straight into their planes where they have none; returns where the marker behind the data begins.</summary>
    /// <exception cref="InvalidDataException">The data is not whole.</exception>
    public int Decode()
    {
        foreach (JpegComponent component in _components) component.LastDc = 0;
        if (_components.Length == 1)
        {
            // T.81, A.2.2: a scan of one component has only the blocks that the picture needs.
            JpegComponent only = _components[0];
            int across = JpegFrame.Ratio(only.Width, 1, 8), down = JpegFrame.Ratio(only.Height, 1, 8);
            for (int y = 0; y < down; y++)
            {
                for (int x = 0; x < across; x++)
                {
                    BeginUnit();
                    Block(only, y, x);
                }
                CheckData();
            }
        }
        else
        {
            for (int y = 0; y < _frame.UnitsDown; y++)
            {
                for (int x = 0; x < _frame.UnitsAcross; x++) Unit(y, x);
                CheckData();
            }
        }
        return End();
    }

    private void Unit(int y, int x)
    {
        BeginUnit();
        foreach (JpegComponent component in _components)
        {
            for (int v = 0; v < component.Down; v++)
            {
                for (int h = 0; h < component.Across; h++) Block(component, y * component.Down + v, x * component.Across + h);
            }
        }
    }

    private void Block(JpegComponent component, int row, int column)
    {
        if (component.Coefficients is { } all)
        {
            Span<short> block = all.AsSpan((row * component.BlocksAcross + column) * 64, 64);
            if (!_frame.IsProgressive) Sequential(component, block);
            else if (_first == 0) Dc(component, block);
            else if (_earlier == 0) AcFirst(component.AcTable!, block);
            else AcRefine(component.AcTable!, block);
            return;
        }
        Span<short> one = stackalloc short[64];
        int last = Sequential(component, one);
        int stride = component.BlocksAcross * 8;
        InverseDct.Transform(one, component.Steps!, last == 0, component.Plane.AsSpan(row * 8 * stride + column * 8), stride);
    }

    /// <summary>A block of a sequential frame; returns the last coefficient that is not 0.</summary>
    private int Sequential(JpegComponent component, scoped Span<short> block)
    {
        int size = _bits.Symbol(component.DcTable!), last = 0;
        if (size != 0) component.LastDc += _bits.Signed(size);
        block[0] = (short)component.LastDc;
        CheckDc(component, component.LastDc);
        JpegHuffman table = component.AcTable!;
        ReadOnlySpan<byte> natural = Natural;
        for (int k = 1; k < 64; k++)
        {
            int fast = _bits.Fast(table);
            if (fast != 0)
            {
                k += fast >> 8 & 15;
                block[natural[k]] = (short)(fast >> 16);
                last = k;
                continue;
            }
            int symbol = _bits.Symbol(table);
            size = symbol & 15;
            if (size == 0)
            {
                if (symbol != 0xF0) break;
                k += 15;
                continue;
            }
            k += symbol >> 4;
            block[natural[k]] = (short)_bits.Signed(size);
            last = k;
        }
        if (last > 63) throw BeyondBand();
        return last;
    }

    private void Dc(JpegComponent component, Span<short> block)
    {
        if (_earlier != 0)
        {
            block[0] |= (short)(_bits.Take(1) << _low);
            return;
        }
        int size = _bits.Symbol(component.DcTable!);
        if (size != 0) component.LastDc += _bits.Signed(size);
        CheckDc(component, component.LastDc << _low);
        block[0] = (short)(component.LastDc << _low);
    }

    private void AcFirst(JpegHuffman table, Span<short> block)
    {
        if (_ends > 0)
        {
            _ends--;
            return;
        }
        ReadOnlySpan<byte> natural = Natural;
        for (int k = _first; k <= _last; k++)
        {
            int symbol = _bits.Symbol(table), run = symbol >> 4, size = symbol & 15;
            if (size != 0)
            {
                k += run;
                if (k > _last) throw BeyondBand();
                block[natural[k]] = (short)(_bits.Signed(size) << _low);
            }
            else if (run == 15)
                k += 15;
            else
            {
                _ends = (1 << run) - 1;
                if (run > 0) _ends += _bits.Take(run);
                return;
            }
        }
    }

    private void AcRefine(JpegHuffman table, Span<short> block)
    {
        ReadOnlySpan<byte> natural = Natural;
        short plus = (short)(1 << _low), minus = (short)-plus;
        int k = _first;
        if (_ends == 0)
        {
            for (; k <= _last; k++)
            {
                int symbol = _bits.Symbol(table), run = symbol >> 4;
                short arrives = 0;
                if ((symbol & 15) != 0)
                {
                    if ((symbol & 15) != 1) throw BeyondBand();
                    arrives = _bits.Take(1) != 0 ? plus : minus;
                }
                else if (run != 15)
                {
                    _ends = 1 << run;
                    if (run > 0) _ends += _bits.Take(run);
                    break;
                }
                for (; k <= _last; k++)
                {
                    ref short coefficient = ref block[natural[k]];
                    if (coefficient != 0) Correct(ref coefficient, plus, minus);
                    else if (--run < 0) break;
                }
                if (arrives == 0) continue;
                if (k > _last) throw BeyondBand();
                block[natural[k]] = arrives;
            }
        }
        if (_ends == 0) return;
        _ends--;
        for (; k <= _last; k++)
        {
            ref short coefficient = ref block[natural[k]];
            if (coefficient != 0) Correct(ref coefficient, plus, minus);
        }
    }

    private void Correct(ref short coefficient, short plus, short minus)
    {
        if (_bits.Take(1) != 0 && (coefficient & plus) == 0) coefficient += coefficient > 0 ? plus : minus;
    }

    private void BeginUnit()
    {
        if (_interval == 0) return;
        if (_untilRestart-- > 0) return;
        int marker = End();
        while (marker < _file.Length && _file[marker] == 0xFF) marker++;
        if (marker >= _file.Length || _file[marker] != 0xD0 + _restart) throw new InvalidDataException("damaged: a restart marker of the JPEG is missing or out of order");
        _restart = _restart + 1 & 7;
        _bits.Resume(marker + 1);
        _untilRestart = _interval - 1;
        foreach (JpegComponent component in _components) component.LastDc = 0;
    }

    private readonly void CheckData()
    {
        if (_bits.Overrun) throw new InvalidDataException("truncated or damaged: a part of the JPEG's picture data is missing");
    }

    private int End()
    {
        CheckData();
        if (_ends != 0) throw new InvalidDataException("damaged: the JPEG's picture data goes on behind the picture's last block");
        int left = _bits.Finish(out int marker);
        // Some cameras write a byte too many; more are the trace of data that was lost or overwritten.
        if (left > 1) throw new InvalidDataException($"damaged: {left} bytes of the JPEG's picture data are left over at byte {marker}");
        LeftOver = Math.Max(LeftOver, left);
        return marker;
    }

    /// <summary>The mean of a block cannot lie far outside of the samples' range: a sum that has run away is the trace of damaged data.</summary>
    private static void CheckDc(JpegComponent component, int dc)
    {
        int step = component.Steps![0];
        if (Math.Abs((long)dc) * step > 4096 + 2 * step) throw new InvalidDataException("damaged: the JPEG's picture data gives blocks far beyond black and white");
    }

    private static InvalidDataException BeyondBand() => new("damaged: the JPEG's picture data gives coefficients beyond the end of a block");
}
