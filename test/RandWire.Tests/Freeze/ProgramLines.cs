using System.Globalization;
using RandWire.Engine;
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
        (string kind, int kernel, int stride, float factor, float rate, ParameterId[] parameters) = operation switch
        {
            InputOperation => ("input", 0, 0, 1f, 0f, (ParameterId[])[]),
            ConvolutionOperation one => ("conv", one.Kernel, one.Stride, 1f, 0f, [one.Weight]),
            DepthwiseOperation one => ("depthwise", 3, one.Stride, 1f, 0f, [one.Weight]),
            NormOperation one => ("norm", 0, 0, 1f, 0f, [one.Scale, one.Shift, one.RunningMean, one.RunningVariance]),
            ReluOperation => ("relu", 0, 0, 1f, 0f, []),
            WeightedSumOperation one => ("weighted-sum", 0, 0, 1f, 0f, [one.Weights]),
            SumOperation one => ("sum", 0, 0, one.Factor, 0f, []),
            ConcatenationOperation => ("concatenation", 0, 0, 1f, 0f, []),
            PoolingOperation one => (one.Pooling == PoolingKind.Maximum ? "maximum-pool" : "average-pool", 3, one.Stride, 1f, 0f, []),
            GlobalAverageOperation => ("average", 0, 0, 1f, 0f, []),
            DropoutOperation one => ("dropout", 0, 0, 1f, one.Rate, []),
            LinearOperation one => ("linear", 0, 0, 1f, 0f, [one.Weight, one.Bias]),
            _ => throw new ArgumentException($"{operation.Name}: {operation.GetType().Name} has no line here."),
        };
        string inputs = string.Join(',', operation.Inputs.Select(input => input.Index)), ids = string.Join(',', parameters.Select(parameter => parameter.Index));
        return string.Create(CultureInfo.InvariantCulture,
            $"{operation.Name} {kind} kernel={kernel} stride={stride} factor={factor:R} rate={rate:R} inputs={inputs} output={operation.Output.Index} "
            + $"shape={program.Shape(operation.Output)} parameters={ids}");
    }

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
