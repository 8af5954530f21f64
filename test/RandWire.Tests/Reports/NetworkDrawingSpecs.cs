using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Reports;
using Xunit;

namespace RandWire.Tests.Reports;

public sealed class NetworkDrawingSpecs
{
    [Theory]
    [InlineData("small", false)]
    [InlineData("small", true)]
    [InlineData("regular", false)]
    [InlineData("cifar", true)]
    public void Every_stage_of_a_preset_is_drawn_inside_the_picture(string preset, bool stacked)
    {
        NetworkSpec spec = Presets.Create(preset, new PresetOptions { Seed = 3 });
        DrawnSvg drawn = new(WiringDrawing.Svg(spec, new() { Title = preset, Stacked = stacked }));
        Dag[] dags = [.. spec.Stages.Select(stage => stage.Wired!.Wiring.ToDag())];
        Assert.Equal(dags.Sum(dag => dag.NodeCount + 2), drawn.Nodes.Count);
        Assert.Equal(dags.Sum(dag => dag.Edges.Length + dag.InputCount + dag.OutputCount), drawn.Wires.Count);
        Assert.Equal(spec.Stages.Length, drawn.Nodes.Count(node => node.Name == "in"));
        string[] texts = [.. drawn.Root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        Assert.All(Enumerable.Range(0, spec.Stages.Length), i => Assert.Contains($"stage{spec.StageNumber(i)}", texts));
        Assert.Contains(texts, text => text.StartsWith("image ", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.StartsWith("classifier", StringComparison.Ordinal));
        Assert.All(drawn.Extent, place =>
        {
            Assert.InRange(place.X, 0, drawn.Width);
            Assert.InRange(place.Y, 0, drawn.Height);
        });
    }

    [Fact]
    public void Nodes_of_different_stages_do_not_overlap()
    {
        DrawnSvg drawn = new(WiringDrawing.Svg(Presets.Create("small", new PresetOptions { Wiring = "er(p=0.3)" })));
        for (int i = 0; i < drawn.Nodes.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (DrawnSvg.Node a, DrawnSvg.Node b) = (drawn.Nodes[i], drawn.Nodes[j]);
                Assert.True(Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y))) > a.Radius + b.Radius);
            }
        }
    }

    [Fact]
    public void A_stage_too_large_to_draw_says_so_and_the_rest_is_drawn()
    {
        NetworkSpec spec = Presets.Create("tiny", new PresetOptions { Wiring = "er(n=2500,p=0)" });
        string svg = WiringDrawing.Svg(spec);
        Assert.Contains("too large to draw", svg, StringComparison.Ordinal);
        Assert.Contains("classifier", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Titles_are_encoded_and_a_file_of_its_own_brings_its_style()
    {
        NetworkSpec spec = Presets.Create("tiny", new PresetOptions());
        foreach (string title in SampleReport.Hostile)
        {
            DrawnSvg drawn = new(WiringDrawing.Svg(spec, new() { Title = title, Subtitle = title }));
            Assert.DoesNotContain(drawn.Root.Descendants(), e => e.Name.LocalName == "script");
        }
        Assert.Contains("<style>", WiringDrawing.Svg(spec), StringComparison.Ordinal);
        Assert.DoesNotContain("var(", WiringDrawing.Svg(spec),
            StringComparison.Ordinal); // rsvg-convert and Inkscape know no custom properties
        Assert.DoesNotContain("<style>", WiringDrawing.Svg(spec, new() { Embedded = true }), StringComparison.Ordinal);
    }
}
