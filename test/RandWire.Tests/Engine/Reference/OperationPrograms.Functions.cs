using System.Collections.Immutable;
using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Tests.Engine.Reference;

internal static partial class OperationPrograms
{
    private static readonly WeightedSum Hard = new(WeightKind.Hard) { IsGate = true };

    // The second is the one that a path takes: a node whose normalization can ride.
    private static ValueId HardChoices(ProgramBuilder b, ValueId x) =>
        b.Add("op", Hard, b.Norm("first.norm", b.Convolution("first", x, b.Shape(x).Channels, 3, 1)), Node(b, "second", x, b.Shape(x).Channels, 1), b.Add("third", new Swish(), x));

    private static readonly Dictionary<string, Func<ProgramBuilder, ValueId, ValueId>> Functions = new()
    {
        ["conv5x5"] = Dense(new Window(5, 5)),
        ["conv7x7/2"] = Dense(new Window(7, 7, 2)),
        ["conv1x7"] = Dense(new Window(1, 7)),
        ["conv7x1"] = Dense(new Window(7, 1)),
        ["conv1x7/2-columns"] = Dense(new Window(1, 7, 2) { Along = StrideAxes.Columns }),
        ["conv7x1/2-rows"] = Dense(new Window(7, 1, 2) { Along = StrideAxes.Rows }),
        ["conv1x2/3-columns-groups"] = (b, x) => b.Add("op", new Convolution(2 * Groups(b, x), new Window(1, 2, 3) { Along = StrideAxes.Columns }, Groups(b, x), true), x),
        ["conv1x1/2-rows"] = Dense(new Window(1, 1, 2) { Along = StrideAxes.Rows }),
        ["conv2x2/2"] = Dense(new Window(2, 2, 2)),
        ["conv4x4/4"] = Dense(new Window(4, 4, 4)),
        ["conv3x3/3"] = Dense(new Window(3, 3, 3)),
        ["conv3x3-dilated"] = Dense(new Window(3, 3, 1, 2)),
        ["conv3x2/2-dilated"] = Dense(new Window(3, 2, 2, 2)),
        ["conv3x3-unpadded"] = (b, x) => b.Add("op", new Convolution(5, Fitting(b, x, new Window(3, 3), Padding.None), Padding: Padding.None), x),
        ["conv3x3/2-ceil"] = (b, x) => b.Add("op", new Convolution(5, Fitting(b, x, new Window(3, 3, 2), Padding.Ceil), Padding: Padding.Ceil), x),
        ["conv1x1-bias"] = (b, x) => b.Add("op", new Convolution(6, new Window(1, 1), HasBias: true), x),
        ["conv3x3-bias"] = (b, x) => b.Add("op", new Convolution(6, new Window(3, 3), HasBias: true), x),
        ["conv1x1-groups"] = (b, x) => b.Add("op", new Convolution(3 * Groups(b, x), new Window(1, 1), Groups(b, x)), x),
        ["conv3x3-groups"] = (b, x) => b.Add("op", new Convolution(b.Shape(x).Channels, new Window(3, 3), Groups(b, x)), x),
        ["conv5x5/2-groups"] = (b, x) => b.Add("op", new Convolution(5 * Groups(b, x), new Window(5, 5, 2), Groups(b, x), true), x),
        ["depthwise5x5"] = (b, x) => b.Add("op", new Depthwise(new Window(5, 5)), x),
        ["depthwise7x7/2"] = (b, x) => b.Add("op", new Depthwise(new Window(7, 7, 2)), x),
        ["depthwise3x3-dilated"] = (b, x) => b.Add("op", new Depthwise(new Window(3, 3, 1, 2)), x),
        ["depthwise5x5/2-dilated"] = (b, x) => b.Add("op", new Depthwise(new Window(5, 5, 2, 2)), x),
        ["depthwise2x3/4"] = (b, x) => b.Add("op", new Depthwise(new Window(2, 3, 4)), x),
        ["depthwise3x3-bias"] = (b, x) => b.Add("op", new Depthwise(new Window(3, 3), true), x),
        ["depthwise3x3-unpadded"] = (b, x) => b.Add("op", new Depthwise(Fitting(b, x, new Window(3, 3), Padding.None), false, Padding.None), x),
        ["max-pool2x2/2"] = Pool(PoolingKind.Maximum, new Window(2, 2, 2), Padding.Same),
        ["max-pool3x3/2-ceil"] = Pool(PoolingKind.Maximum, new Window(3, 3, 2), Padding.Ceil),
        ["max-pool5x5/3"] = Pool(PoolingKind.Maximum, new Window(5, 5, 3), Padding.Same),
        ["max-pool3x3-dilated"] = Pool(PoolingKind.Maximum, new Window(3, 3, 1, 2), Padding.Same),
        ["average-pool2x2/2-unpadded"] = Pool(PoolingKind.Average, new Window(2, 2, 2), Padding.None),
        ["average-pool5x2/2-ceil"] = Pool(PoolingKind.Average, new Window(5, 2, 2), Padding.Ceil),
        ["average-pool3x3-dilated"] = Pool(PoolingKind.Average, new Window(3, 3, 1, 2), Padding.Same),
        ["norm-plain"] = (b, x) => b.Add("op", new Norm(false), x),
        ["norm-epsilon"] = (b, x) => b.Add("op", new Norm(true, 0.05f), x),
        ["relu6"] = (b, x) => b.Add("op", new Relu6(), b.Sum("op.scaled", [x], 4)),
        ["swish"] = (b, x) => b.Add("op", new Swish(), x),
        ["hard-swish"] = (b, x) => b.Add("op", new HardSwish(), b.Sum("op.scaled", [x], 3)),
        ["hard-sigmoid"] = (b, x) => b.Add("op", new HardSigmoid(), b.Sum("op.scaled", [x], 3)),
        ["gelu"] = (b, x) => b.Add("op", new Gelu(), x),
        ["sigmoid"] = (b, x) => b.Add("op", new Sigmoid(), x),
        ["tanh"] = (b, x) => b.Add("op", new Tanh(), x),
        ["softmax-sum"] = (b, x) => b.Add("op", new WeightedSum(WeightKind.Softmax), x, b.Depthwise("other", x, 1), b.Relu("another", x)),
        ["hard-sum"] = (b, x) => b.Add("op", Hard, x, b.Depthwise("other", x, 1), b.Relu("another", x)),
        ["hard-path"] = HardChoices,
        ["hard-path-into-node"] = (b, x) => DenseNode(b, "node", HardChoices(b, x), b.Shape(x).Channels, 1),
        ["hard-path-twice"] = (b, x) =>
        {
            ValueId first = HardChoices(b, x);
            return b.Add("again", Hard, [x, b.Norm("again.norm", b.Depthwise("again.depthwise", first, 1)), b.Relu("again.relu", first)], b.Operations[first.Index].Parameters);
        },
        ["product"] = (b, x) => b.Add("op", new Product(), x, b.Depthwise("other", x, 1)),
        ["square"] = (b, x) => b.Add("op", new Product(), x, x),
        ["squeeze"] = (b, x) => b.Add("op", new Product(), x, b.Add("gate", new Sigmoid(), b.Convolution("excite", b.GlobalAverage("mean", x), b.Shape(x).Channels, 1, 1))),
        ["slice"] = (b, x) => b.Add("op", new Slice(b.Shape(x).Channels / 3, (b.Shape(x).Channels + 1) / 2), x),
        ["shuffle"] = (b, x) => b.Add("op", new ChannelShuffle(Groups(b, x)), x),
        ["subsample"] = (b, x) => b.Add("op", new Subsample(2), x),
        ["channel-padding"] = (b, x) => b.Add("op", new ChannelPadding(3, 6), x),
        ["pixel-shift"] = (b, x) => b.Add("op", new PixelShift(), x),
        ["drop-path"] = (b, x) => b.Add("op", new DropPath(0.5f), x),
        ["moves-into-one"] = MovesIntoOne,
        ["shared-conv"] = (b, x) => Shared(b, new Convolution(b.Shape(x).Channels, new Window(3, 3)), x),
        ["shared-depthwise"] = (b, x) => Shared(b, new Depthwise(new Window(5, 5), true), x),
        ["shared-norm"] = (b, x) => Shared(b, new Norm(), x),
        ["shared-sum"] = SharedSums,
        ["shared-node"] = SharedNode,
        ["node-of-5x5"] = (b, x) => NodeOf(b, x, new Depthwise(new Window(5, 5)), new Convolution(6, new Window(1, 1))),
        ["node-of-dilated"] = (b, x) => NodeOf(b, x, new Depthwise(new Window(3, 3, 1, 2)), new Convolution(6, new Window(1, 1))),
        ["node-of-biased"] = (b, x) => NodeOf(b, x, new Depthwise(new Window(3, 3), true), new Convolution(6, new Window(1, 1))),
        ["node-of-biased-1x1"] = (b, x) => NodeOf(b, x, new Depthwise(new Window(3, 3)), new Convolution(6, new Window(1, 1), HasBias: true)),
        ["node-of-strided-1x1"] = (b, x) => NodeOf(b, x, new Depthwise(new Window(3, 3)), new Convolution(6, new Window(1, 1, 2))),
        ["node-of-3x1"] = (b, x) => NodeOf(b, x, null, new Convolution(6, new Window(3, 1))),
        ["dense-5x5"] = (b, x) => NodeOf(b, x, null, new Convolution(6, new Window(5, 5))),
        ["dense-dilated"] = (b, x) => NodeOf(b, x, null, new Convolution(6, new Window(3, 3, 1, 2))),
        ["dense-biased"] = (b, x) => NodeOf(b, x, null, new Convolution(6, new Window(3, 3), HasBias: true)),
        ["dense-groups"] = (b, x) => NodeOf(b, x, null, new Convolution(2 * Groups(b, x), new Window(3, 3), Groups(b, x))),
        ["dense-unpadded"] = (b, x) => NodeOf(b, x, null, new Convolution(6, Fitting(b, x, new Window(3, 3), Padding.None), Padding: Padding.None)),
        ["dense/4"] = (b, x) => NodeOf(b, x, null, new Convolution(6, new Window(3, 3, 4))),
        ["node-of-plain-norm"] = (b, x) => b.Add("op.norm", new Norm(false, 0.01f), b.Convolution("op", b.Depthwise("op.depthwise", b.Relu("op.relu", x), 1), 6, 1, 1)),
        ["softmax-node"] = (b, x) => Node(
            b, "op", b.Add("op.sum", new WeightedSum(WeightKind.Softmax), Node(b, "left", x, b.Shape(x).Channels, 1), Node(b, "right", x, b.Shape(x).Channels, 1)), 6, 1),
    };

