namespace RandWire.Engine.Kernels;

/// <summary>Weights as panels of sixteen columns: element (k, n) of a [depth, columns] matrix at (n / 16)·16·depth + 16·k + n % 16.</summary>
internal static unsafe class WeightPanels
{
    /// <summary>Writes the transpose, sixteen of its columns (rows k..k+15 of the source): transposed(n, k) = source(k, n).</summary>
    public static void TransposePanel(Floats source, int depth, int columns, int panel, Floats transposed)
    {
        float* from = (float*)source.Address + panel * 256;
        float* to = (float*)transposed.Address + (nint)panel * 16 * columns;
        for (int n = 0; n < columns; n += 16, from += 16 * (nint)depth)
            for (int j = 0; j < 16; j++, to += 16)
                for (int i = 0; i < 16; i++) to[i] = from[16 * i + j];
    }
}
