using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>The rows of a matrix product that a group of columns has still to compute, at least one: what <see cref="MatrixTiles"/> take.</summary>
/// <remarks>Row i of a lies <see cref="RowA"/> further, its next term <see cref="StepA"/> further; vector j of b lies <see cref="NextB"/> further, its next term
/// <see cref="StepB"/> further. The sums start from zero, or from <see cref="Start"/> (row i at i · StartRow, vector j at j · StartNext: c itself to go on summing, a bias
/// with StartRow 0). In memory on purpose: what is wanted between tiles only must take no register from the loop over depth, which needs them all.</remarks>
internal unsafe struct MatrixRows
{
    public float* A, B, Start, C;
    public nint RowA, StepA, NextB, StepB, StartRow, StartNext, RowC, NextC;
    public int Depth, Rows;

    /// <summary>A list of <see cref="Kernels.Ahead"/>, or null.</summary>
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
