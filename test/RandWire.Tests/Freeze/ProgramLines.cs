using System.Collections.Immutable;
using System.Globalization;
using RandWire.Engine;
using RandWire.Engine.Functions;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Freeze;

/// <summary>A program as lines that do not know by what types it is represented: the only file of the freeze that does.</summary>
/// <remarks>Every operation has every field; what a kind of operation has none of is 0, and a factor that it has none of is 1.</remarks>
internal static class ProgramLines
{
    /// <summary>One line an operation, then one line a parameter.</summary>
    public static IEnumerable<string> Of(Program program) =>
        [.. program.Operations.Select(operation => Line(program, operation)), .. program.Parameters.Select(Line)];

    private static string Line(Program program, Operation operation)
    {
        (string kind, int kernel, int stride, float factor, float rate) = operation.Function switch
        {
            Images => ("input", 0, 0, 1f, 0f),
            Convolution { Groups: 1, HasBias: false, Padding: Padding.Same } one => ("conv", Side(one.Window), one.Window.Stride, 1f, 0f),
            Depthwise { HasBias: false, Padding: Padding.Same } one => ("depthwise", Side(one.Window), one.Window.Stride, 1f, 0f),
            Norm { IsAffine: true, Epsilon: 1e-5f } => ("norm", 0, 0, 1f, 0f),
            Relu => ("relu", 0, 0, 1f, 0f),
            WeightedSum { Weights: WeightKind.Sigmoid } => ("weighted-sum", 0, 0, 1f, 0f),
            Sum one => ("sum", 0, 0, one.Factor, 0f),
            Concatenation => ("concatenation", 0, 0, 1f, 0f),
            Pooling { Padding: Padding.Same } one => (one.Kind == PoolingKind.Maximum ? "maximum-pool" : "average-pool", Side(one.Window), one.Window.Stride, 1f, 0f),
            GlobalAverage => ("average", 0, 0, 1f, 0f),
            Dropout one => ("dropout", 0, 0, 1f, one.Rate),
            Linear => ("linear", 0, 0, 1f, 0f),
            _ => throw new ArgumentException($"{operation.Name}: {operation.Function} has no line here."),
        };
        ImmutableArray<ParameterId> parameters = operation.Parameters;
        string inputs = string.Join(',', operation.Inputs.Select(input => input.Index)), ids = string.Join(',', parameters.Select(parameter => parameter.Index));
        return string.Create(CultureInfo.InvariantCulture,
            $"{operation.Name} {kind} kernel={kernel} stride={stride} factor={factor:R} rate={rate:R} inputs={inputs} output={operation.Output.Index} "
            + $"shape={program.Shape(operation.Output)} parameters={ids}");
    }

    private static int Side(Window window) => window is { Dilation: 1 } && window.Height == window.Width ? window.Height
        : throw new ArgumentException($"A window of {window} has no line here.");

    private static string Line(ParameterInfo parameter)
    {
        string kind = parameter.Kind switch
        {
            ParameterKind.Convolution => "conv",
            ParameterKind.Depthwise => "depthwise",
            ParameterKind.Linear => "linear",
            ParameterKind.Bias => "bias",
            ParameterKind.NormScale => "scale",
            ParameterKind.NormShift => "shift",
            ParameterKind.Wire => "wire",
            ParameterKind.RunningMean => "mean",
            ParameterKind.RunningVariance => "variance",
            _ => throw new ArgumentException($"{parameter.Name}: {parameter.Kind} has no word here."),
        };
        return $"{parameter.Name} {kind} {string.Join('x', parameter.Shape)}";
    }
}
