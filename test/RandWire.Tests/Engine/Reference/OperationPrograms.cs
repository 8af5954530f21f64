using RandWire.Engine;
using RandWire.Engine.Functions;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine.Reference;

/// <summary>The smallest programs that show one operation: stem, the operation, head. The stem makes its input gradient visible, the head's ReLU
/// makes its output gradient differ from pixel to pixel.</summary>
internal static partial class OperationPrograms
{
    private static readonly Dictionary<string, Func<ProgramBuilder, ValueId, ValueId>> Operations = new()
    {
        ["conv1x1"] = (b, x) => b.Convolution("op", x, b.Shape(x).Channels, 1, 1),
        ["conv1x1/2"] = (b, x) => b.Convolution("op", x, b.Shape(x).Channels + 2, 1, 2),
        ["conv3x3"] = (b, x) => b.Convolution("op", x, b.Shape(x).Channels + 1, 3, 1),
        ["conv3x3/2"] = (b, x) => b.Convolution("op", x, b.Shape(x).Channels, 3, 2),
        ["depthwise"] = (b, x) => b.Depthwise("op", x, 1),
        ["depthwise/2"] = (b, x) => b.Depthwise("op", x, 2),
        ["norm"] = (b, x) => b.Norm("op", x),
        ["relu"] = (b, x) => b.Relu("op", x),
        ["weighted-sum"] = (b, x) => b.WeightedSum("op", [x, b.Depthwise("other", x, 1), b.Relu("another", x)]),
        ["sum"] = (b, x) => b.Sum("op", [x, b.Depthwise("other", x, 1)]),
        ["sum-of-one"] = (b, x) => b.Sum("op", [x], 0.5f),
        ["same-twice"] = (b, x) => b.Sum("op", [x, x], 0.75f),
        ["mean"] = (b, x) => b.Mean("op", [x, b.Depthwise("other", x, 1), b.Relu("another", x)]),
        ["concatenation"] = (b, x) => b.Concatenation("op", [x, b.Convolution("other", x, 5, 1, 1), b.Relu("another", x)]),
        ["max-pool"] = (b, x) => b.Pooling("op", x, PoolingKind.Maximum, 1),
        ["max-pool/2"] = (b, x) => b.Pooling("op", x, PoolingKind.Maximum, 2),
        ["average-pool"] = (b, x) => b.Pooling("op", x, PoolingKind.Average, 1),
        ["average-pool/2"] = (b, x) => b.Pooling("op", x, PoolingKind.Average, 2),
        ["dense"] = (b, x) => DenseNode(b, "op", x, b.Shape(x).Channels, 1),
        ["dense/2"] = (b, x) => DenseNode(b, "op", x, b.Shape(x).Channels + 1, 2),
        ["dense-of-two"] = (b, x) => DenseOf(2, b, x),
        ["dense-of-six"] = (b, x) => DenseOf(6, b, x),
        ["pointwise"] = (b, x) => b.Norm("op.norm", b.Convolution("op", b.Relu("op.relu", b.Norm("before", x)), b.Shape(x).Channels + 3, 1, 1)),
        ["node"] = TwoIntoOne,
        ["node/2"] = (b, x) => b.Norm("op.norm", b.Convolution("op.pointwise", b.Depthwise("op.depthwise", b.Relu("op.relu", x), 2), 2 * b.Shape(x).Channels, 1, 1)),
    };

    private static ValueId DenseOf(int wires, ProgramBuilder b, ValueId x)
    {
        ValueId[] inputs = [x, .. Enumerable.Range(1, wires - 1).Select(i => b.Depthwise($"other{i}", x, 1))];
        return DenseNode(b, "op", b.WeightedSum("op.sum", inputs), b.Shape(x).Channels, 1);
    }

    // Dense convolutions of the images themselves: channels of an image, stride.
    private static readonly Dictionary<string, (int Channels, int Stride)> Stems = new()
    {
        ["images"] = (3, 1),
        ["images/2"] = (3, 2),
        ["grey-images"] = (1, 1),
        ["grey-images/2"] = (1, 2),
    };

    /// <summary>Programs of the paper's networks.</summary>
    public static IEnumerable<string> Names => [.. Operations.Keys, .. Stems.Keys];

