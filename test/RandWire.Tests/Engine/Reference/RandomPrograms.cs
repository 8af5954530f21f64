using CsCheck;
using RandWire.Engine;
using RandWire.Engine.Functions;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine.Reference;

/// <summary>A random program as data: moves that each add an operation on values picked from those that exist. Shorter lists are smaller programs.</summary>
internal sealed record RandomProgram(TensorShape Input, RandomProgram.Move[] Moves, int Batch, int Missing, int Classes)
{
    private const int MaximumElements = 1500;

    private static readonly int[] Strides = [1, 1, 2, 4];

    /// <summary>One addition; numbers are taken modulo whatever there is to choose from.</summary>
    internal sealed record Move(int Kind, int First, int Second, int Detail);

    /// <summary>Images in a step: the batch less the missing ones, at least one.</summary>
    public int Count => Math.Max(1, Batch - Missing);

    public static Gen<RandomProgram> Gen { get; } =
        from height in CsCheck.Gen.Int[1, 9]
        from width in CsCheck.Gen.Int[1, 9]
        from channels in CsCheck.Gen.Int[1, 4]
        from moves in CsCheck.Gen.Int[0, 99].Select(CsCheck.Gen.Int[0, 99], CsCheck.Gen.Int[0, 99], CsCheck.Gen.Int[0, 99], (k, a, b, d) => new Move(k, a, b, d))
            .Array[1, 14]
        from batch in CsCheck.Gen.Int[1, 5]
        from missing in CsCheck.Gen.Int[0, 2]
        from classes in CsCheck.Gen.Int[2, 18]
        select new RandomProgram(new TensorShape(height, width, channels), moves, batch, missing, classes);

    public Program Build()
    {
        var builder = new ProgramBuilder();
        List<ValueId> values = [builder.Input(Input.Height, Input.Width, Input.Channels)];
        HashSet<ValueId> unread = [];
        for (int i = 0; i < Moves.Length; i++) Add(builder, Moves[i], $"op{i}", values, unread);
        // Whatever nobody read ends in the classifier, so that every operation matters.
        ValueId[] ends = [.. unread.OrderBy(v => v.Index).Select(v => builder.GlobalAverage($"pool{v.Index}", builder.Relu($"relu{v.Index}", v)))];
        builder.Linear("fc", ends.Length == 1 ? ends[0] : builder.Concatenation("join", ends), Classes);
        return builder.Build();
    }

    /// <summary>The program's text, for messages.</summary>
    public override string ToString() =>
        $"{Input}, {Count} of {Batch} images: " + string.Join("; ", Build().Operations.Select(o => $"{o.Function} {o.Name}({string.Join(", ", o.Inputs.Select(v => v.Index))})"));

