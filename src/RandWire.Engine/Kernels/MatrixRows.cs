using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Rows of a product that a group of columns has still to compute: the arguments of <see cref="MatrixTiles"/>.</summary>
/// <remarks>In memory on purpose: what is needed between tiles only shall take no register from the loop over depth, which wants all.</remarks>
internal unsafe struct MatrixRows
{
    public float* A;
    public nint RowA;
    public nint StepA;
    public float* B;
    public nint NextB;
    public nint StepB;
    public int Depth;
    public float* Start;
    public nint StartRow;
    public nint StartNext;
    public float* C;
    public nint RowC;
    public nint NextC;
    public int Rows;
    public long* Ahead;

    /// <summary>Where a tile starts to ask for memory, and how much further it does so a term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly byte* Fetch(out nint step) => Kernels.Ahead.Take(Ahead, Depth, (byte*)A, out step);

    /// <summary>Goes past the rows of a tile; whether any are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Past(int rows)
    {
        A += rows * RowA;
        C += rows * RowC;
        if (Start is not null) Start += rows * StartRow;
        return (Rows -= rows) > 0;
    }
}
