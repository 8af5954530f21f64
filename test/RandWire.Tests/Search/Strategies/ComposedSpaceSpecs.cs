using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Families;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Strategies;

/// <summary>Wirings and cells as points.</summary>
public sealed class ComposedSpaceSpecs
{
    private static readonly PresetOptions Images = new() { Height = 16, Width = 16, ImageChannels = 3, Classes = 10 };

    public static TheoryData<string> Texts => ["wirings(n=6)", "cells(form=nasnet,nodes=5,cells=1,filters=4)", "cells(form=darts,nodes=4,cells=5,filters=4)", "cells(form=nasnet,nodes=1..3,cells=1,filters=4)"];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Points_read_back_as_they_are_written_and_changes_of_one_are_networks(string text)
    {
        ComposedSpace space = Space(text);
        Assert.Equal(text, space.Text);
        Assert.Equal(text, ComposedSpaces.Canonical(text));
        for (int i = 0; i < 12; i++)
        {
            Point point = space.Draw(Seed.From(i));
            string setting = space.Write(point);
            Assert.Equal(point, space.Read(setting));
            Candidate candidate = space.Make(3, setting, 0, "");
            Assert.Equal(candidate.Network, NetworkSpec.Parse(candidate.Network).Text);
            Point changed = space.Mutate(point, Seed.From(i));
            Assert.Equal(changed, space.Settled(changed));
            Assert.True(space.Holds(changed));
            Assert.NotEqual(setting, space.Write(changed));
        }
        Point one = space.Draw(new Seed(1));
        // A cell that reads the one before the last alone leaves the last without a reader: no network, and no point.
        Assert.All(space.Changes(one).Take(60), changed => Assert.True(space.Holds(changed) || Record.Exception(() => space.Make(0, space.Write(changed), 0, "")) is SpecException { Message: var refusal } && refusal.Contains("nothing reads", StringComparison.Ordinal)));
    }

    // The cells of DARTS's second search, from its own table, give the network of the family, parameter for parameter.
    [Fact]
    public void A_point_that_holds_published_cells_is_the_published_network()
    {
        ComposedSpace space = Space("cells(form=darts,cells=8,filters=16)");
        const string Normal = "p.sep3+q.sep3|p.sep3+q.sep3|p.skip+q.sep3|p.skip+a.dil3", Reduction = "p.max3+q.max3|q.max3+a.skip|p.max3+a.skip|q.max3+a.skip";
        NetworkSpec made = space.Make(0, $"cells(form=darts,nodes=4,cells=8,filters=16,normal={Normal},reduction={Reduction})", 0, "").Spec;
        NetworkSpec known = FamilyCatalog.Create("darts(genotype=v2,cells=8,filters=16)", Images);
        Assert.Equal((known.Cost().Parameters, known.Cost().MultiplyAddsConvFc), (made.Cost().Parameters, made.Cost().MultiplyAddsConvFc));
        Assert.Equal(known.Key, made.Key);
        Assert.Equal(246_106, NetworkSpec.Parse(FamilyCatalog.Create("darts(genotype=v2,cells=8,filters=16)", Images with { Height = 32, Width = 32 }).Text).Cost().Parameters);
    }

    [Fact]
    public void Wires_in_another_order_are_no_other_point()
    {
        ComposedSpace space = Space("cells(form=nasnet,cells=1,filters=4)");
        Point drawn = space.Draw(new Seed(2));
        // Two wires from q, of sep3 and skip.
        int pair = space.Axes[0].Values.ToList().IndexOf("q+q"), sep = space.Axes[1].Values.ToList().IndexOf("sep3");
        Assert.Equal(space.Settled(drawn.With(0, pair).With(1, sep).With(2, 0)), space.Settled(drawn.With(0, pair).With(1, 0).With(2, sep)));
        Assert.Equal(["p+p", "p+q", "q+q"], space.Axes[0].Values);
        Assert.Equal(["p+q"], Space("cells(form=darts)").Axes[0].Values);
        Assert.Equal(10, Space("cells(form=darts)").Axes[9].Values.Count);
    }

