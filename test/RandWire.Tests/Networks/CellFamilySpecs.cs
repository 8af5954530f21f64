using System.IO.Compression;
using RandWire.Engine;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Networks.Families;
using Xunit;

namespace RandWire.Tests.Networks;

/// <summary>Families of cells: counts of the public implementations, every form and size, zeros of NAS-Bench-201.</summary>
public sealed class CellFamilySpecs
{
    // Computed with PyTorch from the tables of cells for ../shared/SYSTEMS.md (sections 0 and 1.3), where published counts stand beside. Multiply-adds in millions, 0 where
    // only parameters stand there. NASNet-A, PNASNet: slim of TensorFlow models; AmoebaNet: tensorflow/tpu; DARTS: quark0/darts; NAS-Bench-201: by formula.
    [Theory]
    [InlineData("nasnet-a(cells=4,filters=44)", 224, 1000, 5_289_978, 563.6)]
    [InlineData("nasnet-a(cells=6,filters=168)", 331, 1000, 88_753_150, 23_780)]
    [InlineData("nasnet-a(cells=6,filters=168,form=imagenet)", 331, 1000, 88_753_150, 23_780)]
    [InlineData("amoebanet-a(cells=4,filters=50)", 224, 1000, 5_086_930, 554.7)]
    [InlineData("amoebanet-b(cells=3,filters=62)", 224, 1000, 5_258_700, 555.1)]
    [InlineData("amoebanet-c(cells=4,filters=50)", 224, 1000, 6_353_815, 676.9)]
    [InlineData("amoebanet-a(cells=6,filters=448)", 331, 1000, 468_151_184, 0)]
    [InlineData("amoebanet-c(cells=6,filters=228)", 331, 1000, 155_272_667, 41_100)]
    [InlineData("amoebanet-b(cells=6,filters=196)", 331, 1000, 83_960_973, 22_270)]
    [InlineData("amoebanet-a(cells=6,filters=32)", 32, 10, 2_567_754, 407.7)]
    [InlineData("amoebanet-a(cells=6,filters=36)", 32, 10, 3_218_266, 0)]
    [InlineData("pnasnet(cells=3,filters=54)", 224, 1000, 5_064_487, 587.3)]
    [InlineData("pnasnet(cells=4,filters=216)", 331, 1000, 86_057_668, 24_940)]
    [InlineData("pnasnet(cells=3,filters=48)", 32, 10, 3_189_082, 574.9)]
    [InlineData("darts(genotype=v1,cells=20,filters=36)", 32, 10, 3_169_414, 501.0)]
    [InlineData("darts(genotype=v2,cells=20,filters=36)", 32, 10, 3_349_342, 528.4)]
    [InlineData("darts(genotype=v1,cells=8,filters=16)", 32, 10, 232_890, 41.4)]
    [InlineData("darts(genotype=v2,cells=8,filters=16)", 32, 10, 246_106, 43.4)]
    [InlineData("darts(genotype=v1,cells=14,filters=48)", 224, 1000, 4_510_432, 505.9)]
    [InlineData("darts(genotype=v2,cells=14,filters=48)", 224, 1000, 4_718_752, 529.9)]
    [InlineData("nasbench201(cell=c3.c3.c3.c3.c3.c3)", 32, 10, 1_531_546, 220.12)]
    public void Counts_are_those_of_the_public_implementations(string network, int side, int classes, long parameters, double millionMultiplyAdds)
    {
        NetworkCost cost = Create(network, side, classes: classes).Cost();
        Assert.Equal(parameters, cost.Parameters);
        if (millionMultiplyAdds == 0) return;
        // As many digits as stand there.
        double unit = millionMultiplyAdds >= 10_000 ? millionMultiplyAdds % 100 == 0 ? 100 : 10 : millionMultiplyAdds % 0.1 is > 0.015 and < 0.085 ? 0.01 : 0.1;
        Assert.InRange(cost.MultiplyAddsConvFc / 1e6, millionMultiplyAdds - (unit / 2), millionMultiplyAdds + (unit / 2));
    }

    // The same file, in millions: counts that were computed to three digits.
    [Theory]
    [InlineData("amoebanet-a(cells=6,filters=190)", 331, 1000, 86.72, 23_130)]
    [InlineData("amoebanet-b(cells=6,filters=190)", 331, 1000, 79.0, 20_900)]
    [InlineData("nasnet-a(cells=7,filters=96)", 32, 10, 32.6, 0)]
    [InlineData("nasnet-a(cells=6,filters=96)", 32, 10, 28.2, 0)]
    public void Rounded_counts_are_met(string network, int side, int classes, double millionParameters, double millionMultiplyAdds)
    {
        NetworkCost cost = Create(network, side, classes: classes).Cost();
        Assert.InRange(cost.Parameters / 1e6, millionParameters - 0.05, millionParameters + 0.05);
        if (millionMultiplyAdds > 0) Assert.InRange(cost.MultiplyAddsConvFc / 1e6, millionMultiplyAdds - 50, millionMultiplyAdds + 50);
    }

