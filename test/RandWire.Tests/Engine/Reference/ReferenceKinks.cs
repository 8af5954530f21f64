using RandWire.Engine;
using RandWire.Engine.Functions;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine.Reference;

/// <summary>How near a pass comes to a point where the loss has no derivative: there rounding alone may pick the other branch.</summary>
internal static class ReferenceKinks
{
    /// <summary>Whether a function has such points.</summary>
    public static bool HasKink(Function function) =>
        function is Pooling { Kind: PoolingKind.Maximum } || (ReferenceElementwise.Is(function) && ReferenceElementwise.Kinks(function).Length > 0);

    /// <summary>Smallest distance to a kink over all such functions' inputs, relative to each tensor's root mean square.</summary>
    /// <remarks>Exact zeros and exact ties are structural (a ReLU of a ReLU): every arithmetic sees them alike, so they do not count.</remarks>
    public static double Distance(Program program, ReferenceNetwork<double> network)
    {
        double nearest = double.PositiveInfinity;
        foreach (Operation operation in program.Operations)
        {
            if (!HasKink(operation.Function)) continue;
            ReferenceTensor<double> x = network.Values[operation.Inputs[0].Index];
            double square = 0;
            foreach (double value in x.Data) square += value * value / x.Data.Length;
            double distance = operation.Function is Pooling pooling ? SmallestGap(x, pooling) : SmallestDistance(x, ReferenceElementwise.Kinks(operation.Function));
            if (square > 0) nearest = Math.Min(nearest, distance / Math.Sqrt(square));
        }
        return nearest;
    }

    /// <summary>Elements that have a kink, over the whole program.</summary>
    public static int Count(Program program, int batch)
    {
        long count = 0;
        foreach (Operation operation in program.Operations)
            if (HasKink(operation.Function)) count += batch * program.Shape(operation.Inputs[0]).Elements;
        return checked((int)count);
    }

    private static double SmallestDistance(ReferenceTensor<double> x, double[] kinks)
    {
        double smallest = double.PositiveInfinity;
        foreach (double value in x.Data)
            foreach (double kink in kinks)
                if (value != kink) smallest = Math.Min(smallest, Math.Abs(value - kink));
        return smallest;
    }

    private static double SmallestGap(ReferenceTensor<double> x, Pooling pooling)
    {
        double smallest = double.PositiveInfinity;
        TensorShape output = pooling.Window.Output(x.Shape, pooling.Padding);
        for (int image = 0; image < x.Batch; image++)
            for (int row = 0; row < output.Height; row++)
                for (int column = 0; column < output.Width; column++)
                    for (int channel = 0; channel < x.Channels; channel++)
                    {
                        double first = double.NegativeInfinity, second = double.NegativeInfinity;
                        foreach ((int r, int c, _) in ReferenceWindow.Inside(x.Shape, row, column, pooling.Window, pooling.Padding))
                        {
                            double value = x[image, r, c, channel];
                            if (value > first) (first, second) = (value, first);
                            else if (value < first) second = Math.Max(second, value);
                        }
                        smallest = Math.Min(smallest, first - second);
                    }
        return smallest;
    }
}