    // Functions of the images themselves.
    private static readonly Dictionary<string, Function> ImageFunctions = new()
    {
        ["images-conv7x7/2"] = new Convolution(9, new Window(7, 7, 2)),
        ["images-conv4x4/4-bias"] = new Convolution(9, new Window(4, 4, 4), HasBias: true),
        ["images-conv1x5-dilated"] = new Convolution(9, new Window(1, 5, 1, 2)),
        ["images-conv3x3-groups"] = new Convolution(9, new Window(3, 3), 3),
        ["images-depthwise5x5"] = new Depthwise(new Window(5, 5)),
        ["images-max-pool"] = new Pooling(PoolingKind.Maximum, new Window(3, 3, 2)),
        ["images-swish"] = new Swish(),
    };

    /// <summary>Names of programs of every other function and window.</summary>
    public static IEnumerable<string> FunctionNames => [.. Functions.Keys, .. ImageFunctions.Keys];

    private static Func<ProgramBuilder, ValueId, ValueId> Dense(Window window) => (b, x) => b.Add("op", new Convolution(b.Shape(x).Channels + 1, window), x);

    // Of two equal maxima rounding would choose one; a convolution before keeps them apart, where images of one pixel are not.
    private static Func<ProgramBuilder, ValueId, ValueId> Pool(PoolingKind kind, Window window, Padding padding) => (b, x) =>
        b.Add("op", new Pooling(kind, Fitting(b, x, window, padding), padding), x);