    [Theory]
    [InlineData("nasnet-a", "nasnet-a(cells=4,filters=44)", 224)]
    [InlineData("nasnet", "nasnet-a(cells=4,filters=44)", 224)]
    [InlineData("nasnet-a", "nasnet-a(cells=6,filters=168,stem=96,prev=keep)", 331)]
    [InlineData("nasnet-a", "nasnet-a(cells=6,filters=32,stem=96)", 32)]
    [InlineData("amoebanet-b", "amoebanet-b(cells=3,filters=62,stem=32)", 224)]
    [InlineData("amoebanet-a", "amoebanet-a(cells=6,filters=190,stem=32)", 331)]
    [InlineData("pnasnet", "pnasnet(cells=4,filters=216,stem=96)", 331)]
    [InlineData("darts", "darts(genotype=v2,cells=20,filters=36,stem=108)", 96)]
    [InlineData("darts", "darts(genotype=v2,cells=14,filters=48)", 97)]
    [InlineData("nasbench201", "nasbench201(cell=|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|,cells=5,filters=16)", 32)]
    public void What_is_left_out_is_what_the_sizes_ask_for(string bare, string full, int side) => Assert.Equal(Create(full, side), Create(bare, side));

    // Depth: 3N cells of NASNet and AmoebaNet and two reductions, and two more in the stem of large images; reductions of PNASNet are among the 3N.
    [Theory]
    [InlineData("nasnet-a(cells=2,filters=16)", 8, 10)]
    [InlineData("amoebanet-c(cells=3,filters=16)", 11, 13)]
    [InlineData("pnasnet(cells=2,filters=16)", 6, 8)]
    public void Cells_are_counted_as_their_papers_count_them(string network, int small, int large)
    {
        Assert.Equal(small, Create(network, 32).Stages.Sum(static stage => stage.Repeat));
        Assert.Equal(large, Create(network, 224).Stages.Sum(static stage => stage.Repeat));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(4, 1, 2)]
    [InlineData(8, 2, 5)]
    [InlineData(20, 6, 13)]
    public void Reductions_of_darts_stand_at_a_third_and_two_thirds(int cells, params int[] reductions)
    {
        NetworkSpec spec = Create(FormattableString.Invariant($"darts(cells={cells},filters=4)"), 32);
        List<int> found = [];
        int at = 0;
        foreach (StageSpec stage in spec.Stages)
        {
            if (stage.Stride == 2) found.Add(at);
            at += stage.Repeat;
        }
        Assert.Equal(reductions, found);
        Assert.Equal(cells, at);
    }

    // What the first cell reads a second time comes in raw; where the stem has the cell's channels nothing brings it to them.
    [Theory]
    [InlineData("nasnet-a(cells=1,filters=16,form=small)", "prev>avgpool3x3+conv1x1+norm+droppath", true)]
    [InlineData("nasnet-a(cells=1,filters=16,stem=16,form=small)", "prev>avgpool3x3+conv1x1+norm+droppath", false)]
    [InlineData("nasnet-a(cells=1,filters=16,stem=16,form=small)", "cat(prev,a,b,c,d,e)", true)]
    [InlineData("amoebanet-a(cells=1,filters=64,form=imagenet)", "prev>maxpool3x3(stride)+conv1x1+norm+droppath", true)]
    [InlineData("amoebanet-a(cells=1,filters=128,form=imagenet)", "prev>maxpool3x3(stride)+conv1x1+norm+droppath", false)]
    [InlineData("amoebanet-a(cells=1,filters=131,form=imagenet)", "prev>maxpool3x3(stride)+conv1x1+norm+droppath", false)]
    [InlineData("amoebanet-b(cells=1,filters=16,form=small)", "sum(prev>relu+conv1x1+norm,q>sep3+droppath)", true)]
    [InlineData("pnasnet(cells=1,filters=128,form=imagenet)", "prev>maxpool3x3(stride)+droppath", true)]
    public void The_first_cell_fits_the_stem_only_where_it_must(string network, string words, bool isThere) =>
        Assert.Equal(isThere, Create(network, 64).Text.Contains(words, StringComparison.Ordinal));

