using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Networks;
using RandWire.Tests.Architecture;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

/// <summary>What is known of a function stands on the function: shapes, refusals, parameters, work; and in no other file of the engine.</summary>
public sealed class FunctionSpecs
{
    private static readonly TensorShape Image = new(9, 7, 12);

    [Theory]
    [InlineData(3, 1, 1, Padding.Same, 9)]
    [InlineData(3, 2, 1, Padding.Same, 5)]
    [InlineData(2, 2, 1, Padding.Same, 5)]
    [InlineData(7, 4, 1, Padding.Same, 3)]
    [InlineData(3, 1, 2, Padding.Same, 9)]
    [InlineData(3, 1, 1, Padding.None, 7)]
    [InlineData(3, 2, 1, Padding.None, 4)]
    [InlineData(2, 2, 1, Padding.None, 4)]
    [InlineData(2, 2, 1, Padding.Ceil, 5)]
    [InlineData(3, 2, 1, Padding.Ceil, 4)]
    [InlineData(3, 4, 1, Padding.Ceil, 3)]
    [InlineData(1, 4, 1, Padding.Ceil, 3)]
    [InlineData(3, 2, 2, Padding.None, 3)]
    public void A_window_over_nine_rows_gives_as_many_as_its_rule_says(int extent, int stride, int dilation, Padding padding, int rows) =>
        Assert.Equal(rows, new Window(extent, 1, stride, dilation).Output(Image, padding).Height);

    [Fact]
    public void A_stride_along_one_side_leaves_the_other()
    {
        Assert.Equal(Image with { Height = 5 }, new Window(7, 1, 2) { Along = StrideAxes.Rows }.Output(Image));
        Assert.Equal(Image with { Width = 4 }, new Window(1, 7, 2) { Along = StrideAxes.Columns }.Output(Image));
        Assert.Equal(new Window(1, 7, 2), new Window(1, 7, 2) { Along = StrideAxes.Both });
    }

