using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Gathers the windows of a run of output pixels that may cross from one image into the next.</summary>
internal static class PatchRows
{
    /// <summary>Rows fromRow..toRow of the windows of output pixels from..to, of some channels.</summary>
    public static void Gather(
        KernelTable kernels, TensorBuffer x, TensorBuffer y, in WindowGrid grid, int firstChannel, int channels, int fromRow, int toRow, Floats images, long from, long to,
        Floats patches)
    {
        while (from < to)
        {
            long image = from / y.Pixels, start = image * y.Pixels, end = Math.Min(to, start + y.Pixels);
            kernels.GatherPatches(
                images.Plus(image * x.ImageFloats), grid, firstChannel, channels, fromRow, toRow, (int)(from - start), (int)(end - start), patches);
            patches = patches.Plus((end - from) * (toRow - fromRow) * grid.WindowWidth * channels);
            from = end;
        }
    }
}