    private static void Add(ProgramBuilder builder, Move move, string name, List<ValueId> values, HashSet<ValueId> unread)
    {
        ValueId x = values[move.First % values.Count];
        ValueId[] same = [.. values.Where(v => builder.Shape(v) == builder.Shape(x))];
        ValueId[] sameSize = [.. values.Where(v => builder.Shape(v) with { Channels = 1 } == builder.Shape(x) with { Channels = 1 })];
        ValueId[] some = Some(same, x, move.Second), concatenated = Some(sameSize, x, move.Second);
        int stride = 1 + move.Second % 2, channels = 1 + move.Detail % 20;
        if (concatenated.Sum(v => builder.Shape(v).Channels) > 60) concatenated = [x];
        (ValueId y, ValueId[] read) = (move.Kind % 30) switch
        {
            0 => (builder.Convolution(name, x, channels, 1, stride), [x]),
            1 => (builder.Convolution(name, x, channels, 3, stride), [x]),
            2 => (builder.Depthwise(name, x, stride), [x]),
            3 => (builder.Norm(name, Spread(builder, name, x)), [x]),
            4 => (builder.Relu(name, x), [x]),
            5 => (builder.Sum(name, some, 0.7f), some),
            6 => (builder.Mean(name, some), some),
            7 => (builder.Concatenation(name, concatenated), concatenated),
            8 => (builder.Pooling(name, x, PoolingKind.Average, stride), [x]),
            9 => (builder.Pooling(name, builder.Convolution(name + ".mix", x, channels, 1, 1), PoolingKind.Maximum, stride), [x]),
            10 => (some.Length > 1 ? builder.WeightedSum(name, some) : builder.Relu(name, x), some.Length > 1 ? some : [x]),
            11 => One(new Convolution(channels, Window(move), Padding: Padding.Same, HasBias: move.First % 3 == 0)),
            12 => One(new Convolution(Groups(builder.Shape(x).Channels, move) * (1 + move.Detail % 4), Window(move), Groups(builder.Shape(x).Channels, move))),
            13 => One(new Depthwise(Window(move), move.First % 3 == 0)),
            14 => One(new Pooling(PoolingKind.Average, Window(move))),
            15 => One(new Pooling(PoolingKind.Maximum, Window(move)), builder.Convolution(name + ".mix", x, channels, 1, 1)),
            16 => One(Unpadded(builder.Shape(x), move)),
            17 => One(new Function[] { new Relu6(), new Swish(), new HardSwish(), new HardSigmoid(), new Gelu(), new Sigmoid(), new Tanh() }[move.Detail % 7]),
            18 => (builder.Add(name, new Norm(move.Second % 2 == 0, 1e-3f), Spread(builder, name, x)), [x]),
            19 => some.Length > 1 ? (builder.Add(name, new WeightedSum(WeightKind.Softmax), some), some) : One(new Swish()),
            20 => (builder.Add(name, new Product(), x, some[^1]), [x, some[^1]]),
            21 => (builder.Add(name, new Product(), x, builder.Add(name + ".gate", new Sigmoid(), builder.GlobalAverage(name + ".mean", x))), [x]),
            22 => One(new Slice(move.Second % builder.Shape(x).Channels, 1 + move.Detail % (builder.Shape(x).Channels - move.Second % builder.Shape(x).Channels))),
            23 => One(new ChannelShuffle(Groups(builder.Shape(x).Channels, move))),
            24 => One(new Subsample(1 + move.Detail % 3)),
            25 => One(new ChannelPadding(move.Second % 5, move.Detail % 5)),
            26 => One(new PixelShift()),
            28 => (OperationPrograms.Separable(builder, name, x, channels, new Window(3 + 2 * (move.First % 3), 3 + 2 * (move.First % 3), stride, 1 + move.Kind / 30 % 3)), [x]),
            27 => (OperationPrograms.DenseNode(builder, name, x, channels, stride), [x]),
            // The paper's node, on one wire or on several.
            _ => (OperationPrograms.Node(builder, name, some.Length > 1 ? builder.WeightedSum(name + ".sum", some) : x, channels, stride), some.Length > 1 ? some : [x]),
        };
        (ValueId, ValueId[]) One(Function function, ValueId? mixed = null) => (builder.Add(name, function, mixed ?? x), [x]);
        if (builder.Shape(y).Elements > MaximumElements) y = builder.Convolution(name + ".thin", y, 2, 1, 2);
        foreach (ValueId value in read) unread.Remove(value);
        unread.Add(y);
        values.Add(y);
    }

    private static Window Window(Move move) => new(1 + move.Second % 7, 1 + move.Detail % 7, Strides[move.First % 4], 1 + move.Kind / 30 % 2);

    // A divisor of the channels.
    private static int Groups(int channels, Move move)
    {
        int groups = 1 + move.Second % channels;
        while (channels % groups != 0) groups--;
        return groups;
    }

    private static Function Unpadded(TensorShape shape, Move move)
    {
        Window window = new(1 + move.Second % Math.Min(7, shape.Height), 1 + move.Detail % Math.Min(7, shape.Width), 1 + move.First % 3);
        return (move.First % 4) switch
        {
            0 => new Convolution(3, window, Padding: Padding.None),
            1 => new Depthwise(window, Padding: Padding.Ceil),
            2 => new Pooling(PoolingKind.Average, window, Padding.Ceil),
            _ => new Convolution(4, window, Padding: Padding.Ceil),
        };
    }

    /// <summary>A norm of a norm or of a global mean may divide nothing by nothing; a convolution in between keeps it honest.</summary>
    private static ValueId Spread(ProgramBuilder builder, string name, ValueId x) =>
        builder.Convolution(name + ".spread", x, builder.Shape(x).Channels, 3, 1);

    /// <summary>The first value and some of the others, each at most once, in an order that the pick decides.</summary>
    private static ValueId[] Some(ValueId[] candidates, ValueId first, int pick)
    {
        int more = pick % 5;
        return [first, .. candidates.Where(v => v != first).OrderBy(v => (v.Index * 31 + pick * 17) % 97).Take(more)];
    }
}
