namespace RandWire.Engine.Execution.Steps;

/// <summary>The steps of a bias's gradient: sums over chunks of pixels, and their sum.</summary>
internal static class BiasSteps
{
    /// <summary>Adds them, for the operation's second parameter.</summary>
    public static void Add(PlanCompiler plan, Operation operation, TensorBuffer gradY)
    {
        string name = operation.Name + ".bias.gradient";
        GradientPlace bias = plan.GradientOf(operation, 1);
        if (gradY.Pixels == 1)
        {
            plan.AddSmall(new BiasGradient(name, gradY, bias, null));
            return;
        }
        ArenaBuffer parts = plan.Allocate(name + ".parts", (long)BiasGradient.Chunks(gradY, plan.Batch) * gradY.Channels);
        plan.Add(new BiasGradient(name, gradY, bias, parts));
        plan.AddSmall(new AddParts(name + ".sum", parts, bias, gradY.Channels, count => BiasGradient.Chunks(gradY, count)));
    }
}
