using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Pixels times weight panels, in blocks of rows that stay in the first-level cache while all panels pass by.</summary>
internal static class PixelProduct
{
    public static void Run(StepContext context, Floats a, int depth, Floats panels, int pixels, int columns, Floats c)
    {
        for (int from = 0; from < pixels; from += ConvolutionForward.RowBlock)
        {
            context.Kernels.MatrixProduct(
                a.Plus((long)from * depth), depth, 1, panels, 16 * depth, 16, Math.Min(ConvolutionForward.RowBlock, pixels - from), columns, depth,
                c.Plus((long)from * columns), columns, false);
        }
    }
}