    /// <summary>Those, and programs of every other function and window.</summary>
    public static IEnumerable<string> All => [.. Names, .. FunctionNames];

    public static Program Create(string name, TensorShape shape, int classes = 3)
    {
        var builder = new ProgramBuilder();
        if (Stems.TryGetValue(name, out (int Channels, int Stride) stem))
        {
            ValueId images = builder.Input(shape.Height, shape.Width, stem.Channels);
            return Head(builder, builder.Norm("op.norm", builder.Convolution("op", images, shape.Channels, 3, stem.Stride)), classes);
        }
        if (ImageFunctions.TryGetValue(name, out Function? first))
            return Head(builder, builder.Add("op", first, builder.Input(shape.Height, shape.Width, 3)), classes);
        ValueId x = builder.Convolution("stem", builder.Input(shape.Height, shape.Width, 3), shape.Channels, 1, 1);
        Program program = Head(builder, (Functions.GetValueOrDefault(name) ?? Operations[name])(builder, x), classes);
        return name.StartsWith("hard-path", StringComparison.Ordinal) ? program.Along(program.Gates.ToDictionary(static gate => gate.Parameter, static _ => 1)) : program;
    }

    public static Program Head(ProgramBuilder builder, ValueId x, int classes)
    {
        ValueId mixed = builder.Relu("head.relu", builder.Convolution("head.conv", x, 5, 1, 1));
        builder.Linear("head.fc", builder.GlobalAverage("head.pool", mixed), classes);
        return builder.Build();
    }

    /// <summary>The paper's node: ReLU, depthwise 3x3, 1x1, normalization.</summary>
    public static ValueId Node(ProgramBuilder builder, string name, ValueId x, int channels, int stride)
    {
        ValueId depthwise = builder.Depthwise(name + ".depthwise", builder.Relu(name + ".relu", x), stride);
        return builder.Norm(name + ".norm", builder.Convolution(name + ".pointwise", depthwise, channels, 1, 1));
    }

    /// <summary>The same with any window.</summary>
    public static ValueId Separable(ProgramBuilder builder, string name, ValueId x, int channels, Window window)
    {
        ValueId depthwise = builder.Add(name + ".depthwise", new Depthwise(window), builder.Relu(name + ".relu", x));
        return builder.Norm(name + ".norm", builder.Convolution(name + ".pointwise", depthwise, channels, 1, 1));
    }

    /// <summary>The same with a dense 3x3 in place of depthwise and 1x1.</summary>
    public static ValueId DenseNode(ProgramBuilder builder, string name, ValueId x, int channels, int stride) =>
        builder.Norm(name + ".norm", builder.Convolution(name, builder.Relu(name + ".relu", x), channels, 3, stride));

    /// <summary>Nodes that read one normalized value: two at stride 1, two at stride 2, one without ReLU, one that nobody reads; and a sum that reads it too.</summary>
    public static Program NodesWithOneInput()
    {
        var builder = new ProgramBuilder();
        ValueId x = builder.Norm("stem.norm", builder.Convolution("stem", builder.Input(9, 7, 3), 17, 3, 1));
        ValueId first = Node(builder, "first", x, 17, 1), halved = Node(builder, "halved", x, 17, 2);
        ValueId linear = builder.Norm("linear.norm", builder.Convolution("linear.pointwise", builder.Depthwise("linear.depthwise", x, 1), 17, 1, 1));
        Node(builder, "unread", x, 6, 1);
        ValueId second = Node(builder, "second", x, 17, 1), halvedToo = Node(builder, "halvedToo", x, 17, 2);
        ValueId last = Node(builder, "last", builder.WeightedSum("last.sum", [first, x, linear, second]), 17, 2);
        return Head(builder, builder.Mean("mean", [halved, last, halvedToo]), 4);
    }

    // Two nodes feed a third through a weighted sum.
    private static ValueId TwoIntoOne(ProgramBuilder b, ValueId x)
    {
        int channels = b.Shape(x).Channels;
        return Node(b, "op", b.WeightedSum("op.sum", [Node(b, "left", x, channels, 1), Node(b, "right", x, channels, 1)]), channels, 1);
    }
}
