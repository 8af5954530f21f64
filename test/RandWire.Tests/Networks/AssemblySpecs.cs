using System.Diagnostics;
using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Networks;

/// <summary>The one walk: what blocks become, what is refused and how, and that hostile texts end at once.</summary>
public sealed class AssemblySpecs
{
    [Fact]
    public void Operations_of_a_block_are_named_by_their_place()
    {
        Program program = Network("let(basic=cell(f=(in>conv3x3(stride)+norm+relu+conv3x3+norm),out=sum(f,in~conv1x1(stride)+norm)+relu)) "
            + "stage(channels=8,stride=1,body=conv3x3+norm+relu) stage(channels=16,repeat=2,body=basic)").Lower();
        Assert.Equal(
            [
                "input", "stage1.conv", "stage1.norm", "stage1.relu",
                "stage2.b1.f.conv", "stage2.b1.f.norm", "stage2.b1.f.relu", "stage2.b1.f.conv2", "stage2.b1.f.norm2",
                "stage2.b1.out.w2.conv", "stage2.b1.out.w2.norm", "stage2.b1.sum", "stage2.b1.out.relu",
                "stage2.b2.f.conv", "stage2.b2.f.norm", "stage2.b2.f.relu", "stage2.b2.f.conv2", "stage2.b2.f.norm2", "stage2.b2.sum", "stage2.b2.out.relu",
                "head.pool", "head.fc",
            ],
            program.Operations.Select(operation => operation.Name));
        Assert.Equal(2, Function<Convolution>(program, "stage2.b1.f.conv").Window.Stride);
        Assert.Equal(2, Function<Convolution>(program, "stage2.b1.out.w2.conv").Window.Stride);
        Assert.Equal(1, Function<Convolution>(program, "stage2.b2.f.conv").Window.Stride);
    }

