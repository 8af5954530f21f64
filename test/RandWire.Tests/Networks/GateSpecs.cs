using System.Runtime.InteropServices;
using RandWire.Engine;
using RandWire.Engine.Execution;
using RandWire.Engine.Functions;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Networks;

/// <summary>Hard gates: one plan per path over one store of parameters, gates with an optimizer and images of their own.</summary>
public sealed class GateSpecs
{
    private const string Text = "custom(input=8x8x3,classes=4) let(sep=relu+sepconv3x3+norm) stage(channels=16,stride=1,body=conv3x3+norm) "
        + "stage(channels=16,stride=1,repeat=2,body=cell(a=(in>mix(a,hard,skip,conv3x3+norm,sep,maxpool3x3+conv1x1+norm)),b=sum(in>mix(b,hard,sep,relu+conv1x1+norm,none),a),out=cat(a,b)+conv1x1+norm)) "
        + "head(body=relu+mean+fc)";

    private static readonly SgdSettings Sgd = new() { LearningRate = 0.05f, Momentum = 0.9f, WeightDecay = 1e-3f, OtherDecay = 1e-3f };

    [Fact]
    public void A_hard_gate_s_text_is_read_written_counted_and_keyed()
    {
        NetworkSpec spec = NetworkSpec.Parse(Text).Checked();
        Assert.Equal(spec, NetworkSpec.Parse(spec.Text));
        Assert.Contains("mix(a,hard,skip,", spec.Text, StringComparison.Ordinal);
        Assembly assembly = spec.Assemble();
        Assert.Equal([("a", 4, true), ("b", 3, true)], assembly.Gates.Select(gate => (gate.Key, gate.Value.Choices, gate.Value.IsHard)));
        Assert.All(assembly.Gates.Values, gate => Assert.Equal(ParameterKind.Gate, assembly.Program.Parameters[gate.Parameter.Index].Kind));
        Assert.NotEqual(spec.Key, NetworkSpec.Parse(Text.Replace("hard", "softmax", StringComparison.Ordinal)).Checked().Key);
        Assert.True(spec.Cost().TrainingArenaBytes > 0);
    }

