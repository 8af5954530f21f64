using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.OracleDump;

/// <summary>Trains on fixed random numbers and writes everything that another program needs to do the same and compare.</summary>
/// <remarks>manifest.json, and tensors.safetensors with <c>initial/</c>, <c>gradient/</c> (first step), <c>final/</c> per parameter,
/// <c>images/N</c> [batch, H, W, C] and <c>targets/N</c> [batch, classes] per step, <c>logits</c> (first step) and <c>inference</c> (logits of
/// images/0 after training, running statistics).</remarks>
internal static class Dump
{
    public static void Write(NetworkOptions options)
    {
        RandWire.Engine.Program program = options.Spec().Lower();
        foreach (Operation operation in program.Operations)
        {
            // Nobody else can draw this engine's masks.
            if (operation.Function is Dropout { Rate: > 0 })
                throw new ArgumentException($"{operation.Name}: a network with dropout cannot be compared with another program's. Leave the layer out.");
        }
        var store = new ParameterStore(program, Seed.From(options.Seed));
        MoveOffNeutral(store, Seed.From(options.Seed).Child("oracle"));
        Directory.CreateDirectory(options.Out);
        using var tensors = new TensorFile(Path.Combine(options.Out, "tensors.safetensors"));
        AddParameters("initial", store.Read);
        List<double> losses = [];
        using (Executor executor = Executor.Compile(store, Compiled(training: true)))
        {
            for (int step = 0; step < options.Steps; step++)
            {
                Draw(Seed.From(options.Seed).Child(step), executor);
                tensors.Add($"images/{step}", [options.Batch, program.InputShape.Height, program.InputShape.Width, program.InputShape.Channels], executor.Images);
                tensors.Add($"targets/{step}", [options.Batch, program.Classes], executor.Targets);
                losses.Add(executor.ForwardBackward(options.Batch, StepRandomness.None));
                if (step == 0)
                {
                    tensors.Add("logits", [options.Batch, program.Classes], executor.Logits);
                    AddParameters("gradient", store.ReadGradient, trainedOnly: true);
                }
                executor.ApplySgd(options.Sgd);
            }
        }
        AddParameters("final", store.Read);
        using (Executor executor = Executor.Compile(store, Compiled(training: false)))
        {
            Draw(Seed.From(options.Seed).Child(0), executor, targets: false);
            executor.Forward(options.Batch);
            tensors.Add("inference", [options.Batch, program.Classes], executor.Logits);
        }
        tensors.Save();
        File.WriteAllText(Path.Combine(options.Out, "manifest.json"), Manifest.Of(options, losses));

        ExecutorOptions Compiled(bool training) =>
            new() { BatchSize = options.Batch, Training = training, Threads = options.Threads, Fuse = options.Fuse };

        void AddParameters(string group, Reading read, bool trainedOnly = false)
        {
            for (int p = 0; p < program.Parameters.Length; p++)
            {
                ParameterInfo info = program.Parameters[p];
                if (trainedOnly && !info.IsTrained) continue;
                var values = new float[info.Length];
                read(new ParameterId(p), values);
                tensors.Add($"{group}/{info.Name}", [.. info.Shape], values);
            }
        }
    }

    private delegate void Reading(ParameterId parameter, Span<float> values);

    /// <summary>Normal images, with a part that is the same within each cell of a grid; targets with label smoothing 0.1.</summary>
    /// <remarks>Pixels without a neighborhood would be averaged away in a deep network: what is left of them is then normalized up, with all rounding.</remarks>
    public static void Draw(Seed seed, Executor executor, bool targets = true)
    {
        const int Grid = 4;
        TensorShape shape = executor.Parameters.Program.InputShape;
        Seed cells = seed.Child("cell");
        int i = 0;
        for (int image = 0; image < executor.BatchSize; image++)
        {
            for (int y = 0; y < shape.Height; y++)
            {
                for (int x = 0; x < shape.Width; x++)
                {
                    int cell = (((image * Grid) + (y * Grid / shape.Height)) * Grid) + (x * Grid / shape.Width);
                    for (int c = 0; c < shape.Channels; c++, i++)
                        executor.Images[i] = (float)((0.6 * seed.Normal((ulong)i)) + (0.8 * cells.Normal((ulong)((cell * shape.Channels) + c))));
                }
            }
        }
        if (!targets) return;
        int classes = executor.Parameters.Program.Classes;
        executor.Targets.Fill(0.1f / classes);
        for (int image = 0; image < executor.BatchSize; image++) executor.Targets[image * classes + seed.Child("label").Below((ulong)image, classes)] += 0.9f;
    }

    /// <summary>A fresh network has scales of one and wires of one half, which hide mistakes: every parameter but the convolutions is moved.</summary>
    public static void MoveOffNeutral(ParameterStore store, Seed seed)
    {
        for (int p = 0; p < store.Program.Parameters.Length; p++)
        {
            ParameterInfo info = store.Program.Parameters[p];
            if (info.Kind is ParameterKind.Convolution or ParameterKind.Depthwise or ParameterKind.Linear) continue;
            var values = new float[info.Length];
            store.Read(new ParameterId(p), values);
            for (int i = 0; i < values.Length; i++) values[i] += (float)((info.Kind is ParameterKind.Wire or ParameterKind.Gate ? 1 : 0.1) * seed.Child(p).Normal((ulong)i));
            store.Write(new ParameterId(p), values);
        }
    }
}
