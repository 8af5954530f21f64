using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Families;
using RandWire.Search;
using RandWire.Tests.Engine.Reference;
using Xunit;

namespace RandWire.Tests.Search;

/// <summary>Cheap scores of untrained networks. That they are the scores of their papers is held by <c>bench/peers/check_scores.py</c>.</summary>
public sealed class ScoreSpecs
{
    private const int Count = 6;

    public static TheoryData<string> Names => [.. NetworkScores.All.Select(score => score.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_score_has_the_same_bits_at_every_number_of_threads_and_vector_width_and_changes_nothing(string name)
    {
        foreach (NetworkSpec network in (NetworkSpec[])[Network("resnet(depth=8)"), Network("densenet(depth=10)"), Presets.Create("tiny", Options(12))])
        {
            using ParameterStore store = new(network.Lower(), Seed.From(1));
            List<float[]> before = Values(store);
            ScoreContext context = Context(network, store);
            INetworkScore score = NetworkScores.Find(name);
            double expected = score.Score(context);
            foreach (SimdLevel simd in Levels.All)
                foreach (int threads in (int[])[1, 3])
                    Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(score.Score(context with { Simd = simd, Threads = threads })));
            Assert.Equal(before, Values(store));
            Assert.False(store.HoldsTraining);
        }
    }

    [Fact]
    public void Every_score_of_a_connected_network_is_a_number()
    {
        NetworkSpec network = Presets.Create("tiny", Options(12));
        using ParameterStore store = new(network.Lower(), Seed.From(1));
        Assert.All(NetworkScores.All, score => Assert.True(double.IsFinite(score.Score(Context(network, store))), score.Name));
    }

    // Tanaka et al. 2020, theorem 1: without biases every layer's sum is the network's output, which is a product of sums here.
    [Fact]
    public void Synflow_of_a_chain_of_layers_is_the_number_of_layers_times_the_flow()
    {
        NetworkSpec network = NetworkSpec.Parse("custom(input=3x3x2,classes=3) stage(stride=1,body=conv1x1(4)+norm+relu+conv1x1(5)+norm+relu) head(body=mean+fc)");
        using ParameterStore store = new(network.Lower(), Seed.From(1));
        double[] flow = [1, 1];
        for (int p = 0; p < store.Program.Parameters.Length; p++)
        {
            ParameterInfo info = store.Program.Parameters[p];
            if (info.Kind is not (ParameterKind.Convolution or ParameterKind.Linear)) continue;
            float[] weights = new float[info.Length];
            store.Read(new ParameterId(p), weights);
            flow = [.. Enumerable.Range(0, info.Shape[0]).Select(o => flow.Select((value, i) => Math.Abs((double)weights[o * flow.Length + i]) * value).Sum())];
        }
        // Sums of positive numbers, five at most: some roundings of single precision.
        Assert.Equal(Math.Log(3 * flow.Sum()), NetworkScores.Find("synflow").Score(Context(network, store)), 1e-6);
    }

    [Fact]
    public void Synflow_of_a_network_whose_flow_single_precision_cannot_hold_is_a_number()
    {
        NetworkSpec network = Network("densenet(depth=100)");
        using ParameterStore store = new(network.Lower(), Seed.From(1));
        Assert.InRange(NetworkScores.Find("synflow").Score(Context(network, store)), Math.Log(float.MaxValue), double.MaxValue);
    }

    // Magnitudes of weights flow, but which choice is taken goes by the gate itself.
    [Fact]
    public void Synflow_of_hard_gates_is_that_of_the_path_they_take()
    {
        NetworkSpec network = NetworkSpec.Parse("custom(input=6x6x3,classes=4) stage(channels=8,stride=1,body=conv3x3+norm+mix(a,hard,conv3x3+norm,conv1x1+norm,none)) head(body=relu+mean+fc)").Checked();
        using ParameterStore store = new(network.Lower(), Seed.From(1));
        ParameterId gate = network.Assemble().Gates["a"].Parameter;
        double[] scores = [.. ((float[][])[[-3, 1, 0.5f], [0, 1, -7], [3, 1, 0.5f]]).Select(values =>
        {
            store.Write(gate, values);
            return NetworkScores.Find("synflow").Score(Context(network, store));
        })];
        Assert.Equal(scores[0], scores[1]);
        Assert.True(scores[2] > scores[0], $"{scores[2]} of the larger convolution, {scores[0]} of the smaller");
    }

    [Fact]
    public void Images_that_cannot_be_told_apart_have_the_least_score()
    {
        NetworkSpec network = Network("resnet(depth=8)");
        using ParameterStore store = new(network.Lower(), Seed.From(1));
        ScoreContext context = Context(network, store);
        float[] same = context.Images.ToArray();
        Array.Copy(same, 0, same, same.Length / Count, same.Length / Count);
        Assert.Equal(double.NegativeInfinity, NetworkScores.Find("naswot").Score(context with { Images = same }));
        // A correlation of one leaves an eigenvalue of zero: 1 / 1e-5.
        Assert.InRange(NetworkScores.Find("jacob_cov").Score(context with { Images = same }), -1.1e5, -0.9e5);
        Assert.InRange(NetworkScores.Find("jacob_cov").Score(context), -0.9e5, -Count + 0.001);
    }

    [Fact]
    public void Paths_of_a_graph_in_parts_have_no_mean()
    {
        NetworkSpec network = Presets.Create("tiny", Options(12) with { Wiring = "er(n=6,p=0)" });
        using ParameterStore store = new(network.Lower(), Seed.From(1));
        Assert.Equal(double.NaN, NetworkScores.Find("average_path").Score(Context(network, store)));
        Assert.Equal(0, NetworkScores.Find("clustering").Score(Context(network, store)));
        Assert.Equal(0, NetworkScores.Find("degree_variance").Score(Context(network, store)));
    }

    [Fact]
    public void Scores_of_a_batch_cost_what_its_passes_cost_and_counts_nothing()
    {
        NetworkSpec network = Network("resnet(depth=8)");
        double forward = network.Cost().MultiplyAddsConvFc;
        Assert.Equal(3 * forward, NetworkScores.Find("synflow").MultiplyAdds(network, 64));
        Assert.Equal(64 * forward, NetworkScores.Find("naswot").MultiplyAdds(network, 64));
        Assert.All((string[])["snip", "grad_norm"], name => Assert.Equal(3 * 64 * forward, NetworkScores.Find(name).MultiplyAdds(network, 64)));
        // One pass for the batch's statistics before.
        Assert.Equal(4 * 64 * forward, NetworkScores.Find("jacob_cov").MultiplyAdds(network, 64));
        Assert.All((string[])["parameters", "clustering"], name => Assert.Equal(0, NetworkScores.Find(name).MultiplyAdds(network, 64)));
    }

    [Fact]
    public void Unknown_names_and_batches_that_do_not_fit_are_refused()
    {
        Assert.Equal("synflow", NetworkScores.Find("SynFlow").Name);
        Assert.Contains("There is no score 'zen'. Known: synflow, jacob_cov", Assert.Throws<SpecException>(() => NetworkScores.Find("zen")).Message, StringComparison.Ordinal);
        NetworkSpec network = Network("resnet(depth=8)");
        using ParameterStore store = new(network.Lower(), Seed.From(1)), other = new(Network("resnet(depth=14)").Lower(), Seed.From(1));
        ScoreContext context = Context(network, store);
        Assert.Contains("of another network", Assert.Throws<ArgumentException>(() => (context with { Parameters = other }).Checked()).Message, StringComparison.Ordinal);
        Assert.Contains("two at least", Assert.Throws<ArgumentException>(() => (context with { Labels = new int[1] }).Checked()).Message, StringComparison.Ordinal);
        Assert.Contains("floats are given for 6 images", Assert.Throws<ArgumentException>(() => (context with { Images = new float[7] }).Checked()).Message, StringComparison.Ordinal);
        Assert.Contains("A label is 10", Assert.Throws<ArgumentException>(() => (context with { Labels = new int[] { 0, 1, 2, 3, 4, 10 } }).Checked()).Message, StringComparison.Ordinal);
    }

    private static PresetOptions Options(int side) => new() { Height = side, Width = side, ImageChannels = 3, Classes = 10 };

    private static NetworkSpec Network(string member) => FamilyCatalog.Create(member, Options(8));

    private static ScoreContext Context(NetworkSpec network, ParameterStore store)
    {
        float[] images = new float[Count * network.Lower().InputShape.Elements];
        for (int i = 0; i < images.Length; i++) images[i] = (float)Seed.From(3).Normal((ulong)i);
        return new ScoreContext
        {
            Network = network,
            Parameters = store,
            Images = images,
            Labels = new int[] { 0, 1, 2, 0, 1, 2 },
            Seed = Seed.From(4),
            Threads = 2,
        };
    }

    private static List<float[]> Values(ParameterStore store)
    {
        List<float[]> all = [];
        for (int p = 0; p < store.Program.Parameters.Length; p++)
        {
            float[] values = new float[store.Program.Parameters[p].Length];
            store.Read(new ParameterId(p), values);
            all.Add(values);
        }
        return all;
    }
}
