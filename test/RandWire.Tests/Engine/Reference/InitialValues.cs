using RandWire.Engine;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Parameter values that leave nothing at its neutral element, so that no factor of one or offset of zero hides a mistake.</summary>
internal static class InitialValues
{
    public static float[][] Of(Program program, Seed seed)
    {
        var values = new float[program.Parameters.Length][];
        for (int p = 0; p < values.Length; p++)
        {
            ParameterInfo info = program.Parameters[p];
            values[p] = new float[info.Length];
            for (int i = 0; i < info.Length; i++) values[p][i] = (float)Draw(info, seed.Child(p).Normal((ulong)i));
        }
        return values;
    }

    public static void WriteTo(this float[][] values, ParameterStore store)
    {
        for (int p = 0; p < values.Length; p++) store.Write(new ParameterId(p), values[p]);
    }

    private static double Draw(ParameterInfo info, double normal) => info.Kind switch
    {
        ParameterKind.Convolution or ParameterKind.Depthwise or ParameterKind.Linear => normal * Math.Sqrt(2.0 * info.Shape[0] / info.Length),
        ParameterKind.NormScale => 1 + 0.3 * normal,
        ParameterKind.RunningVariance => Math.Exp(0.3 * normal),
        ParameterKind.Wire or ParameterKind.Gate => normal,
        _ => 0.3 * normal,
    };
}
