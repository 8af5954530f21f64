using RandWire.Engine;
using Xunit;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Runs the engine along a trajectory and compares everything that it lets one see.</summary>
internal static class EngineAgreement
{
    public static void Check(Trajectory trajectory, ExecutorOptions options, string context)
    {
        context = $"{context}, {options.Simd}, {options.Threads} threads, {(options.Fuse ? "fused" : "plain")}";
        var store = new ParameterStore(trajectory.Program, Seed.From(1));
        trajectory.Initial.WriteTo(store);
        using (Executor training = Executor.Compile(store, options with { Training = true }))
        {
            StepRandomness randomness = StepRandomness.None with { DroppedWire = IndexOf(training, trajectory.Options.Step.DroppedWire) };
            for (int s = 0; s < trajectory.Steps.Count; s++) CheckStep(trajectory, s, training, randomness, $"{context}, step {s}");
        }
        using Executor inference = Executor.Compile(store, options with { Training = false });
        Fill(trajectory.InferenceImages, inference.Images);
        inference.Forward(trajectory.Count);
        trajectory.InferenceLogits.Check(inference.Logits[..(trajectory.Count * trajectory.Program.Classes)], context);
    }

    /// <summary>Copies what a step needs and fills the rest with NaN, so that reading past the given images shows.</summary>
    public static void Fill(float[] values, Span<float> destination)
    {
        destination.Fill(float.NaN);
        values.CopyTo(destination);
    }

    private static void CheckStep(Trajectory trajectory, int index, Executor executor, StepRandomness randomness, string context)
    {
        TrajectoryStep step = trajectory.Steps[index];
        Fill(step.Images, executor.Images);
        Fill(step.Targets, executor.Targets);
        float loss = (float)executor.ForwardBackward(trajectory.Count, randomness);
        step.Logits.Check(executor.Logits[..(trajectory.Count * trajectory.Program.Classes)], context);
        step.Loss.Check([loss], context);
        ParameterStore store = executor.Parameters;
        Compare(trajectory, step.Gradients, store.ReadGradient, context);
        executor.ApplySgd(trajectory.Options.Sgd);
        Compare(trajectory, step.Momenta, store.ReadMomentum, context);
        Compare(trajectory, step.Parameters, store.Read, context);
    }

    private delegate void Reading(ParameterId parameter, Span<float> values);

    private static void Compare(Trajectory trajectory, Expectation[] expected, Reading read, string context)
    {
        for (int p = 0; p < expected.Length; p++)
        {
            // Running statistics have a value but neither gradient nor momentum.
            if (!trajectory.Program.Parameters[p].IsTrained && !expected[p].Name.StartsWith("value", StringComparison.Ordinal)) continue;
            var actual = new float[expected[p].Values.Length];
            read(new ParameterId(p), actual);
            expected[p].Check(actual, context);
        }
    }

    private static int IndexOf(Executor executor, (ParameterId Weights, int Wire)? wire)
    {
        if (wire is not { } dropped) return -1;
        for (int i = 0; i < executor.DroppableWires.Count; i++) if (executor.DroppableWires[i] == dropped) return i;
        Assert.Fail($"Wire {dropped} is not among the droppable ones.");
        return -1;
    }
}
