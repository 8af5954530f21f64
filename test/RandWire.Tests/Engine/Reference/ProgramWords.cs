using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Short words for programs that are written by hand.</summary>
internal static class ProgramWords
{
    public static ValueId Convolution(this ProgramBuilder builder, string name, ValueId input, int channels, int kernel, int stride) =>
        builder.Add(name, new Convolution(channels, new Window(kernel, kernel, stride)), input);

    public static ValueId Depthwise(this ProgramBuilder builder, string name, ValueId input, int stride) =>
        builder.Add(name, new Depthwise(new Window(3, 3, stride)), input);

    public static ValueId Norm(this ProgramBuilder builder, string name, ValueId input) => builder.Add(name, new Norm(), input);

    public static ValueId Relu(this ProgramBuilder builder, string name, ValueId input) => builder.Add(name, new Relu(), input);

    public static ValueId WeightedSum(this ProgramBuilder builder, string name, params ReadOnlySpan<ValueId> inputs) => builder.Add(name, new WeightedSum(), inputs);

    public static ValueId Sum(this ProgramBuilder builder, string name, ReadOnlySpan<ValueId> inputs, float factor = 1) => builder.Add(name, new Sum(factor), inputs);

    public static ValueId Mean(this ProgramBuilder builder, string name, params ReadOnlySpan<ValueId> inputs) => builder.Add(name, new Sum(1f / inputs.Length), inputs);

    public static ValueId Concatenation(this ProgramBuilder builder, string name, params ReadOnlySpan<ValueId> inputs) => builder.Add(name, new Concatenation(), inputs);

    public static ValueId Pooling(this ProgramBuilder builder, string name, ValueId input, PoolingKind kind, int stride) =>
        builder.Add(name, new Pooling(kind, new Window(3, 3, stride)), input);

    public static ValueId GlobalAverage(this ProgramBuilder builder, string name, ValueId input) => builder.Add(name, new GlobalAverage(), input);

    public static ValueId Dropout(this ProgramBuilder builder, string name, ValueId input, float rate) => builder.Add(name, new Dropout(rate), input);

    public static ValueId Linear(this ProgramBuilder builder, string name, ValueId input, int outputs) => builder.Add(name, new Linear(outputs), input);

    /// <summary>The operation added last.</summary>
    public static Operation Last(this ProgramBuilder builder) => builder.Operations[^1];
}
