using System.Text.RegularExpressions;
using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Families;
using RandWire.Reports;
using Xunit;

namespace RandWire.Tests.Reports;

/// <summary>Drawings of networks with stages that are no random wirings.</summary>
public sealed partial class BlockDrawingSpecs
{
    private const string Modules = "modules(input=32x32x3,classes=10) "
        + "let(mb=cell(f=(in>conv1x1(in*6)+norm+relu6+dwconv3x3(stride)+norm+relu6+conv1x1+norm),out=sum(f,in?)),"
        + "outer=cell(a=(in>mb),b=sum(a,in)+mb,out=cat(a,b,b)+conv1x1)) "
        + "stage(channels=16,stride=1,body=conv3x3+norm+relu) stage(channels=24,repeat=4,body=mb) stage(channels=24,stride=1,body=outer+repeat(3,mb)) "
        + "stage(channels=32,body=wired(stride,wiring=er(n=8,p=0.4),seed=2,aggregation=sum,transform=relu+conv3x3+norm)+relu) "
        + "stage(channels=32,stride=1,body=cell(a=(in>mix(alpha1,softmax,skip,maxpool3x3,sep3)),b=sum(in>sep5,a),out=mean(a,b))) "
        + "head(body=norm+relu+mean+fc(64)+relu+fc,dropout=0.2)";