    // As large as the image allows.
    private static Window Fitting(ProgramBuilder b, ValueId x, Window window, Padding padding) => padding == Padding.Same ? window
        : window with { Height = Math.Min(window.Height, b.Shape(x).Height), Width = Math.Min(window.Width, b.Shape(x).Width) };

    // The smallest number of groups that is not one.
    private static int Groups(ProgramBuilder b, ValueId x)
    {
        int channels = b.Shape(x).Channels, groups = Math.Min(2, channels);
        while (channels % groups != 0) groups++;
        return groups;
    }

    private static ValueId NodeOf(ProgramBuilder b, ValueId x, Depthwise? depthwise, Convolution convolution)
    {
        ValueId y = b.Relu("op.relu", b.Norm("before", x));
        if (depthwise is not null) y = b.Add("op.depthwise", depthwise, y);
        return b.Norm("op.norm", b.Add("op", convolution, y));
    }

    private static ValueId Shared(ProgramBuilder b, Function function, ValueId x)
    {
        ValueId first = b.Add("op", function, x);
        ImmutableArray<ParameterId> parameters = b.Last().Parameters;
        // One of the three leads nowhere.
        b.Add("unread", function, [first], parameters);
        return b.Mean("mean", [first, b.Add("again", function, [b.Relu("between", first)], parameters)]);
    }

    private static ValueId SharedSums(ProgramBuilder b, ValueId x)
    {
        ValueId[] wires = [x, b.Depthwise("other", x, 1), b.Relu("another", x)];
        ValueId first = b.Add("op", new WeightedSum(WeightKind.Softmax), wires);
        return b.Add("again", new WeightedSum(WeightKind.Softmax), [first, wires[1], wires[2]], b.Last().Parameters);
    }

    private static ValueId SharedNode(ProgramBuilder b, ValueId x)
    {
        int channels = b.Shape(x).Channels;
        ValueId y = b.Depthwise("op.depthwise", b.Relu("op.relu", x), 1);
        Operation depthwise = b.Last();
        y = b.Convolution("op.pointwise", y, channels, 1, 1);
        Operation pointwise = b.Last();
        ValueId first = b.Norm("op.norm", y);
        Operation norm = b.Last();
        y = b.Add("again.depthwise", depthwise.Function, [b.Relu("again.relu", first)], depthwise.Parameters);
        y = b.Add("again.pointwise", pointwise.Function, [y], pointwise.Parameters);
        return b.Mean("mean", [first, b.Add("again.norm", norm.Function, [y], norm.Parameters)]);
    }

    private static ValueId MovesIntoOne(ProgramBuilder b, ValueId x)
    {
        int channels = b.Shape(x).Channels;
        ValueId padded = b.Add("padded", new ChannelPadding(2, 1), x), part = b.Add("part", new Slice(2, channels), padded), moved = b.Add("moved", new PixelShift(), part);
        return b.Add("op", new ChannelShuffle(Groups(b, x)), b.Sum("sum", [x, part, moved, b.Add("clipped", new Relu6(), part), b.Add("bent", new Tanh(), x)]));
    }
}
