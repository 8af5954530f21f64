using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Search;

/// <summary>A network whose batch norms have the statistics of one batch as constants, behind a plain copy of its images, whose gradient so is that of the images.</summary>
/// <remarks>A batch norm with constant statistics is one factor and one shift a channel: a depthwise 1x1 convolution with bias.</remarks>
internal sealed class FixedNormProgram
{
    private FixedNormProgram(ParameterStore parameters, ValueId images) => (Parameters, Images) = (parameters, images);

    /// <summary>Its program with its parameters; the caller's to dispose.</summary>
    public ParameterStore Parameters { get; }

    /// <summary>The copy of the images.</summary>
    public ValueId Images { get; }

    /// <summary>The network of a context with the statistics of the context's batch; one pass forward.</summary>
    public static FixedNormProgram Of(ScoreContext context)
    {
        Program source = context.Network.Lower();
        Dictionary<Operation, float[][]> affine = Affine(source, context);
        ProgramBuilder builder = new();
        TensorShape input = source.InputShape;
        ValueId copy = builder.Add("images.copy", new Sum(), builder.Input(input.Height, input.Width, input.Channels));
        ValueId[] values = new ValueId[source.Shapes.Length];
        values[source.Operations[0].Output.Index] = copy;
        Dictionary<ParameterId, ParameterId> parameters = [];
        List<(ParameterId Parameter, float[] Values)> written = [];
        foreach (Operation operation in source.Operations.Skip(1))
        {
            ValueId[] inputs = [.. operation.Inputs.Select(input => values[input.Index])];
            bool isNorm = affine.TryGetValue(operation, out float[][]? factors);
            if (!isNorm && operation.Parameters.Length > 0 && parameters.ContainsKey(operation.Parameters[0]))
            {
                values[operation.Output.Index] = builder.Add(operation.Name, operation.Function, inputs, [.. operation.Parameters.Select(one => parameters[one])]);
                continue;
            }
            ValueId value = values[operation.Output.Index] = builder.Add(operation.Name, isNorm ? new Depthwise(new Window(1, 1), HasBias: true) : operation.Function, inputs);
            var own = builder.ParametersOf(value);
            for (int p = 0; p < own.Length; p++)
            {
                if (!isNorm) parameters[operation.Parameters[p]] = own[p];
                written.Add((own[p], isNorm ? factors![p] : Values(context.Parameters, operation.Parameters[p])));
            }
        }
        ParameterStore store = new(builder.Build(source.Fusions), new Seed(0));
        foreach ((ParameterId parameter, float[] own) in written) store.Write(parameter, own);
        return new FixedNormProgram(store, copy);
    }

    // Factor and shift of every normalization.
    private static Dictionary<Operation, float[][]> Affine(Program program, ScoreContext context)
    {
        Operation[] norms = [.. program.Operations.Where(static operation => operation.Function is Norm)];
        using ParameterStore store = context.Parameters.Clone();
        using Executor executor = Executor.Compile(store, program, new ExecutorOptions
        {
            BatchSize = context.Count,
            Training = true,
            Threads = context.Threads,
            Simd = context.Simd,
            Fuse = false,
            KeptValues = [.. norms.Select(static norm => norm.Inputs[0]).Distinct()],
        });
        context.Images.Span.CopyTo(executor.Images);
        executor.Forward(context.Count);
        Dictionary<Operation, float[][]> affine = new(ReferenceEqualityComparer.Instance);
        foreach (Operation norm in norms)
        {
            TensorShape shape = program.Shapes[norm.Inputs[0].Index];
            float[] values = new float[checked((int)(context.Count * shape.Elements))];
            executor.ReadValue(norm.Inputs[0], values);
            affine[norm] = Affine((Norm)norm.Function, norm, store, values, shape.Channels);
        }
        return affine;
    }

    private static float[][] Affine(Norm function, Operation norm, ParameterStore store, float[] values, int channels)
    {
        int count = values.Length / channels;
        double[] means = new double[channels], variances = new double[channels];
        for (int i = 0; i < values.Length; i++) means[i % channels] += values[i];
        for (int c = 0; c < channels; c++) means[c] /= count;
        for (int i = 0; i < values.Length; i++) variances[i % channels] += (values[i] - means[i % channels]) * (values[i] - means[i % channels]);
        float[] scale = function.IsAffine ? Values(store, norm.Parameters[0]) : [.. Enumerable.Repeat(1f, channels)];
        float[] shift = function.IsAffine ? Values(store, norm.Parameters[1]) : new float[channels];
        for (int c = 0; c < channels; c++)
        {
            double factor = scale[c] / Math.Sqrt(variances[c] / count + function.Epsilon);
            (scale[c], shift[c]) = ((float)factor, (float)(shift[c] - means[c] * factor));
        }
        return [scale, shift];
    }

    private static float[] Values(ParameterStore store, ParameterId parameter)
    {
        float[] values = new float[store.Program.Parameters[parameter.Index].Length];
        store.Read(parameter, values);
        return values;
    }
}
