using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Writes the transpose of every run of panels, [outputs, taps · inputs] in panels of sixteen columns, at the run's own offset.</summary>
internal sealed class TransposePanels(string name, PanelLayout panels, long weight, ArenaBuffer transposed) : Step(name, transposed)
{
    public override int Ranges(int count)
    {
        int ranges = 0;
        foreach (PanelRun run in panels.Runs) ranges += panels.Taps * run.Inputs / 16;
        return ranges;
    }

    public override void Run(StepContext context, int range, Floats scratch)
    {
        foreach (PanelRun run in panels.Runs)
        {
            int ranges = panels.Taps * run.Inputs / 16;
            if (range < ranges)
            {
                WeightPanels.TransposePanel(
                    context.Values.Plus(weight + run.Offset), panels.Taps * run.Inputs, run.Outputs, 16 * range,
                    transposed.At(context).Plus(run.Offset + 16L * range * run.Outputs), 0);
                return;
            }
            range -= ranges;
        }
    }

    public override StepWork Work(int count) => StepWork.Floats(2L * panels.Length);
}
