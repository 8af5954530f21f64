using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>The transpose of a convolution's weights, in panels, for the product that gives the input gradient.</summary>
/// <remarks>Every window's tap is transposed by itself. At stride 1 an input pixel meets the taps of a window row in reversed order; at stride 2 an odd column
/// meets the last and the first, an even one the middle: the taps are stored so that those which meet a pixel lie side by side.</remarks>
/// <param name="Weight">Offset of the weights in the store.</param>
/// <param name="Window">1 or 3.</param>
/// <param name="Inputs">Stored input channels: columns of the transpose.</param>
/// <param name="Outputs">Stored output channels.</param>
/// <param name="Stride">Stride of the window.</param>
/// <param name="Buffer">The transpose: [window rows · taps · outputs, inputs].</param>
internal sealed record TransposedWeights(long Weight, int Window, int Inputs, int Outputs, int Stride, ArenaBuffer Buffer)
{
    public int Panels => Inputs / 16;

    public StepWork Work => StepWork.Floats(2L * Window * Window * Inputs * Outputs);

    /// <summary>Sixteen input channels of it.</summary>
    public void WritePanel(StepContext context, int panel)
    {
        int taps = Window * Window;
        Floats target = Buffer.At(context).Plus(16L * panel * taps * Outputs);
        for (int tap = 0; tap < taps; tap++)
        {
            int place = Window == 1 ? 0 : tap / 3 * 3 + (Stride == 1 ? 2 - tap % 3 : (tap % 3) switch { 2 => 0, 0 => 1, _ => 2 });
            WeightPanels.TransposePanel(context.Values.Plus(Weight), taps * Inputs, Outputs, tap * Inputs + 16 * panel, target, place * Outputs);
        }
    }
}

/// <summary>Writes the transpose of a node's weights where no join of a normalization does.</summary>
internal sealed class TransposeNodeWeights(string name, TransposedWeights transposed) : Step(name, transposed.Buffer)
{
    public override int Ranges(int count) => transposed.Panels;

    public override void Run(StepContext context, int range, Floats scratch) => transposed.WritePanel(context, range);

    public override StepWork Work(int count) => transposed.Work;
}
