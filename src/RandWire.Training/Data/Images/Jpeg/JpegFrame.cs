using System.Buffers.Binary;

namespace RandWire.Training.Data.Images.Jpeg;

/// <summary>The frame header (T.81, B.2.2): size and components.</summary>
internal sealed class JpegFrame
{
    private JpegFrame(int height, int width, bool progressive, JpegComponent[] components)
    {
        (Height, Width, IsProgressive, Components) = (height, width, progressive, components);
        foreach (JpegComponent component in components)
        {
            MaxAcross = Math.Max(MaxAcross, component.Across);
            MaxDown = Math.Max(MaxDown, component.Down);
        }
        UnitsAcross = Ratio(width, 1, 8 * MaxAcross);
        UnitsDown = Ratio(height, 1, 8 * MaxDown);
        foreach (JpegComponent component in components)
        {
            component.Width = Ratio(width, component.Across, MaxAcross);
            component.Height = Ratio(height, component.Down, MaxDown);
            component.BlocksAcross = UnitsAcross * component.Across;
            component.BlocksDown = UnitsDown * component.Down;
            Blocks += (long)component.BlocksAcross * component.BlocksDown;
        }
    }

    public int Height { get; }

    public int Width { get; }

    public bool IsProgressive { get; }

    public JpegComponent[] Components { get; }

    public int MaxAcross { get; }

    public int MaxDown { get; }

    /// <summary>MCUs in a row of a scan of several components.</summary>
    public int UnitsAcross { get; }

    public int UnitsDown { get; }

    /// <summary>Blocks of all components.</summary>
    public long Blocks { get; }

    /// <exception cref="InvalidDataException">Damaged, too large, or a kind that is not read.</exception>
    public static JpegFrame Read(int marker, ReadOnlySpan<byte> body)
    {
        if (marker > 0xC2)
        {
            string kind = marker is 0xC9 or 0xCA ? "arithmetic-coded" : "lossless or hierarchical";
            throw new InvalidDataException($"{kind} JPEG; baseline and progressive ones are read: save it again");
        }
        if (body.Length < 6 || body.Length != 6 + 3 * body[5]) throw new InvalidDataException("damaged: JPEG frame header of a wrong length");
        if (body[0] != 8) throw new InvalidDataException($"{body[0]}-bit JPEG; 8-bit ones are read: save it again");
        if (body[5] is not (1 or 3 or 4)) throw new InvalidDataException($"JPEG of {body[5]} components; 1, 3 and 4 are read: save it again");
        int height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
        if (height == 0 && width > 0) throw new InvalidDataException("JPEG that gives its height only after the picture (DNL); those that give it before are read: save it again");
        ImageHeader.Checked(height, width, 1);

        JpegComponent[] components = new JpegComponent[body[5]];
        for (int i = 0; i < components.Length; i++)
        {
            ReadOnlySpan<byte> at = body[(6 + 3 * i)..];
            int across = at[1] >> 4, down = at[1] & 15;
            if (across is 0 or > 4 || down is 0 or > 4 || at[2] > 3) throw new InvalidDataException("damaged: JPEG frame header with an impossible component");
            foreach (JpegComponent earlier in components.AsSpan(0, i))
            {
                if (earlier.Id == at[0]) throw new InvalidDataException("damaged: JPEG frame header that names a component twice");
            }
            components[i] = new JpegComponent(at[0], across, down, at[2]);
        }
        JpegFrame frame = new(height, width, marker == 0xC2, components);
        foreach (JpegComponent component in components)
        {
            if (frame.MaxAcross % component.Across != 0 || frame.MaxDown % component.Down != 0)
                throw new InvalidDataException($"JPEG with sampling {component.Across}x{component.Down} beside {frame.MaxAcross}x{frame.MaxDown}; whole ratios are read: save it again");
        }
        return frame;
    }

    /// <summary>ceil(size * factor / of).</summary>
    public static int Ratio(int size, int factor, int of) => (size * factor + of - 1) / of;
}
