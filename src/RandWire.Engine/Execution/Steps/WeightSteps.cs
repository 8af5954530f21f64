using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>The steps of a weight gradient in panels: sums over groups of pixels, their sum, zeros between groups of channels.</summary>
internal static class WeightSteps
{
    /// <summary>Adds them, for the operation's first parameter.</summary>
    public static void Add(PlanCompiler plan, Operation operation, TensorBuffer x, TensorBuffer gradY, WindowGrid grid, PanelLayout panels)
    {
        string name = operation.Name;
        GradientPlace weight = plan.GradientOf(operation, 0);
        int pixels = gradY.Pixels, groups = ConvolutionWeightGradient.Groups((long)plan.Batch * pixels);
        ArenaBuffer? parts = groups > 1 ? plan.Allocate(name + ".parts", (long)groups * panels.Length) : null;
        plan.Add(new ConvolutionWeightGradient(name + ".weight.gradient", x, gradY, grid, panels, weight, parts));
        if (parts is not null)
            plan.AddSmall(new AddParts(name + ".weight.sum", parts, weight, panels.Length, count => ConvolutionWeightGradient.Groups((long)count * pixels)));
        if (!panels.IsFull) plan.Add(new KeepGroups(name + ".weight.groups", panels, weight));
    }
}