    [Fact]
    public void A_wiring_is_every_choice_of_wires()
    {
        ComposedSpace space = Space("wirings(n=4)");
        Assert.Equal(64, space.Settings.Count);
        Assert.Equal(64, space.Settings.Distinct().Count());
        Assert.Contains("dag(n=4,e=0-1.0-2.1-3.2-3)", space.Settings);
        Assert.Contains("dag(n=4,e=)", space.Settings);
        Candidate candidate = space.Make(0, "dag(n=4,e=0-1.0-2.1-3.2-3)", 0, "");
        Assert.All(candidate.Spec.Stages.Where(static stage => stage.Wired is not null), static stage => Assert.Equal("dag(n=4,e=0-1.0-2.1-3.2-3)", stage.Wired!.Wiring.Text));
        foreach (string setting in (string[])["dag(n=5,e=0-1)", "dag(n=4,e=1-0)", "dag(n=4,e=0-1.0-1)", "dag(n=4)", "dag(n=4,e=1-3.0-1)"]) Assert.Throws<SpecException>(() => space.Read(setting));
    }

    [Theory]
    [InlineData("wirings(n=1)", "n = 1 must be a whole number in [2, 32]")]
    [InlineData("wirings(n=many)", "n = many must be a whole number")]
    [InlineData("wirings(m=3)", "write wirings(n=8)")]
    [InlineData("cells(form=enas)", "form = enas must be one of nasnet, darts")]
    [InlineData("cells(cells=0)", "cells = 0 must be a whole number in [1, 20]")]
    [InlineData("cells(nodes=5..1)", "nodes = 5..1 must be a whole number in [1, 8], or two of them as 1..5")]
    [InlineData("cells(normal=3)", "'normal=3' is no parameter of it")]
    [InlineData("cells(cells=1,cells=1)", "or given twice")]
    public void Spaces_that_are_none_are_refused_with_what_to_write(string text, string words) =>
        Assert.Contains(words, Assert.Throws<SpecException>(() => Space(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nodes_that_are_not_there_make_no_choice_and_a_cell_grows_by_those_of_one_more()
    {
        ComposedSpace space = Space("cells(form=nasnet,nodes=1..3,filters=4)");
        GrowthAxis growth = space.Growth!;
        Assert.Equal("nodes", space.Axes[growth.Axis].Name);
        Assert.Equal(["normal b from", "normal b does 1", "normal b does 2", "reduction b from", "reduction b does 1", "reduction b does 2"], growth.Parts[1].Select(axis => space.Axes[axis].Name));
        Point two = space.Read("cells(form=nasnet,nodes=1..3,cells=1,filters=4,normal=p.skip+q.c1|q.max3+a.sep3,reduction=p.skip+q.c1|q.max3+a.sep3)");
        Assert.Equal("cells(form=nasnet,nodes=1..3,cells=1,filters=4,normal=p.skip+q.c1,reduction=p.skip+q.c1)", space.Write(space.Settled(two.With(growth.Axis, 0))));
        Assert.Null(Space("cells(form=nasnet,nodes=3)").Growth);
    }

    [Fact]
    public void Cells_of_a_file_are_the_family_of_that_name()
    {
        Assert.True(ComposedSpaces.Knows("cells"));
        Assert.True(ComposedSpaces.Knows("cells(file=mine.txt,filters=8|16)"));
        Assert.False(CellSpace.IsCells(Term.Read("cells(file=mine.txt,filters=8|16)")!));
        Assert.False(ComposedSpaces.Knows("ws(k=2|4,p=0.5)"));
        Assert.False(ComposedSpaces.Knows(""));
    }

    private static ComposedSpace Space(string text) => ComposedSpaces.Read(text, Images, static wiring => Presets.Create("tiny", Images with { Wiring = wiring }), null);
}