    public static TheoryData<string, Function, string> Refusals() => new()
    {
        { "9x7x12", new Convolution(0, new Window(3, 3)), "channels 0" },
        { "9x7x12", new Convolution(8, new Window(8, 3)), "8x3" },
        { "9x7x12", new Convolution(8, new Window(3, 3, 5)), "stride of 5" },
        { "9x7x12", new Convolution(8, new Window(3, 3, 1, 0)), "dilation of 0" },
        { "9x7x12", new Convolution(8, new Window(3, 1, 2) { Along = StrideAxes.Columns }), "columns alone for windows of one row" },
        { "9x7x12", new Convolution(8, new Window(1, 3, 2) { Along = StrideAxes.Rows }), "rows alone are for windows of one column" },
        { "9x7x12", new Convolution(8, new Window(1, 1, 2) { Along = (StrideAxes)3 }), "along 3" },
        { "9x7x12", new Depthwise(new Window(1, 3, 2) { Along = StrideAxes.Columns }), "along both" },
        { "9x7x12", new Pooling(PoolingKind.Maximum, new Window(1, 3, 2) { Along = StrideAxes.Columns }), "along both" },
        { "9x7x12", new Convolution(8, new Window(3, 3), 3), "Groups must divide both" },
        { "9x7x12", new Convolution(8, new Window(3, 3), 0), "groups 0" },
        { "2x2x12", new Convolution(8, new Window(3, 3), Padding: Padding.None), "does not fit" },
        { "1x1x12", new Pooling(PoolingKind.Maximum, new Window(3, 3, 2), Padding.Ceil), "does not fit" },
        { "9x7x12", new Pooling((PoolingKind)7, new Window(3, 3)), "Maximum and Average" },
        { "9x7x12", new Depthwise(new Window(3, 3), Padding: (Padding)9), "padding of 9" },
        { "9x7x12 9x7x12", new Depthwise(new Window(3, 3)), "reads one value, and 2" },
        { "", new Relu(), "reads one value, and 0" },
        { "9x7x12", new Norm(true, 0), "epsilon 0" },
        { "9x7x12", new Norm(true, float.NaN), "epsilon NaN" },
        { "9x7x12 9x7x11", new Sum(), "9x7x11" },
        { "9x7x12", new WeightedSum(), "2 values at least" },
        { "9x7x12 9x7x12", new WeightedSum((WeightKind)5), "Sigmoid, Softmax and Hard" },
        { "9x7x12 9x7x12", new Sum(float.PositiveInfinity), "finite" },
        { "9x7x12 1x1x11", new Product(), "1x1x12" },
        { "9x7x12", new Product(), "reads two values" },
        { "9x7x12 9x6x12", new Concatenation(), "9x6x12" },
        { "", new Concatenation(), "none is given" },
        { "9x7x12", new Slice(8, 5), "of 12" },
        { "9x7x12", new Slice(-1, 5), "of 12" },
        { "9x7x12", new ChannelShuffle(5), "12 channels" },
        { "9x7x12", new Subsample(0), "stride 0" },
        { "9x7x12", new ChannelPadding(-1, 0), "channels before -1" },
        { "9x7x12", new Dropout(1), "rate 1" },
        { "9x7x12", new DropPath(1.5f), "share 1.5" },
        { "9x7x12", new Linear(3), "1x1" },
        { "1x1x12", new Linear(0), "outputs 0" },
        { "9x7x12", new Images(Image), "begins a program" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_a_function_cannot_read_it_refuses_in_words(string inputs, Function function, string words)
    {
        TensorShape[] shapes = [.. inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('x').Select(int.Parse).ToArray()).Select(n => new TensorShape(n[0], n[1], n[2]))];
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => function.Shape(shapes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_of_a_builder_begins_with_the_operation_s_name_and_leaves_the_program_as_it_was()
    {
        var builder = new ProgramBuilder();
        ValueId x = builder.Input(3, 3, 4);
        Assert.StartsWith("stage1.conv: ", Assert.Throws<ArgumentException>(() => builder.Add("stage1.conv", new Convolution(5, new Window(3, 3), 2), x)).Message, StringComparison.Ordinal);
        Assert.StartsWith("wide: ", Assert.Throws<ArgumentException>(() => builder.Add("wide", new Convolution(int.MaxValue, new Window(3, 3)), x)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => builder.Add("again", new Images(Image)));
        builder.Add("stage1.conv", new Convolution(6, new Window(3, 3), 2), x);
        Assert.Throws<ArgumentException>(() => builder.Add("stage1.conv", new Relu(), x));
        Assert.Equal(2, builder.Operations.Count);
    }

    [Fact]
    public void Parameters_are_shared_only_where_kinds_and_shapes_are_equal()
    {
        var builder = new ProgramBuilder();
        ValueId x = builder.Input(3, 3, 4), y = builder.Convolution("conv", x, 4, 3, 1);
        ParameterId weight = builder.Last().Parameters[0];
        Assert.Contains("conv.weight", Assert.Throws<ArgumentException>(() => builder.Add("other", new Convolution(4, new Window(1, 1)), [y], [weight])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => builder.Add("other", new Convolution(4, new Window(3, 3)), [y], []));
        Assert.Throws<ArgumentException>(() => builder.Add("other", new Convolution(4, new Window(3, 3)), [y], [new ParameterId(1)]));
        builder.Add("other", new Convolution(4, new Window(3, 3)), [y], [weight]);
        Assert.Single(OperationPrograms.Head(builder, y, 3).Parameters, one => one.Name == "conv.weight");
    }

    [Fact]
    public void Parameters_of_functions_have_the_shapes_and_names_of_PyTorch()
    {
        ParameterShape[] convolution = [.. new Convolution(8, new Window(5, 3), 4, true).Parameters([Image])];
        Assert.Equal([(".weight", ParameterKind.Convolution, "8,3,5,3"), (".bias", ParameterKind.Bias, "8")], convolution.Select(Text));
        Assert.Equal([(".weight", ParameterKind.Depthwise, "12,1,2,7")], new Depthwise(new Window(2, 7)).Parameters([Image]).Select(Text));
        Assert.Equal([(".running_mean", ParameterKind.RunningMean, "12"), (".running_var", ParameterKind.RunningVariance, "12")], new Norm(false).Parameters([Image]).Select(Text));

        static (string, ParameterKind, string) Text(ParameterShape shape) => (shape.Suffix, shape.Kind, string.Join(',', shape.Shape));
    }

    [Fact]
    public void Work_of_functions_can_be_counted_by_hand()
    {
        // Outputs 5x4x8, each of a window of 5x3 over 12 / 4 channels.
        Assert.Equal(new Work(5 * 4 * 8 * 15 * 3, 0, 5 * 4 * 8), new Convolution(8, new Window(5, 3, 2), 4).Work([Image]));
        Assert.Equal(new Work(9 * 7 * 12 * 49, 0, 9 * 7 * 12), new Depthwise(new Window(7, 7)).Work([Image]));
        Assert.Equal(new Work(0, 5 * 4 * 12 * 4, 0), new Pooling(PoolingKind.Average, new Window(2, 2, 2)).Work([Image]));
        Assert.Equal(new Work(0, 3 * 9 * 7 * 12, 0), new Sum().Work([Image, Image, Image]));
        Assert.Equal(new Work(0, 9 * 7 * 12, 0), new Product().Work([Image, Image]));
        Assert.Equal(default, new Swish().Work([Image]));
    }

    public static TheoryData<string> ElementwiseNames => [.. typeof(Elementwise).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Elementwise))).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(ElementwiseNames))]
    public void A_function_of_one_number_stands_in_one_file_of_the_engine_and_one_of_the_language(string name)
    {
        string word = $@"\b(new|is|not|or|case|record) {name}\b|<{name}>";
        string[] engine = [.. Repository.Sources("src/RandWire.Engine").Where(file => System.Text.RegularExpressions.Regex.IsMatch(Code(file), word)).Select(Repository.Relative)];
        Assert.Equal([$"src/RandWire.Engine/Functions/{name}.cs"], engine);
        Assert.InRange(Repository.Sources("src/RandWire.Networks").Count(file => System.Text.RegularExpressions.Regex.IsMatch(Code(file), $@"\bnew {name}\(")), 0, 1);
    }

    [Fact]
    public void A_store_takes_memory_for_gradients_and_momentum_when_it_trains()
    {
        Program program = OperationPrograms.Create("node", new TensorShape(4, 4, 7));
        using ParameterStore store = new(program, Seed.From(1));
        using (Executor inference = Executor.Compile(store, new ExecutorOptions { BatchSize = 1, Training = false, Threads = 1 })) inference.Forward(1);
        float[] zeros = new float[program.Parameters[0].Length], read = [.. Enumerable.Repeat(1f, zeros.Length)];
        store.ReadMomentum(new ParameterId(0), read);
        Assert.Equal(zeros, read);
        using ParameterStore clone = store.Clone();
        Assert.False(store.HoldsTraining || clone.HoldsTraining);
        using (Executor training = Executor.Compile(store, new ExecutorOptions { BatchSize = 1, Training = true, Threads = 1 })) Assert.True(store.HoldsTraining);
        clone.WriteMomentum(new ParameterId(0), [.. Enumerable.Repeat(2f, zeros.Length)]);
        clone.CopyFrom(store);
        clone.ReadMomentum(new ParameterId(0), read);
        Assert.Equal(zeros, read);
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.ReadMomentum(new ParameterId(0), read));
    }

    [Fact]
    public void A_program_s_cost_is_the_sum_of_its_functions_work()
    {
        Program program = OperationPrograms.Create("squeeze", Image);
        ProgramCost cost = ProgramCost.Of(program);
        Work sum = default;
        foreach (Operation operation in program.Operations) sum += operation.Function.Work([.. operation.Inputs.Select(program.Shape)]);
        Assert.Equal((sum.ConvFc, sum.ConvFc + sum.Other, 4 * sum.Written), (cost.MultiplyAddsConvFc, cost.MultiplyAddsAll, cost.ActivationBytes));
    }

    // Comments may name what they like.
    private static string Code(string file) => string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
}