    [Theory]
    [InlineData("nasnet-a(cells=1,filters=16)")]
    [InlineData("amoebanet-a(cells=1,filters=17)")]
    [InlineData("amoebanet-b(cells=2,filters=16)")]
    [InlineData("amoebanet-c(cells=1,filters=18)")]
    [InlineData("amoebanet-d(cells=1,filters=16)")]
    [InlineData("pnasnet(cells=2,filters=17)")]
    [InlineData("darts(genotype=v1,cells=4,filters=8)")]
    [InlineData("darts(genotype=v2,cells=1,filters=9)")]
    [InlineData("nasbench201(cells=2,filters=8)")]
    [InlineData("nasbench201(cell=none.none.skip.avg.c1.none,cells=1,filters=8)")]
    public void Every_size_and_form_makes_a_network_and_so_do_random_stages_in_its_place(string network)
    {
        foreach (int side in (int[])[28, 32, 33, 64, 96, 224])
        {
            foreach (int channels in (int[])[1, 3])
            {
                foreach (string? wiring in (string?[])[null, "ws(k=4,p=0.75)"])
                {
                    foreach (string form in (string[])["small", "imagenet"])
                    {
                        // Seven pixels are left of 224 where the small form would be used, and one of 28 in the other.
                        NetworkSpec spec = FamilyCatalog.Create(network.TrimEnd(')') + $",form={form})", Images(side, channels, 10) with { Wiring = wiring });
                        Assert.Equal(spec, NetworkSpec.Parse(spec.Text));
                        Assert.Equal(spec, NetworkSpec.FromJson(spec.ToJson()));
                        Assert.Equal(wiring is not null, spec.Stages.Any(static stage => stage.Wired is not null));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("nasnet-b", "nasnet-b cannot be built: no public definition of its cells was found")]
    [InlineData("NASNet-C(cells=4)", "nasnet-c cannot be built: no public definition of its cells was found")]
    [InlineData("nasnet-a(cells=0)", "allowed are 1 to 100; the nearest is 1")]
    [InlineData("amoebanet-a(filters=8,form=imagenet)", "give 16 or more")]
    [InlineData("pnasnet(filters=7,form=imagenet)", "give 8 or more")]
    [InlineData("darts(genotype=v3)", "allowed are v1 and v2")]
    [InlineData("darts(form=imagenet,stem=8)", "leave stem out, or write form=small")]
    [InlineData("nasbench201(cell=c3.c3)", "it has 2 operations, not 6. Write 6 of none, skip, c1, c3, avg, with points between")]
    [InlineData("nasbench201(cell=c3.c3.c3.c3.c3.c5)", "'c5' is no operation")]
    [InlineData("nasbench201(cell=|nor_conv_3x3~0|+|nor_conv_3x3~0|)", "node 2 has 1 edges, not 2")]
    [InlineData("nasbench201(cell=|nor_conv_3x3~0|+|nor_conv_3x3~0|none~0|+|none~0|none~1|none~2|)", "edge 2 of node 2 must end in ~1")]
    [InlineData("nasbench201(cell=nor_conv_3x3~0|)", "does not stand between two |")]
    [InlineData("cells", "cells needs file: a text let(normal=cell(..),reduction=cell(..))")]
    public void What_cannot_be_made_is_refused_in_words(string network, string words) =>
        Assert.Contains(words, Assert.Throws<RandWire.Graphs.SpecException>(() => Create(network, 32)).Message, StringComparison.Ordinal);

    // An edge of a convolution has kernel² C² weights and a norm's 2C; nothing else in a cell has any. The rest: stem, two residual blocks, last norm, classifier.
    private static long Formula(IEnumerable<string> edges, int cells, int filters, int classes)
    {
        long sum = (27 * filters) + (2 * filters) + (8 * filters) + (4 * filters * classes) + classes;
        foreach (int c in (int[])[filters, 2 * filters, 4 * filters])
            sum += cells * edges.Sum(edge => edge switch { "c3" => (9 * c * c) + (2 * c), "c1" => (c * c) + (2 * c), _ => 0 });
        foreach (int c in (int[])[2 * filters, 4 * filters]) sum += (9 * c / 2 * c) + (2 * c) + (9 * c * c) + (2 * c) + (c / 2 * c);
        return sum;
    }

    [Fact]
    public void A_cell_of_the_benchmark_has_the_parameters_of_its_edges()
    {
        Assert.Equal(1_531_546, Formula(["c3", "c3", "c3", "c3", "c3", "c3"], 5, 16, 10));
        string[] words = ["none", "skip", "c1", "c3", "avg"];
        for (int cell = 0; cell < 15_625; cell += 97)
        {
            string[] edges = [.. new[] { 1, 5, 25, 125, 625, 3125 }.Select(place => words[cell / place % 5])];
            NetworkSpec spec = Create($"nasbench201(cell={string.Join('.', edges)},cells=2,filters=4)", 16, classes: 7);
            Assert.Equal(Formula(edges, 2, 4, 7), spec.Cost().Parameters);
        }
    }

    // The benchmark's table has accuracies and names, no counts; so names are read, and counted by the formula.
    [Fact]
    public void Every_name_in_the_benchmarks_table_is_read()
    {
        string? path = SharedData.Path("data/nasbench201/nasbench201_table.csv.gz");
        Assert.SkipWhen(path is null, "shared/data/nasbench201 is not beside this checkout");
        Dictionary<string, string> spelled = new() { ["none"] = "none", ["skip_connect"] = "skip", ["nor_conv_1x1"] = "c1", ["nor_conv_3x3"] = "c3", ["avg_pool_3x3"] = "avg" };
        using StreamReader reader = new(new GZipStream(File.OpenRead(path!), CompressionMode.Decompress));
        Assert.StartsWith("index,arch,", reader.ReadLine(), StringComparison.Ordinal);
        int count = 0;
        while (reader.ReadLine() is { } line)
        {
            string name = line.Split(',')[1];
            string[] edges = [.. name.Split('|', '+').Where(static edge => edge.Length > 0).Select(edge => spelled[edge.Split('~')[0]])];
            EdgeWords reading = EdgeWords.Of(FamilyCatalog.Find("nasbench201")!.Parameters[0].Allowed)!;
            Assert.Equal(edges, reading.Read("cell", name));
            if (count++ % 500 == 0) Assert.Equal(Formula(edges, 5, 16, 10), Create($"nasbench201(cell={name})", 32).Cost().Parameters);
        }
        Assert.Equal(15_625, count);
    }

    [Theory]
    [InlineData("none.none.none.none.none.none", true)]
    [InlineData("c3.c3.c3.none.none.none", true)]
    [InlineData("none.c1.c3.skip.avg.none", false)]
    public void Zeros_go_through_training_and_carry_nothing(string cell, bool isConstant)
    {
        NetworkSpec spec = Create($"nasbench201(cell={cell},cells=1,filters=8)", 8);
        using Executor executor = Executor.Compile(new ParameterStore(spec.Lower(), Seed.From(1)), new ExecutorOptions { BatchSize = 4, Training = true, Threads = 1 });
        for (int i = 0; i < executor.Images.Length; i++) executor.Images[i] = (float)Seed.From(2).Normal((ulong)i);
        for (int image = 0; image < 4; image++) executor.Targets[(image * 10) + image] = 1;
        for (int step = 0; step < 3; step++)
        {
            Assert.True(double.IsFinite(executor.ForwardBackward(4, StepRandomness.None)));
            ReadOnlySpan<float> logits = executor.Logits;
            Assert.Equal(isConstant, logits[..10].SequenceEqual(logits[10..20]));
            executor.ApplySgd(new SgdSettings { LearningRate = 0.01f, Momentum = 0.9f, WeightDecay = 5e-4f });
        }
        for (int p = 0; p < executor.Parameters.Program.Parameters.Length; p++)
        {
            float[] values = new float[executor.Parameters.Program.Parameters[p].Length];
            executor.Parameters.Read(new ParameterId(p), values);
            Assert.DoesNotContain(values, static value => !float.IsFinite(value));
        }
    }

    [Fact]
    public void Identities_keep_their_path_and_every_other_operation_may_drop_it()
    {
        foreach (string name in (string[])["nasnet-a", "amoebanet-a", "amoebanet-b", "amoebanet-c", "amoebanet-d", "pnasnet", "darts"])
        {
            NetworkSpec spec = Create(name, 32);
            foreach (Cell cell in spec.Blocks.Items.Select(static entry => entry.Block).OfType<Cell>())
            {
                foreach (Wire wire in cell.Nodes.Items.Where(static node => node.Join == Join.Sum && node.Wires.Count == 2).SelectMany(static node => node.Wires.Items))
                {
                    string text = wire.Body.Text;
                    bool isProjection = text is "relu+conv1x1+norm";
                    Assert.True(wire.Body.IsIdentity || isProjection || text.EndsWith("droppath", StringComparison.Ordinal) || Ends(spec, text), $"{name}: {wire.From.Name}>{text}");
                }
            }
        }
    }

    // A name of let whose block ends in droppath.
    private static bool Ends(NetworkSpec spec, string name) =>
        spec.Blocks.Items.FirstOrDefault(entry => entry.Name == name.Replace("(stride)", "", StringComparison.Ordinal)) is { } entry && entry.Block.Text.EndsWith("droppath", StringComparison.Ordinal);

    private static NetworkSpec Create(string network, int side, int classes = 10) => FamilyCatalog.Create(network, Images(side, 3, classes));

    private static PresetOptions Images(int side, int channels, int classes) => new() { Height = side, Width = side, ImageChannels = channels, Classes = classes };
}
