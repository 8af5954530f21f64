using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using Xunit;

namespace RandWire.Tests.Networks.Editing;

/// <summary>Paths to blocks.</summary>
public sealed class PathSpecs
{
    [Theory]
    [InlineData("let/basic/f.w1/4", "conv3x3")]
    [InlineData("let/basic/out.w2~", "conv1x1(stride)+norm")]
    [InlineData("let/basic/out", "relu")]
    [InlineData("let/basic/f", "()")]
    [InlineData("stage1", "conv3x3+norm")]
    [InlineData("stage1/body/2", "norm")]
    [InlineData("stage2/body/1/node/2", "conv3x3")]
    [InlineData("stage3/body/1/c2", "maxpool3x3")]
    [InlineData("stage3/body/2/body/1", "conv3x3")]
    [InlineData("stage3/body/2/b3/1", "conv3x3")]
    [InlineData("stage4/first", "basic")]
    [InlineData("stage4/b1", "basic")]
    [InlineData("stage4/b2/1", "conv3x3")]
    [InlineData("stage5/body/g.w1/2", "conv1x1(cell.in/4,bias)")]
    [InlineData("stage6/body/p.w1", "match(C,like=in)")]
    [InlineData("head/2", "fc")]
    public void A_path_leads_to_its_block(string path, string text) => Assert.Equal(text, SpecPool.Every.At(path).Text);

    [Fact]
    public void Every_path_that_is_listed_leads_to_a_block_that_can_be_put_back()
    {
        foreach (NetworkSpec spec in SpecPool.Published)
        {
            IReadOnlyList<string> paths = spec.Paths();
            Assert.Equal(paths.Count, paths.Distinct().Count());
            // The paper's head becomes a block of its own when it is put back.
            foreach (string path in paths.Where(path => spec.Head.Body is not null || !path.StartsWith("head", StringComparison.Ordinal))) Assert.Equal(spec, spec.With(path, spec.At(path)));
        }
    }

    [Fact]
    public void A_repeated_body_is_edited_in_all_repetitions_and_the_first_alone()
    {
        NetworkSpec edited = SpecPool.Every.With("stage4/b2/3", Layer.Of("swish"));
        Assert.Equal("conv3x3+norm+swish", edited.At("stage4/body").Text);
        Assert.Equal("basic", edited.At("stage4/first").Text);
        Assert.Contains("first=conv1x1(stride)+relu", SpecPool.Every.With("stage4/b1", Block.Parse("conv1x1(stride)+relu")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_paper_s_head_is_a_block_too()
    {
        NetworkSpec spec = Presets.Create("tiny", SpecPool.SmallImages);
        Assert.Equal("relu+conv1x1(128)+norm+mean+fc", spec.At("head").Text);
        Assert.Equal(spec.Key, spec.With("head", spec.At("head")).Key);
        Assert.EndsWith("head(body=relu+conv1x1(64)+norm+mean+fc,dropout=0)", spec.With("head/2", Block.Parse("conv1x1(64)")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stage9", "'stage9': that path leads nowhere in the network. There are: let/basic, stage1/body,")]
    [InlineData("let/other", "leads nowhere in the network")]
    [InlineData("stage1/first", "leads nowhere in the network")]
    [InlineData("stage1/body/3", "leads nowhere in conv3x3+norm. There are: 1, 2.")]
    [InlineData("stage4/b3", "leads nowhere in the network")]
    [InlineData("stage4/first/f", "goes into the name basic. Edit let/basic")]
    [InlineData("let/basic/g", "There are: f.w1, f, out.w1, out.w2, out.w2~, out.")]
    [InlineData("stage1/body/1/1", "Nothing is within it")]
    [InlineData("", "leads nowhere")]
    public void An_unknown_path_is_refused_with_what_is_there(string path, string message) =>
        Assert.Contains(message, Assert.Throws<SpecException>(() => SpecPool.Every.At(path)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_does_not_fit_is_refused_as_any_network_is() =>
        Assert.Contains("stage1", Assert.Throws<SpecException>(() => SpecPool.Every.With("stage1", Block.Parse("conv3x3(5)+norm"))).Message, StringComparison.Ordinal);
}