    [Theory]
    [InlineData("stage(channels=16,stride=1,body=cell(out=sum(in,in>conv1x1(32))))", "stage1.out: sum of 16x16x3 and 16x16x32 (from in). Write in>conv1x1(32)~conv1x1(3)+norm.")]
    [InlineData("stage(channels=16,body=cell(f=(in>conv3x3(stride)),out=sum(f,in)))", "stage1.out: sum of 8x8x16 and 16x16x3 (from in). Write in~conv1x1(stride)+norm.")]
    [InlineData("stage(channels=16,stride=1,body=cell(f=(in>relu),out=cat(f,in>maxpool2x2(pad=none))))", "stage1.out: cat of 16x16x3 and 15x15x3 (from in).")]
    [InlineData("stage(channels=16,body=conv3x3)", "stage1: nothing takes the stride of 2. Mark a layer of the body as in conv3x3(stride), or write stride=1.")]
    [InlineData("stage(stride=1,body=conv3x3)", "stage1: 'C' asks for C, but this stage leaves channels out.")]
    [InlineData("stage(stride=1,body=conv3x3(in-3))", "stage1: conv3x3(in-3): channels = 0 must lie in [1, 8192].")]
    [InlineData("stage(stride=1,body=foo+relu)", "stage1: 'foo' is no layer and no block. Blocks: sep3")]
    [InlineData("let(a=b+relu,b=a+relu) stage(stride=1,body=a)", "let a: names go round in a circle: a > b > a. A block cannot hold itself.")]
    [InlineData("let(relu=norm) stage(stride=1,body=relu)", "let: 'relu' is a word of the language. Take another name.")]
    [InlineData("let(a=norm,A=relu) stage(stride=1,body=a)", "let: 'A' is given twice")]
    [InlineData("stage(stride=1,body=cell(f=(in>relu),out=(in)))", "stage1: the node 'f' of a cell is read by nothing. Join it into out, or remove it.")]
    [InlineData("stage(stride=1,body=cell(f=(g),g=(in),out=(f)))", "stage1.f: 'g' is nothing that a wire can come from here. Known: in, prev;")]
    [InlineData("stage(stride=1,body=cell(f=(in>relu),f=(in>norm),out=(f)))", "stage1.f: the cell has two nodes of that name.")]
    [InlineData("stage(stride=1,body=cell(out=sum(in?,in~relu)))", "stage1.out: every wire has a fit")]
    [InlineData("stage(stride=1,body=cell(out=product(in,in,in)))", "stage1.out: a product has two wires, not 3.")]
    [InlineData("stage(channels=16,stride=1,body=cell(out=product(in,in>conv1x1)))", "stage1.out: product of 16x16x3 and 16x16x16 (from in). Write a second wire of the first's shape or of one pixel with 3 channels, such as in>conv1x1+mean+conv1x1(3).")]
    [InlineData("stage(channels=16,body=conv3x3+wired(wiring=ws(n=4,k=2,p=0),transform=relu+conv3x3))", "stage1: nothing takes the stride of 2.")]
    [InlineData("stage(channels=16,wiring=ws(n=4,k=2,p=0),transform=relu+conv3x3(32))", "stage1: relu+conv3x3(32) gives 32 channels, but the stage has 16.")]
    [InlineData("let(sep3=norm) stage(stride=1,body=sep3)", "let: 'sep3' is known already, as something else.")]
    [InlineData("stage(stride=1)", "stage1: it has neither wiring nor body.")]
    [InlineData("stage(stride=1,body=relu) stage(stride=1,body=conv3x3(-1))", "stage2: '-1' is no width.")]
    [InlineData("stage(stride=1,body=fc(3))", "stage1: fc(3) reads one pixel, not 16x16x3. Write mean+fc(3).")]
    [InlineData("stage(channels=16,stride=1,body=match(C,like=in))", "stage1: match(C,like=in) stands outside of a cell")]
    [InlineData("stage(channels=15,stride=1,body=conv3x3(groups=2))", "stage1.conv: Convolution")]
    [InlineData("stage(channels=16,stride=1,repeat=0,body=relu)", "stage1: repeat = 0 must lie in [1, 10000].")]
    [InlineData("stage(channels=16,stride=1,body=conv3x3(32))", "stage1: channels=16, but nothing in it asks for them, and it gives 32. Leave channels= out")]
    [InlineData("stage(channels=16,stride=1,body=relu)", "stage1: channels=16, but nothing in it asks for them, and it gives 3.")]
    [InlineData("stage(channels=16,stride=3,body=relu)", "stage1: stride = 3 must be 1 or 2, or 4.")]
    [InlineData("stage(channels=16,body=wired(wiring=ws(n=4,k=2,p=0),transform=norm))", "stage1: stride 2 needs a convolution or pooling in the transform")]
    public void What_does_not_fit_is_refused_with_its_path_both_shapes_and_what_to_write(string parts, string message)
    {
        SpecException refusal = Assert.Throws<SpecException>(() => Network(parts));
        Assert.StartsWith(message.Split(" > ")[0], refusal.Message, StringComparison.Ordinal);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stage(stride=1,repeat=10000,body=repeat(10000,repeat(10000,relu)))", "more than 100000 operations")]
    [InlineData("stage(stride=1,repeat=10000,body=repeat(10000,repeat(10000,())))", "more than 1000000 blocks")]
    [InlineData("stage(channels=3,stride=1,repeat=1000,body=wired(wiring=ws(n=4096,k=2,p=0),transform=norm))", "nodes of random stages")]
    [InlineData("stage(stride=1,body=conv1x1(8192)+conv1x1(8192)+conv1x1(999999999))", "must lie in [1, 8192]")]
    [InlineData("stage(stride=1,body=BOMB)", "more than 1000000 blocks")]
    public void Hostile_texts_are_refused_in_milliseconds(string parts, string message)
    {
        // Thirty names, each twice the one before: a billion.
        string names = string.Join(',', Enumerable.Range(0, 30).Select(i => i == 0 ? "n0=()" : $"n{i}=n{i - 1}+n{i - 1}"));
        parts = parts.Contains("BOMB", StringComparison.Ordinal) ? $"let({names}) {parts.Replace("BOMB", "n29", StringComparison.Ordinal)}" : parts;
        Network("stage(stride=1,body=relu)");
        long start = Stopwatch.GetTimestamp(), allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(message, Assert.Throws<SpecException>(() => Network(parts)).Message, StringComparison.Ordinal);
        // Work is bounded by the text, whatever it says; the clock is only asked against seconds and minutes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 400_000_000 + 100L * parts.Length);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 20);
    }

    [Fact]
    public void Long_hostile_texts_are_refused_as_soon()
    {
        string names = string.Join(',', Enumerable.Range(0, 20_000).Select(static i => $"a{i}=a{i + 1}"));
        Hostile_texts_are_refused_in_milliseconds($"let({names},a20000=relu) stage(stride=1,body=a0)", "names stand for names more than 32 deep");
        string wired = string.Concat(Enumerable.Repeat("wired(wiring=chain(n=2),seed=1,transform=", 3000));
        Hostile_texts_are_refused_in_milliseconds($"stage(stride=1,body={wired}relu{new string(')', 3000)})", "nested more than 32 deep");
        Hostile_texts_are_refused_in_milliseconds($"stage(stride=1,body={string.Concat(Enumerable.Repeat("relu+", 200_000))}relu)", "more than 100000 parts");
    }

    [Fact]
    public void Nothing_is_left_unchecked_because_nothing_uses_it()
    {
        Refused("let(a=relu+b,b=relu+a) stage(stride=1,body=relu)", "names go round in a circle");
        Refused("let(a=nosuchthing) stage(stride=1,body=relu)", "'nosuchthing' is no layer and no block");
        Refused("stage(stride=1,body=cell(f=(in>relu),out=sum(f,in~nosuchthing)))", "'nosuchthing' is no layer and no block");
        Refused("stage(stride=1,repeat=1,first=relu,body=nosuchthing)", "'nosuchthing' is no layer and no block");
        Refused("stage(channels=8,stride=1,body=cell(f=(in>conv3x3),g=(in>conv1x1(4)),out=sum(g,f?)))", "nothing reads what it gives");
        Refused("stage(channels=8,stride=1,body=cell(f=(in>conv3x3),out=sum(f,in>conv1x1(4)?)))", "nothing reads what it gives");
        Refused("stage(channels=8,body=conv3x3(stride)) stage(channels=8,body=cell(p=(prev>match(C,like=in)),out=sum(p,in>conv3x3)))", "nothing takes the stride of 2");
        static void Refused(string parts, string message) => Assert.Contains(message, Assert.Throws<SpecException>(() => Network(parts)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_match_adapts_a_wire_and_stands_in_parentheses_on_it()
    {
        Network("stage(channels=8,stride=1,body=cell(f=(in>conv3x3),out=sum(f,in~match( C , like = f , always ))))");
        Network("stage(channels=8,stride=1,body=cell(f=(in>conv3x3),g=(in>relu+(norm+match(C,like=f))),out=sum(f,g)))");
    }

    [Fact]
    public void A_name_without_a_convolution_leaves_the_stride_to_what_stands_behind_it()
    {
        NetworkSpec.Parse("x(input=16x16x3,classes=7) let(act=relu+norm) stage(channels=8,wiring=chain(n=3),transform=act+conv3x3) head(body=mean+fc)").Checked();
    }

    [Fact]
    public void The_sixth_relu_and_the_first_relu6_have_names_of_their_own() =>
        Assert.Equal(7, Network("stage(stride=1,body=relu+relu+relu+relu+relu+relu+relu6)").Lower().Operations.Select(static one => one.Name).Count(static name => name.Contains("relu", StringComparison.Ordinal) && name.StartsWith("stage1", StringComparison.Ordinal)));

    [Fact]
    public void Values_that_code_can_build_but_no_text_says_are_refused()
    {
        NetworkSpec spec = Network("stage(channels=8,stride=1,body=cell(f=(in>conv3x3),out=sum(f,in~conv1x1)))");
        NetworkSpec paper = Presets.Create("tiny", new PresetOptions { Height = 28, Width = 28, ImageChannels = 1, Classes = 10 });
        Refused(paper with { Head = paper.Head with { Body = Block.Parse("mean+fc") } }, "channels");
        Cell cell = (Cell)spec.At("stage1");
        foreach (Fit fit in (Fit[])[new(FitKind.Adapt), new(FitKind.Drop, Layer.Of("relu")), new(FitKind.Refuse, Layer.Of("relu"))])
            Refused(spec.Replaced("stage1", cell with { Of = [cell.Of[0], cell.Of[1] with { Fit = fit }] }), "Fit.Adapt");
        Assert.Throws<ArgumentOutOfRangeException>(() => Width.Of(-1));
        Assert.Equal(spec.At("stage1/body/f.w1"), spec.At("stage01/body/f.w1"));
        static void Refused(NetworkSpec spec, string message) => Assert.Contains(message, Assert.Throws<SpecException>(() => spec.Checked()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_in_the_head_has_its_parts() => Assert.NotEmpty(
        NetworkSpec.Parse("x(input=8x8x3,classes=7) stage(channels=8,stride=1,body=conv3x3) head(body=cell(f=(in>conv3x3(8)),out=sum(f,in))+mean+fc)").Assemble().Root.Parts[^1].Parts);

    [Fact]
    public void A_dropout_of_the_head_that_no_classifier_takes_is_refused()
    {
        const string Start = "custom(input=8x8x3,classes=10) stage(channels=8,stride=1,body=conv3x3) ";
        Assert.Contains("dropout = 0.5", Assert.Throws<SpecException>(() => NetworkSpec.Parse(Start + "head(body=mean+fc(10),dropout=0.5)").Checked()).Message, StringComparison.Ordinal);
        NetworkSpec.Parse(Start + "head(body=mean+fc,dropout=0.5)").Checked();
    }

    [Fact]
    public void A_body_sees_the_two_values_before_it_across_stages()
    {
        NetworkSpec spec = Network("conv(channels=4,stride=1) stage(channels=4,stride=1,repeat=3,body=cell(a=(in>conv1x1),out=sum(a,prev~conv1x1+norm))) "
            + "stage(channels=4,stride=1,body=cell(a=(in>relu),out=sum(a,prev)))");
        Program program = spec.Lower();
        int stem = Output(program, "conv1.norm"), first = Output(program, "stage2.b1.sum"), second = Output(program, "stage2.b2.sum"), third = Output(program, "stage2.b3.sum");
        // At the first body both are what it reads.
        Assert.Equal([Output(program, "stage2.b1.a.conv"), stem], Inputs(program, "stage2.b1.sum"));
        Assert.Equal([Output(program, "stage2.b2.a.conv"), stem], Inputs(program, "stage2.b2.sum"));
        Assert.Equal([Output(program, "stage2.b3.a.conv"), first], Inputs(program, "stage2.b3.sum"));
        Assert.Equal([third], Inputs(program, "stage3.a.relu"));
        Assert.Equal([Output(program, "stage3.a.relu"), second], Inputs(program, "stage3.sum"));
    }

    [Fact]
    public void A_stage_that_keeps_prev_hands_on_what_it_saw_and_is_remembered_itself()
    {
        const string Cell = "cell(a=(in>conv1x1),out=sum(a,prev))";
        Program program = Network($"conv(channels=4,stride=1) stage(channels=4,stride=1,body={Cell}) stage(channels=4,stride=1,body={Cell},prev=keep) stage(channels=4,stride=1,repeat=2,body={Cell})").Lower();
        int stem = Output(program, "conv1.norm"), kept = Output(program, "stage3.sum");
        Assert.Equal(stem, Inputs(program, "stage3.sum")[1]);
        Assert.Equal(stem, Inputs(program, "stage4.b1.sum")[1]);
        Assert.Equal(kept, Inputs(program, "stage4.b2.sum")[1]);
    }

    [Theory]
    [InlineData(16, 8, "relu,subsample,left,shift,subsample2,right,cat,norm")]
    [InlineData(8, 8, "")]
    [InlineData(8, 12, "relu,conv,norm")]
    public void A_match_does_what_the_shapes_ask_for(int side, int channels, string parts)
    {
        string stem = side == 16 ? "stage(channels=8,body=conv3x3(8,stride))" : "stage(channels=8,stride=1,body=relu+conv3x3(8))";
        Program program = Network($"stage(channels=8,stride=1,body=conv1x1(8)) {stem} stage(channels={channels},stride=1,body=cell(p=(prev>match(C,like=in)),out=cat(p,in)))").Lower();
        string[] names = [.. program.Operations.Select(operation => operation.Name).Where(name => name.StartsWith("stage3.p.", StringComparison.Ordinal)).Select(name => name["stage3.p.".Length..])];
        Assert.Equal(parts, string.Join(',', names));
    }

    [Fact]
    public void Gates_of_one_name_share_their_weights()
    {
        Program program = Network("stage(channels=4,stride=1,body=conv1x1+mix(g,softmax,skip,maxpool3x3,none)+mix(g,softmax,conv1x1,avgpool3x3,skip)+mix(h,sigmoid,skip,relu))").Lower();
        Operation[] mixes = [.. program.Operations.Where(operation => operation.Function is WeightedSum)];
        Assert.Equal(3, mixes.Length);
        Assert.Equal(mixes[0].Parameters, mixes[1].Parameters);
        Assert.NotEqual(mixes[0].Parameters, mixes[2].Parameters);
        Assert.Equal(WeightKind.Softmax, ((WeightedSum)mixes[0].Function).Weights);
    }

    [Fact]
    public void A_path_s_share_of_the_drop_rate_grows_from_cell_to_cell()
    {
        Program program = Network("stage(stride=1,body=relu) stage(stride=1,repeat=3,body=cell(a=(in>relu+droppath),out=sum(a,in))) stage(stride=1,body=relu+droppath)").Lower();
        Assert.Equal([0.25f, 0.5f, 0.75f, 1f], program.Operations.Select(operation => operation.Function).OfType<DropPath>().Select(drop => drop.Share));
    }

    [Fact]
    public void Wires_that_do_not_fit_are_adapted_or_dropped_and_the_parts_tell()
    {
        Assembly assembly = Network("stage(channels=8,stride=1,body=conv1x1) stage(channels=16,stride=1,repeat=2,body=cell(f=(in>conv3x3),out=sum(f,in?)))").Assemble();
        Part[] outs = [.. assembly.Stages[1].Part.Parts.Select(repetition => repetition.Parts[^1])];
        Assert.Equal([true, false], outs.Select(part => part.Wires[1].IsDropped));
        Assert.Equal(["stage2.b1.out", "stage2.b2.out"], outs.Select(part => part.Name));
        // f alone is the first output: a sum of one wire is that wire.
        Assert.DoesNotContain(assembly.Program.Operations, operation => operation.Name == "stage2.b1.sum");
        Assert.Contains(assembly.Program.Operations, operation => operation.Name == "stage2.b2.sum");
    }

    [Fact]
    public void A_stage_s_graph_has_its_cells_nodes_and_the_wires_between_them()
    {
        Dag graph = Network("stage(channels=8,stride=1,repeat=2,body=cell(f=(in>conv3x3),g=(in>conv1x1),out=sum(f,g)+relu))").Assemble().Stages[0].Graph;
        Assert.Equal([new(0, 2), new(1, 2), new(2, 3), new(2, 4), new(3, 5), new(4, 5)], graph.Edges.ToArray());
        Dag random = Network("stage(channels=8,wiring=dag(n=3,e=0-2.1-2))").Assemble().Stages[0].Graph;
        Assert.Equal((3, 2), (random.NodeCount, random.Edges.Length));
    }

    [Theory]
    [InlineData("conv3x3(stride)+W", 8)]
    [InlineData("conv3x3+wired(stride,wiring=ws(n=4,k=2,p=0.5),transform=relu+conv3x3+norm)", 8)]
    [InlineData("wired(wiring=ws(n=4,k=2,p=0.5),transform=relu+conv1x1+conv3x3(stride)+norm)", 8)]
    [InlineData("cell(a=(in>conv3x3(stride)),out=(a>W))", 8)]
    [InlineData("repeat(2,conv3x3(stride)+W)", 8)]
    public void A_random_stage_within_a_body_takes_the_stride_only_where_it_is_marked(string body, int side)
    {
        body = body.Replace("W", "wired(wiring=ws(n=4,k=2,p=0.5),transform=relu+conv3x3+norm)", StringComparison.Ordinal);
        NetworkSpec spec = Network($"stage(channels=16,body={body})");
        Assert.Equal(new TensorShape(side, side, 16), spec.Assemble().Stages[0].Part.Output);
        Assert.Equal(spec, NetworkSpec.Parse(spec.Text));
    }

    [Fact]
    public void A_text_may_be_spread_over_lines() => Assert.Equal(
        Network("stage(channels=16,body=conv3x3(stride)+norm)"), Network("\n  stage(channels=16,\n\tbody=conv3x3(stride)\r\n+ norm)\n"));

    [Fact]
    public void A_head_must_end_in_as_many_channels_as_classes()
    {
        SpecException refusal = Assert.Throws<SpecException>(() => NetworkSpec.Parse("x(input=16x16x3,classes=7) stage(stride=1,body=relu) head(body=mean)"));
        Assert.Contains("head: mean gives 1x1x3, but 1x1x7 is needed. End it in mean+fc.", refusal.Message, StringComparison.Ordinal);
    }

    private static NetworkSpec Network(string parts) => NetworkSpec.Parse($"x(input=16x16x3,classes=7) {parts} head(body=mean+fc)");

    private static TFunction Function<TFunction>(Program program, string name) where TFunction : Function => Assert.IsType<TFunction>(Find(program, name).Function);

    private static Operation Find(Program program, string name) => program.Operations.Single(operation => operation.Name == name);

    private static int Output(Program program, string name) => Find(program, name).Output.Index;

    private static int[] Inputs(Program program, string name) => [.. Find(program, name).Inputs.Select(input => input.Index)];
}
