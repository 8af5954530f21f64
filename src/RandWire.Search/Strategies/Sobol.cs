using RandWire.Engine;

namespace RandWire.Search;

/// <summary>The Sobol sequence with the direction numbers of Joe and Kuo (2008, new-joe-kuo-6.21201), in the order of Gray codes (Antonov and Saleev 1979). Point 0 is the origin.</summary>
internal static class Sobol
{
    /// <summary>Most dimensions: one more than a space has parameters, with room.</summary>
    public const int MostDimensions = 10;

    // (degree s, inner coefficients a, first direction numbers m) of dimensions 2 and on.
    private static readonly (int Degree, uint Inner, uint[] First)[] Polynomials =
    [
        (1, 0, [1]), (2, 1, [1, 3]), (3, 1, [1, 3, 1]), (3, 2, [1, 1, 1]), (4, 1, [1, 1, 3, 3]), (4, 4, [1, 3, 5, 13]),
        (5, 2, [1, 1, 5, 5, 17]), (5, 4, [1, 1, 5, 5, 5]), (5, 7, [1, 1, 7, 11, 19]),
    ];

    private static readonly uint[][] Directions = [.. Enumerable.Range(0, MostDimensions).Select(Direction)];

    /// <summary>A coordinate of a point as 32 bits behind the binary point.</summary>
    /// <param name="index">Number of the point, from 0.</param>
    /// <param name="dimension">In [0, <see cref="MostDimensions"/>).</param>
    public static uint Bits(uint index, int dimension)
    {
        uint gray = index ^ (index >> 1), bits = 0;
        for (int i = 0; gray != 0; i++, gray >>= 1)
            if ((gray & 1) != 0) bits ^= Directions[dimension][i];
        return bits;
    }

    /// <summary>A point in [0, 1) to the power of the dimensions, shifted digit by digit: every stretch of 2^k points stays as even as it was, no point is special.</summary>
    /// <param name="index">Number of the point, from 0.</param>
    /// <param name="dimensions">At most <see cref="MostDimensions"/>.</param>
    /// <param name="shift">Decides the shift.</param>
    public static double[] Point(uint index, int dimensions, Seed shift)
    {
        double[] point = new double[dimensions];
        for (int d = 0; d < dimensions; d++) point[d] = (Bits(index, d) ^ (uint)(shift.Bits((ulong)d) >> 32)) / 4294967296.0;
        return point;
    }

    private static uint[] Direction(int dimension)
    {
        uint[] direction = new uint[32];
        if (dimension == 0)
        {
            for (int i = 0; i < 32; i++) direction[i] = 1u << (31 - i);
            return direction;
        }
        (int degree, uint inner, uint[] first) = Polynomials[dimension - 1];
        for (int i = 0; i < 32; i++)
        {
            if (i < degree)
            {
                direction[i] = first[i] << (31 - i);
                continue;
            }
            direction[i] = direction[i - degree] ^ (direction[i - degree] >> degree);
            for (int k = 1; k < degree; k++)
                if (((inner >> (degree - 1 - k)) & 1) != 0) direction[i] ^= direction[i - k];
        }
        return direction;
    }
}
