using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Gathers the windows of a run of output pixels that may cross from one image into the next.</summary>
internal static class PatchRows
{
    public static void Gather(KernelTable kernels, TensorBuffer x, TensorBuffer y, int window, int stride, Floats images, long from, long to, Floats patches)
    {
        while (from < to)
        {
            long image = from / y.Pixels, start = image * y.Pixels, end = Math.Min(to, start + y.Pixels);
            kernels.GatherPatches(images.Plus(image * x.ImageFloats), x.Height, x.Width, y.Width, x.Channels, window, stride, (int)(from - start),
                (int)(end - start), patches);
            patches = patches.Plus((end - from) * window * window * x.Channels);
            from = end;
        }
    }
}