    public static TheoryData<string, int> Networks => new()
    {
        { "resnet(depth=20)", 32 }, { "resnet(depth=50)", 224 }, { "resnet(depth=18,form=imagenet,shortcut=a)", 224 }, { "densenet(depth=121)", 224 },
        { "densenet(depth=100,growth=12)", 32 }, { "googlenet", 224 }, { "nasnet-a", 224 }, { "nasnet-a(cells=2,filters=16)", 32 }, { Modules, 32 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Boxes_lie_inside_the_picture_and_beside_or_inside_each_other(string text, int side)
    {
        foreach (bool stacked in (ReadOnlySpan<bool>)[false, true])
        {
            DrawnSvg drawn = new(WiringDrawing.Svg(Create(text, side), new() { Title = text, Stacked = stacked }));
            Assert.NotEmpty(drawn.Boxes);
            Assert.All(drawn.Extent, place =>
            {
                Assert.InRange(place.X, 0, drawn.Width);
                Assert.InRange(place.Y, 0, drawn.Height);
            });
            for (int i = 0; i < drawn.Boxes.Count; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    (DrawnSvg.Box a, DrawnSvg.Box b) = (drawn.Boxes[i], drawn.Boxes[j]);
                    bool apart = a.Left >= b.Right || b.Left >= a.Right || a.Top >= b.Bottom || b.Top >= a.Bottom;
                    Assert.True(apart || (a.Depth > b.Depth && IsWithin(a, b)) || (b.Depth > a.Depth && IsWithin(b, a)), $"{a.Name} and {b.Name} overlap");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void No_wire_crosses_a_box_and_none_turns_upward(string text, int side)
    {
        DrawnSvg drawn = new(WiringDrawing.Svg(Create(text, side)));
        foreach (DrawnSvg.Wire wire in drawn.Lines)
        {
            for (int i = 1; i < wire.Points.Length; i++)
            {
                (double X, double Y) from = wire.Points[i - 1], to = wire.Points[i];
                Assert.True(to.Y >= from.Y, $"{wire.From} to {wire.To} turns upward");
                // Upright pieces pass boxes; a bend lies between layers, where there are none.
                Assert.All(drawn.Boxes.Where(box => box.Left + 0.1 < from.X && from.X < box.Right - 0.1 && from.X == to.X),
                    box => Assert.True(from.Y >= box.Bottom - 0.1 || to.Y <= box.Top + 0.1 || Surrounds(box, wire), $"{wire.From} to {wire.To} crosses {box.Name}"));
            }
        }

        bool Surrounds(DrawnSvg.Box box, DrawnSvg.Wire wire) => box.Top < wire.Points[0].Y && box.Bottom > wire.Points[^1].Y;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_numbers_of_every_convolution_are_those_of_the_program(string text, int side)
    {
        NetworkSpec spec = Create(text, side);
        HashSet<string> laid = [];
        foreach (Operation operation in spec.Lower().Operations)
        {
            if (operation.Function is Convolution convolution)
                laid.Add($"{convolution.Window.Height} × {convolution.Window.Width}, {convolution.Channels}, {convolution.Window.Stride}");
        }
        MatchCollection written = Convolutions().Matches(WiringDrawing.Svg(spec));
        Assert.True(written.Count >= 3);
        Assert.All(written, words => Assert.Contains(
            $"{words.Groups[1].Value}, {words.Groups[2].Value}, {(words.Groups[3].Success ? words.Groups[3].Value : "1")}", laid));
    }

    [Fact]
    public void The_first_block_stands_beside_the_others_where_a_wire_is_adapted()
    {
        DrawnSvg drawn = new(WiringDrawing.Svg(Create("resnet(depth=50)", 224)));
        string[] texts = Texts(drawn);
        foreach (string expected in (string[])["bottleneck × 3", "bottleneck × 4", "bottleneck × 6", "block 1", "blocks 2 and 3", "blocks 2 to 6", "2048 channels, 7 × 7, stride 2"])
            Assert.Contains(expected, texts);
        // Four stages with a block whose wire is adapted.
        Assert.Equal(4, drawn.Boxes.Count(box => box.Name == "in>out"));
        Assert.Equal(["conv 1 × 1, 256 · norm"], drawn.Boxes.First(box => box.Name == "in>out").Text);
        Assert.Equal(8, drawn.Boxes.Count(box => box.Name == "f"));
        Assert.Equal(["f", "conv 1 × 1, 64 · norm · ReLU", "conv 3 × 3, 64 · norm · ReLU", "conv 1 × 1, 256 · norm"], drawn.Boxes.First(box => box.Name == "f").Text);
        Assert.Equal(["out: sum", "ReLU"], drawn.Boxes.First(box => box.Name == "out").Text);
    }

    [Fact]
    public void Blocks_that_are_alike_are_drawn_once()
    {
        DrawnSvg drawn = new(WiringDrawing.Svg(Create("densenet(depth=121)", 224)));
        Assert.Equal(4, drawn.Boxes.Count(box => box.Name == "x"));
        Assert.Contains("dense × 24", Texts(drawn));
        DrawnSvg deep = new(WiringDrawing.Svg(Create("resnet(depth=1202)", 32)));
        Assert.Contains("basic × 200", Texts(deep));
        Assert.InRange(deep.Boxes.Count, 10, 40);
    }

    [Fact]
    public void Numbers_that_differ_between_blocks_are_written_as_expressions()
    {
        NetworkSpec spec = NetworkSpec.Parse("custom(input=32x32x3,classes=10) stage(channels=16,stride=1,body=conv3x3) "
            + "stage(stride=1,repeat=5,body=cell(x=(in>conv1x1(in/2)+relu+conv3x3(8)),out=cat(in,x))) head(body=mean+fc)");
        DrawnSvg drawn = new(WiringDrawing.Svg(spec));
        Assert.Equal(["x", "conv 1 × 1, in/2 · ReLU", "conv 3 × 3, 8"], Assert.Single(drawn.Boxes, box => box.Name == "x").Text);
    }

    [Fact]
    public void A_large_cell_is_drawn_once_and_elsewhere_what_it_does_otherwise_is_said()
    {
        string[] texts = Texts(new DrawnSvg(WiringDrawing.Svg(Create("nasnet-a", 224))));
        Assert.Equal(2, texts.Count(text => text == "as drawn in stage4"));
        Assert.Contains("block 1, p: factorized reduction, 176", texts);
        Assert.Contains("sep 5 × 5", texts);
        DrawnSvg inception = new(WiringDrawing.Svg(Create("googlenet", 224)));
        Assert.Equal(8, Texts(inception).Count(text => text == "as drawn in stage5"));
        Assert.Single(inception.Boxes, box => box.Name == "d");
    }

    [Fact]
    public void A_wire_that_was_left_out_is_dashed_and_said()
    {
        string svg = WiringDrawing.Svg(NetworkSpec.Parse(Modules));
        Assert.Contains("rw-left-out", svg, StringComparison.Ordinal);
        Assert.Contains("dashed: left out, where its shape does not fit", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_within_nodes_are_drawn_within_their_boxes_and_repeats_say_how_often()
    {
        DrawnSvg drawn = new(WiringDrawing.Svg(NetworkSpec.Parse(Modules)));
        Assert.Contains(drawn.Boxes, box => box.Text is ["a: mb"]);
        Assert.Contains(drawn.Boxes, box => box.Text is ["b: sum, mb"]);
        Assert.Equal(2, drawn.Boxes.Count(box => box.Name == "f" && box.Depth == 1));
        Assert.Contains("× 3", Texts(drawn));
        Assert.Contains(drawn.Boxes, box => box.Text.Contains("– max pool 3 × 3"));
        Assert.Equal(10, drawn.Nodes.Count);
    }

    [Fact]
    public void A_head_of_its_own_has_a_box_for_every_layer_of_weight_and_its_dropout_before_the_classifier()
    {
        string[] texts = Texts(new DrawnSvg(WiringDrawing.Svg(NetworkSpec.Parse(Modules))));
        foreach (string box in (string[])["norm · ReLU · global average", "fully connected, 64", "ReLU · dropout 0.2 · classifier, 10"]) Assert.Contains(box, texts);
    }

    [Fact]
    public void Every_wire_of_a_cell_has_its_label()
    {
        DrawnSvg drawn = new(WiringDrawing.Svg(Create("nasnet-a(cells=2,filters=16)", 32), 1));
        // b, d and e read two values; what their wires do stands in boxes between.
        foreach (string wire in (string[])["q>a", "p>a", "q>b", "p>b", "q>c", "p>c", "a>d", "a>e", "q>e"]) Assert.Single(drawn.Boxes, box => box.Name == wire);
        Assert.Equal(["sep 7 × 7, stride 2"], drawn.Boxes.Single(box => box.Name == "p>a").Text);
        Assert.All(drawn.Boxes.Where(box => box.Name.Contains('>')), box =>
        {
            Assert.Contains(drawn.Lines, line => line.To == box.Name);
            Assert.Contains(drawn.Lines, line => line.From == box.Name);
        });
    }

    [Fact]
    public void Titles_are_encoded_and_long_texts_are_tooltips()
    {
        NetworkSpec spec = Create("resnet(depth=20)", 32);
        foreach (string title in SampleReport.Hostile)
            Assert.DoesNotContain(new DrawnSvg(WiringDrawing.Svg(spec, new() { Title = title, Subtitle = title })).Root.Descendants(), e => e.Name.LocalName == "script");
        string svg = WiringDrawing.Svg(spec);
        Assert.DoesNotContain("var(", svg, StringComparison.Ordinal);
        Assert.Contains("<title>stage2.b1.f: in &gt; conv3x3(stride)+norm+relu+conv3x3+norm; gives 32x32x16</title>", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void One_stage_is_drawn_alone()
    {
        NetworkSpec spec = Create("resnet(depth=50)", 224);
        DrawnSvg drawn = new(WiringDrawing.Svg(spec, 3));
        Assert.Contains("stage4", Texts(drawn));
        Assert.DoesNotContain("stage3", Texts(drawn));
        Assert.Equal(2, drawn.Boxes.Count(box => box.Name == "f"));
        Assert.Throws<ArgumentOutOfRangeException>(() => WiringDrawing.Svg(spec, 6));
        NetworkSpec random = Presets.Create("tiny", new PresetOptions());
        Assert.Equal(WiringDrawing.Svg(random.Stages[0].Wired!.Wiring.ToDag()), WiringDrawing.Svg(random, 0));
    }

    [Fact]
    public void A_cell_too_large_to_draw_says_so_and_the_rest_is_drawn()
    {
        string nodes = string.Join(',', Enumerable.Range(0, 450).Select(i => $"n{i}=({(i == 0 ? "in" : $"n{i - 1}")}>relu)"));
        string svg = WiringDrawing.Svg(NetworkSpec.Parse("custom(input=8x8x3,classes=10) stage(stride=1,body=cell(" + nodes + ",out=(n449))) head(body=mean+fc)"));
        Assert.Contains("a cell of 452 boxes is too large to draw", svg, StringComparison.Ordinal);
        Assert.Contains("classifier, 10", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void The_drawing_of_a_residual_network_stays_as_it_is() =>
        Golden.Check("resnet20.svg", WiringDrawing.Svg(Create("resnet(depth=20)", 32), new() { Title = "resnet20" }));

    [Fact]
    public void The_drawing_of_a_cell_that_reads_two_values_stays_as_it_is() =>
        Golden.Check("nasnet-cell.svg", WiringDrawing.Svg(Create("nasnet-a(cells=2,filters=16)", 32), 2, new() { Title = "normal cell" }));

    private static NetworkSpec Create(string text, int side) => text.Contains("stage(", StringComparison.Ordinal) ? NetworkSpec.Parse(text)
        : FamilyCatalog.Create(text, new PresetOptions { Height = side, Width = side, Classes = side == 224 ? 1000 : 10 });

    private static string[] Texts(DrawnSvg drawn) => [.. drawn.Root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];

    private static bool IsWithin(DrawnSvg.Box inner, DrawnSvg.Box outer) =>
        inner.Left >= outer.Left && inner.Right <= outer.Right && inner.Top >= outer.Top && inner.Bottom <= outer.Bottom;

    [GeneratedRegex(@"conv (\d × \d), (\d+)(?:, stride (\d))?")]
    private static partial Regex Convolutions();
}
