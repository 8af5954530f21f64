using CsCheck;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using Xunit;

namespace RandWire.Tests.Networks;

/// <summary>Blocks as text: what is written parses back to an equal block, and what cannot be read is refused in words.</summary>
public sealed class BlockTextSpecs
{
    [Fact]
    public void Every_blocks_text_parses_back_to_an_equal_block() => BlockGen.Block.Sample(block =>
    {
        Block read = Block.Parse(block.Text);
        Assert.Equal(block, read);
        Assert.Equal(block.Text, read.Text);
        Assert.Equal(block.GetHashCode(), read.GetHashCode());
    }, iter: 3000);

    [Fact]
    public void A_network_of_any_blocks_has_one_reader_and_one_writer_for_both_forms() => Gen.Select(BlockGen.Block, BlockGen.Block, BlockGen.Block).Sample((first, second, third) =>
    {
        NetworkSpec spec = new()
        {
            Input = new TensorShape(32, 32, 3),
            Classes = 10,
            Blocks = [new NamedBlock("x", first)],
            Stages =
            [
                new StageSpec { Channels = 16, Stride = 1, Repeat = 3, First = second, Body = third, KeepsPrevious = true },
                new StageSpec { Body = new Wired(WiringSpec.Parse("ws(n=6,k=4,p=0.5)", 3), NodeSpec.Paper with { Transform = third }), Channels = 8 },
            ],
            Head = new HeadSpec(second, 0.25),
        };
        // Few of them are networks: whether one is read or refused must not depend on the form.
        Assert.Equal(Read(() => NetworkSpec.Parse(spec.Text)), Read(() => NetworkSpec.FromJson(spec.ToJson())));

        object Read(Func<NetworkSpec> read)
        {
            try
            {
                Assert.Equal(spec, read());
                return spec;
            }
            catch (SpecException error)
            {
                return error.Message;
            }
        }
    }, iter: 1000);

    [Theory]
    [InlineData("relu", "relu")]
    [InlineData(" ReLU + conv3x3( C / 4 , stride ) ", "relu+conv3x3(C/4,stride)")]
    [InlineData("conv1x7(192)+conv7x1", "conv1x7(192)+conv7x1")]
    [InlineData("conv1x7(stride=columns,C/4)+conv7x1( stride = rows )", "conv1x7(C/4,stride=columns)+conv7x1(stride=rows)")]
    [InlineData("match( C,like=in , always)", "match(C,like=in,always)")]
    [InlineData("((relu))", "((relu))")]
    [InlineData("()", "()")]
    [InlineData("conv3x3(stride,64)", "conv3x3(64,stride)")]
    [InlineData("cell(f=(in>conv3x3+norm), out=sum(f, in~conv1x1(stride)+norm)+relu)", "cell(f=(in>conv3x3+norm),out=sum(f,in~conv1x1(stride)+norm)+relu)")]
    [InlineData("cell(a=mean(in,prev>sep3),out=cat(a?,in))", "cell(a=mean(in,prev>sep3),out=cat(a?,in))")]
    public void Texts_have_one_canonical_form(string text, string canonical) => Assert.Equal(canonical, Block.Parse(text).Text);

    [Theory]
    [InlineData("", "a layer or a block is wanted")]
    [InlineData("relu+", "a layer or a block is wanted")]
    [InlineData("relu)", "nothing may follow")]
    [InlineData("conv9x9", "1 to 7 rows and columns")]
    [InlineData("conv3x3(C/)", "no width")]
    [InlineData("conv3x3(64,32)", "a second '32'")]
    [InlineData("conv3x3(stride,stride)", "'stride' twice")]
    [InlineData("relu(3)", "Nothing is")]
    [InlineData("norm(stride)", "a stride is not allowed")]
    [InlineData("conv3x3(groups=0x)", "no width")]
    [InlineData("conv3x3(pad=wrap)", "no padding. Known: same, none, ceil")]
    [InlineData("conv3x3(dilation=0)", "whole number")]
    [InlineData("dropout", "needs a rate")]
    [InlineData("dropout(1)", "must be a number in [0, 1)")]
    [InlineData("shuffle", "needs a number")]
    [InlineData("foo(3)", "is no layer; a block by name takes (stride) or nothing")]
    [InlineData("cell(out=max(in))", "'max' joins no wires; sum, mean, weighted-sum, cat and product do")]
    [InlineData("cell(f=(in))", "a cell ends in out=")]
    [InlineData("cell(out=(in),f=(in))", "out= is the last in a cell")]
    [InlineData("repeat(x,relu)", "how often, a whole number")]
    [InlineData("mix(g,harder,relu,relu)", "a gate is softmax, sigmoid or hard")]
    [InlineData("match(C)", "names no value to match")]
    [InlineData("match(C,like=in,sometimes)", "'sometimes' is not allowed here. Write match(C,like=in) or match(C,like=in,always)")]
    [InlineData("conv3x3(stride=rows)", "stride=rows is not allowed")]
    [InlineData("conv1x7(stride=rows)", "Allowed: channels, stride, dilation=.., pad=.., groups=.., bias, stride=columns")]
    [InlineData("maxpool1x2(stride=columns)", "stride=columns is not allowed")]
    [InlineData("conv3x3(C/4", "a parenthesis is not closed")]
    public void What_cannot_be_read_is_refused_in_words(string text, string words)
    {
        SpecException refusal = Assert.Throws<SpecException>(() => Block.Parse(text));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_nesting_is_refused_and_not_followed()
    {
        string deep = string.Concat(Enumerable.Repeat("(", 100_000)) + "relu" + string.Concat(Enumerable.Repeat(")", 100_000));
        Assert.Contains("nested more than 32 deep", Assert.Throws<SpecException>(() => Block.Parse(deep)).Message, StringComparison.Ordinal);
        string cells = string.Concat(Enumerable.Repeat("cell(out=(in>", 40)) + "relu" + string.Concat(Enumerable.Repeat("))", 40));
        Assert.Contains("nested more than 32 deep", Assert.Throws<SpecException>(() => Block.Parse(cells)).Message, StringComparison.Ordinal);
    }
}