    [Fact]
    public void A_path_computes_what_it_takes_and_nothing_of_what_only_others_need()
    {
        NetworkSpec spec = NetworkSpec.Parse(Text).Checked();
        Program whole = spec.Lower(), path = spec.Along(Path(2, 1));
        Assert.Equal(whole.Parameters, path.Parameters);
        Assert.True(path.Operations.Length < whole.Operations.Length);
        Assert.DoesNotContain(path.Operations, operation => operation.Function is Pooling);
        Assert.Equal(4, path.Operations.Count(operation => operation.Function is WeightedSum { Taken: not null }));
        // Its convolutions and norms are those of the chosen network, which has no gates.
        NetworkSpec chosen = spec.Chosen(Path(2, 1));
        Assert.Empty(chosen.Assemble().Gates);
        Assert.Equal(chosen, NetworkSpec.Parse(chosen.Text));
        Assert.DoesNotContain("mix(", chosen.Text, StringComparison.Ordinal);
        Assert.Equal(chosen.Lower().TrainedParameterCount, path.TrainedParameterCount - 4 - 3);
        Assert.Equal(chosen.Cost().MultiplyAddsConvFc, ProgramCost.Of(path).MultiplyAddsConvFc);
        Assert.Equal(chosen.Lower().Operations.Select(operation => operation.Function).Where(function => function is Convolution or Norm or Depthwise),
            path.Operations.Select(operation => operation.Function).Where(function => function is Convolution or Norm or Depthwise));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_whole_network_gives_what_the_path_of_its_largest_weights_gives(bool fuse)
    {
        NetworkSpec spec = NetworkSpec.Parse(Text).Checked();
        using ParameterStore store = new(spec.Lower(), Seed.From(3));
        foreach ((int a, int b) in ((int, int)[])[(0, 0), (1, 1), (2, 0), (3, 1), (1, 2)])
        {
            Prefer(store, spec, ("a", a), ("b", b));
            using Executor whole = Executor.Compile(store, new ExecutorOptions { BatchSize = 3, Training = true, Fuse = fuse });
            using Executor path = Executor.Compile(store, spec.Along(Path(a, b)), new ExecutorOptions { BatchSize = 3, Training = true, Fuse = fuse });
            Fill(whole, 1);
            Fill(path, 1);
            whole.Forward(3);
            path.Forward(3);
            for (int i = 0; i < 12; i++) Assert.Equal(whole.Logits[i], path.Logits[i], 2e-5f);
        }
    }

    [Fact]
    public void What_a_path_does_not_read_has_no_gradient_and_does_not_move()
    {
        NetworkSpec spec = NetworkSpec.Parse(Text).Checked();
        Program whole = spec.Lower();
        using ParameterStore store = new(whole, Seed.From(3));
        using Executor executor = Executor.Compile(store, spec.Along(Path(1, 0)), new ExecutorOptions { BatchSize = 4, Training = true });
        Step(executor, 1);
        executor.Recompile(spec.Along(Path(3, 1)));
        float[][] before = Values(store), momenta = Values(store, store.ReadMomentum);
        Step(executor, 2);
        float[][] after = Values(store), gradients = Values(store, store.ReadGradient), movedMomenta = Values(store, store.ReadMomentum);
        HashSet<int> read = [.. spec.Along(Path(3, 1)).Operations.SelectMany(operation => operation.Parameters).Select(parameter => parameter.Index)];
        Assert.True(read.Count < before.Length);
        for (int p = 0; p < before.Length; p++)
        {
            if (!read.Contains(p))
            {
                Assert.Equal(before[p], after[p]);
                Assert.Equal(momenta[p], movedMomenta[p]);
                Assert.All(gradients[p], value => Assert.Equal(0, value));
            }
            else if (whole.Parameters[p].Kind is ParameterKind.Convolution or ParameterKind.Linear or ParameterKind.Gate) Assert.NotEqual(before[p], after[p]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void One_executor_through_many_paths_ends_in_the_bits_of_an_executor_for_each(int threads)
    {
        NetworkSpec spec = NetworkSpec.Parse(Text).Checked();
        (int A, int B)[] paths = [(0, 0), (3, 1), (1, 2), (2, 0), (3, 1)];
        using ParameterStore one = new(spec.Lower(), Seed.From(5)), each = new(spec.Lower(), Seed.From(5));
        ExecutorOptions options = new() { BatchSize = 5, Training = true, Threads = threads };
        using Executor kept = Executor.Compile(one, spec.Along(Path(2, 2)), options);
        for (int i = 0; i < paths.Length; i++)
        {
            Program path = spec.Along(Path(paths[i].A, paths[i].B));
            kept.Recompile(path);
            Step(kept, i);
            using Executor own = Executor.Compile(each, path, options);
            Step(own, i);
            Assert.True(MemoryMarshal.AsBytes(own.Logits).SequenceEqual(MemoryMarshal.AsBytes(kept.Logits)));
        }
        Assert.Equal(Values(each), Values(one));
        Assert.Equal(Values(each, each.ReadMomentum), Values(one, one.ReadMomentum));
    }

    [Theory]
    [InlineData(ParameterGroup.Weights)]
    [InlineData(ParameterGroup.Gates)]
    [InlineData(ParameterGroup.All)]
    public void A_group_moves_alone(ParameterGroup group)
    {
        foreach (string kind in (string[])["softmax", "sigmoid", "hard"])
        {
            NetworkSpec spec = NetworkSpec.Parse(Text.Replace("hard", kind, StringComparison.Ordinal)).Checked();
            Program program = spec.Lower();
            using ParameterStore store = new(program, Seed.From(7));
            Prefer(store, spec, ("a", 1), ("b", 0));
            using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = 4, Training = true });
            float[][] before = Values(store);
            Fill(executor, 1);
            executor.ForwardBackward(4, StepRandomness.None);
            executor.ApplySgd(Sgd, group);
            float[][] after = Values(store);
            bool gates = false, weights = false;
            for (int p = 0; p < before.Length; p++)
            {
                if (!program.Parameters[p].IsTrained || before[p].AsSpan().SequenceEqual(after[p])) continue;
                if (program.Parameters[p].Kind == ParameterKind.Gate) gates = true;
                else weights = true;
            }
            Assert.Equal((group != ParameterGroup.Weights, group != ParameterGroup.Gates), (gates, weights));
        }
    }

    // Two bright pixels side by side or one above the other: no path of 1x1 convolutions and a mean can tell. Weights learn on some images, gates on others.
    [Fact]
    public void A_search_over_paths_comes_to_prefer_the_operation_that_can_tell_the_classes_apart()
    {
        NetworkSpec spec = NetworkSpec.Parse(
            "custom(input=8x8x1,classes=2) stage(channels=16,stride=1,body=conv1x1+norm) stage(channels=16,stride=1,body=mix(g,hard,relu+conv1x1+norm,relu+conv3x3+norm,relu+conv1x1+norm)) head(body=relu+mean+fc)").Checked();
        using ParameterStore store = new(spec.Lower(), Seed.From(1));
        ParameterId gate = spec.Assemble().Gates["g"].Parameter;
        using Executor executor = Executor.Compile(store, spec.Along(new Dictionary<string, int> { ["g"] = 0 }), new ExecutorOptions { BatchSize = 32, Training = true, Threads = 1 });
        SgdSettings weights = Sgd with { LearningRate = 0.05f, WeightDecay = 0 }, gates = new() { LearningRate = 0.5f };
        for (int step = 0; step < 180; step++)
        {
            executor.Recompile(spec.Along(new Dictionary<string, int> { ["g"] = step % 3 }));
            Dominoes(executor, 2 * step);
            executor.ForwardBackward(32, StepRandomness.None);
            executor.ApplySgd(weights, ParameterGroup.Weights);
            if (step < 90) continue;
            Dominoes(executor, (2 * step) + 1);
            executor.ForwardBackward(32, StepRandomness.None);
            executor.ApplySgd(gates, ParameterGroup.Gates);
        }
        float[] values = new float[3];
        store.Read(gate, values);
        Assert.True(values[1] > Math.Max(values[0], values[2]), string.Join(" ", values));
    }

    [Theory]
    [InlineData("alpha.3")]
    [InlineData("normal.2.1")]
    [InlineData("a")]
    public void A_gate_s_name_may_have_dots(string name)
    {
        NetworkSpec spec = NetworkSpec.Parse($"custom(input=8x8x3,classes=4) stage(channels=16,stride=1,body=conv3x3+norm+mix({name},softmax,none,skip,maxpool3x3,avgpool3x3,sep3,sep5,dil3,dil5)) head(body=mean+fc)").Checked();
        Assert.Equal([name], spec.Assemble().Gates.Keys);
        Assert.Equal(spec, NetworkSpec.Parse(spec.Text));
    }

    [Theory]
    [InlineData("alpha..3")]
    [InlineData("alpha.")]
    [InlineData("3.alpha")]
    [InlineData(".alpha")]
    [InlineData("mean")]
    [InlineData("a.2345678901234567890123456789012345678901")]
    public void A_gate_s_name_that_is_none_is_refused(string name) =>
        Assert.Throws<SpecException>(() => NetworkSpec.Parse($"custom(input=8x8x3,classes=4) stage(channels=16,stride=1,body=conv3x3+mix({name},softmax,skip,relu)) head(body=mean+fc)").Checked());

    // As numbers of single precision their shares are equal.
    [Fact]
    public void The_largest_is_the_largest_scalar_however_close_the_next_is()
    {
        float[] weights = new float[3];
        new WireGroup(new ParameterId(0), WeightKind.Hard, 0, 3).Weigh([0, 1e-9f, 1e-9f], -1, weights, new double[3]);
        Assert.Equal([0, 1, 0], weights);
        new WireGroup(new ParameterId(0), WeightKind.Hard, 0, 3).Weigh([0, 1e-9f, 1e-9f], 1, weights, new double[3]);
        Assert.Equal([0, 0, 1], weights);
        new WireGroup(new ParameterId(0), WeightKind.Hard, 0, 3).Weigh([0, float.NaN, 1], -1, weights, new double[3]);
        Assert.All(weights, weight => Assert.True(float.IsNaN(weight)));
    }

    [Fact]
    public void The_chosen_network_strides_where_the_path_did_and_keeps_what_it_was_not_asked_about()
    {
        NetworkSpec spec = NetworkSpec.Parse(
            "custom(input=9x8x3,classes=4) stage(channels=16,stride=1,body=(relu+conv3x3)+norm+mix(h,softmax,skip,conv1x1+norm)) "
            + "stage(channels=32,wiring=ws(n=8,k=2,p=0.5),seed=1,aggregation=sum,transform=relu+mix(g,hard,conv3x3+norm,conv5x5+norm)+relu+conv3x3+norm) head(body=mean+fc)").Checked();
        foreach (int choice in (int[])[0, 1])
        {
            Dictionary<string, int> choices = new() { ["g"] = choice };
            NetworkSpec chosen = spec.Chosen(choices);
            Assert.Equal(chosen, NetworkSpec.Parse(chosen.Text));
            Assert.Equal(["h"], chosen.Assemble().Gates.Keys);
            Assert.Equal(spec.Stages[0], chosen.Stages[0]);
            Assert.Equal(chosen.Cost().MultiplyAddsConvFc, ProgramCost.Of(spec.Along(choices)).MultiplyAddsConvFc);
            Assert.Equal(Convolutions(chosen.Lower()), Convolutions(spec.Along(choices)));
        }

        static IEnumerable<Function> Convolutions(Program program) => program.Operations.Select(operation => operation.Function).Where(function => function is Convolution);
    }

    [Fact]
    public void After_another_path_images_are_written_anew_and_gradients_are_its_own()
    {
        NetworkSpec spec = NetworkSpec.Parse(Text).Checked();
        using ParameterStore store = new(spec.Lower(), Seed.From(3));
        using Executor executor = Executor.Compile(store, spec.Along(Path(0, 0)), new ExecutorOptions { BatchSize = 2, Training = true, Threads = 2 });
        Step(executor, 1);
        // A larger path, whose arena is another, and back.
        foreach (Dictionary<string, int> path in (Dictionary<string, int>[])[Path(2, 1), Path(0, 0)])
        {
            executor.Recompile(spec.Along(path));
            Assert.Throws<InvalidOperationException>(() => executor.Forward(1));
            Assert.Throws<InvalidOperationException>(() => executor.ApplySgd(Sgd));
            Assert.All(executor.Images.ToArray(), value => Assert.Equal(0, value));
            Assert.Throws<InvalidOperationException>(() => executor.ApplySgd(Sgd));
            executor.Forward(1);
            Assert.Throws<InvalidOperationException>(() => executor.ApplySgd(Sgd));
            Step(executor, 2);
        }
        // The choice of a path is no wire that edge drop removes.
        Assert.DoesNotContain(executor.DroppableWires, wire => store.Program.Parameters[wire.Weights.Index].Kind == ParameterKind.Gate);
        Assert.Throws<ArgumentException>(() => executor.Recompile(NetworkSpec.Parse(Text.Replace("classes=4", "classes=5", StringComparison.Ordinal)).Along(Path(0, 0))));
        executor.Forward(2);
    }

    [Fact]
    public void Paths_that_are_none_are_refused_with_what_there_is()
    {
        NetworkSpec spec = NetworkSpec.Parse(Text).Checked();
        Refused("'b' has no choice: 0 to 2", () => spec.Along(new Dictionary<string, int> { ["a"] = 0 }));
        Refused("choice 4 is given, and 0 to 3", () => spec.Along(Path(4, 0)));
        Refused("choice -1 is given", () => spec.Chosen(new Dictionary<string, int> { ["a"] = -1 }));
        Refused("'c' is no hard gate of the network. There are: a, b.", () => spec.Along(new Dictionary<string, int> { ["a"] = 0, ["b"] = 0, ["c"] = 0 }));
        Refused("is no gate of the network. It has none.", () => spec.Chosen(Path(0, 0)).Chosen(Path(0, 0)));
        Refused("is softmax here and hard elsewhere", () => NetworkSpec.Parse(Text.Replace("mix(b,hard", "mix(a,softmax", StringComparison.Ordinal)).Checked());
        Refused("is no hard gate", () => NetworkSpec.Parse(Text.Replace("mix(b,hard", "mix(b,softmax", StringComparison.Ordinal)).Along(Path(0, 0)));
        Program whole = spec.Lower();
        Assert.Contains("no choice is given", Assert.Throws<ArgumentException>(() => whole.Along(new Dictionary<ParameterId, int>())).Message, StringComparison.Ordinal);
        using ParameterStore other = new(spec.Chosen(Path(0, 0)).Lower(), Seed.From(1));
        Assert.Throws<ArgumentException>(() => Executor.Compile(other, spec.Along(Path(0, 0)), new ExecutorOptions { BatchSize = 1, Training = false }));
        // A path of a path is itself: nothing is left to choose.
        Program path = spec.Along(Path(0, 0));
        Assert.Equal(path.Operations.Length, path.Along(new Dictionary<ParameterId, int>()).Operations.Length);
    }

    private static Dictionary<string, int> Path(int a, int b) => new() { ["a"] = a, ["b"] = b };

    private static void Refused(string words, Action refused) => Assert.Contains(words, Assert.Throws<SpecException>(refused).Message, StringComparison.Ordinal);

    private static void Prefer(ParameterStore store, NetworkSpec spec, params (string Gate, int Choice)[] preferred)
    {
        InitialValues.Of(store.Program, Seed.From(9)).WriteTo(store);
        foreach ((string gate, int choice) in preferred)
        {
            Gate known = spec.Assemble().Gates[gate];
            float[] values = new float[known.Choices];
            for (int i = 0; i < values.Length; i++) values[i] = i == choice ? 1.5f : 0.1f * i;
            store.Write(known.Parameter, values);
        }
    }

    private static void Step(Executor executor, int seed)
    {
        Fill(executor, seed);
        executor.ForwardBackward(executor.BatchSize, StepRandomness.None);
        executor.ApplySgd(Sgd);
    }

    private static void Fill(Executor executor, int seed)
    {
        Span<float> images = executor.Images, targets = executor.Targets;
        for (int i = 0; i < images.Length; i++) images[i] = (float)Seed.From(seed).Normal((ulong)i);
        for (int i = 0; i < targets.Length; i++) targets[i] = i % 4 == i / 4 % 4 ? 1 : 0;
    }

    // Two bright pixels side by side, or one above the other.
    private static void Dominoes(Executor executor, int seed)
    {
        executor.Images.Clear();
        executor.Targets.Clear();
        for (int image = 0; image < 32; image++)
        {
            Seed own = Seed.From(seed).Child(image);
            int row = (int)(7 * own.Uniform(0)), column = (int)(7 * own.Uniform(1)), kind = own.Uniform(2) < 0.5 ? 0 : 1;
            executor.Images[(image * 64) + (row * 8) + column] = 4;
            executor.Images[(image * 64) + ((row + kind) * 8) + column + 1 - kind] = 4;
            executor.Targets[(image * 2) + kind] = 1;
        }
    }

    private static float[][] Values(ParameterStore store, Action<ParameterId, Span<float>>? read = null)
    {
        float[][] values = [.. store.Program.Parameters.Select(parameter => new float[parameter.Length])];
        for (int p = 0; p < values.Length; p++)
        {
            if (read is null) store.Read(new ParameterId(p), values[p]);
            else read(new ParameterId(p), values[p]);
        }
        return values;
    }
}
