namespace RandWire.Training.Data.Images.Jpeg;

/// <summary>A component of a frame (T.81, A.1): its grid of blocks and what was decoded of it.</summary>
internal sealed class JpegComponent(int id, int across, int down, int quantizer)
{
    public int Id => id;

    /// <summary>H, horizontal sampling factor.</summary>
    public int Across => across;

    /// <summary>V, vertical sampling factor.</summary>
    public int Down => down;

    public int Quantizer => quantizer;

    /// <summary>Samples in a row that belong to the picture.</summary>
    public int Width { get; set; }

    /// <summary>Rows that belong to the picture.</summary>
    public int Height { get; set; }

    /// <summary>Blocks in a row, those that fill the last MCU included.</summary>
    public int BlocksAcross { get; set; }

    public int BlocksDown { get; set; }

    /// <summary>Quantization steps in natural order, as they stood when the component's first scan began.</summary>
    public int[]? Steps { get; set; }

    /// <summary>[BlocksDown, BlocksAcross, 64] in natural order; null while the picture comes in one scan.</summary>
    public short[]? Coefficients { get; set; }

    /// <summary>[BlocksDown * 8, BlocksAcross * 8] samples.</summary>
    public byte[]? Plane { get; set; }

    /// <summary>For each coefficient in zigzag order the lowest bit that was sent; -1 before any.</summary>
    public int[] Sent { get; } = NothingSent();

    public int LastDc { get; set; }

    public JpegHuffman? DcTable { get; set; }

    public JpegHuffman? AcTable { get; set; }

    private static int[] NothingSent()
    {
        int[] sent = new int[64];
        Array.Fill(sent, -1);
        return sent;
    }
}
