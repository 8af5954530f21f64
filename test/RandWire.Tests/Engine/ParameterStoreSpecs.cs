using CsCheck;
using RandWire.Engine;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

public sealed class ParameterStoreSpecs
{
    [Fact]
    public void What_is_written_is_read_back_bit_by_bit_at_every_shape()
    {
        RandomProgram.Gen.Sample(random =>
        {
            Program program = random.Build();
            var store = new ParameterStore(program, Seed.From(1));
            float[][] values = InitialValues.Of(program, Seed.From(2)), momenta = InitialValues.Of(program, Seed.From(3));
            values.WriteTo(store);
            for (int p = 0; p < momenta.Length; p++) if (program.Parameters[p].IsTrained) store.WriteMomentum(new ParameterId(p), momenta[p]);
            for (int p = 0; p < values.Length; p++)
            {
                Assert.Equal(values[p], Read(store, p));
                if (program.Parameters[p].IsTrained) Assert.Equal(momenta[p], Read(p, values[p].Length, store.ReadMomentum));
            }
        }, iter: 100, threads: 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(78)]
    [InlineData(109)]
    public void A_weight_of_any_number_of_channels_is_read_back(int channels)
    {
        foreach (string operation in (string[])["conv1x1", "conv1x1/2", "conv3x3", "conv3x3/2", "depthwise", "norm", "node"])
        {
            Program program = OperationPrograms.Create(operation, new TensorShape(2, 2, channels), classes: 17);
            var store = new ParameterStore(program, Seed.From(1));
            float[][] values = InitialValues.Of(program, Seed.From(2));
            values.WriteTo(store);
            for (int p = 0; p < values.Length; p++) Assert.Equal(values[p], Read(store, p));
        }
    }

    [Fact]
    public void A_new_store_starts_as_documented()
    {
        Program program = OperationPrograms.Create("node", new TensorShape(4, 4, 64));
        var store = new ParameterStore(program, Seed.From(1));
        for (int p = 0; p < program.Parameters.Length; p++)
        {
            ParameterInfo info = program.Parameters[p];
            float[] values = Read(store, p);
            switch (info.Kind)
            {
                case ParameterKind.NormScale or ParameterKind.RunningVariance:
                    Assert.All(values, v => Assert.Equal(1, v));
                    break;
                case ParameterKind.NormShift or ParameterKind.RunningMean or ParameterKind.Wire or ParameterKind.Bias:
                    Assert.All(values, v => Assert.Equal(0, v));
                    break;
                case ParameterKind.Convolution or ParameterKind.Depthwise:
                    // He et al. 2015: variance 2 / fan-in; the variance of a normal sample strays by sqrt(2 / n) of itself, five times that is never.
                    double fanIn = info.Length / info.Shape[0], stray = 5 * Math.Sqrt(2.0 / values.Length);
                    Assert.InRange(values.Average(v => v * v) * fanIn, 2 * (1 - stray), 2 * (1 + stray));
                    Assert.InRange(values.Average(), -5 * Math.Sqrt(2 / fanIn / values.Length), 5 * Math.Sqrt(2 / fanIn / values.Length));
                    break;
                case ParameterKind.Linear:
                    double bound = 1 / Math.Sqrt(info.Shape[1]);
                    Assert.InRange(values.Max(Math.Abs), 0.9 * bound, bound);
                    break;
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_values_and_another_seed_others()
    {
        Program program = OperationPrograms.Create("conv3x3", new TensorShape(4, 4, 9));
        Assert.Equal(Read(new ParameterStore(program, Seed.From(5)), 1), Read(new ParameterStore(program, Seed.From(5)), 1));
        Assert.NotEqual(Read(new ParameterStore(program, Seed.From(5)), 1), Read(new ParameterStore(program, Seed.From(6)), 1));
    }

    [Fact]
    public void A_clone_is_equal_and_independent()
    {
        Program program = OperationPrograms.Create("node", new TensorShape(4, 4, 7));
        var store = new ParameterStore(program, Seed.From(1));
        float[][] values = InitialValues.Of(program, Seed.From(2));
        values.WriteTo(store);
        store.WriteMomentum(new ParameterId(0), values[0]);
        ParameterStore clone = store.Clone();
        store.Write(new ParameterId(0), new float[values[0].Length]);
        store.WriteMomentum(new ParameterId(0), new float[values[0].Length]);
        for (int p = 0; p < values.Length; p++) Assert.Equal(values[p], Read(clone, p));
        Assert.Equal(values[0], Read(0, values[0].Length, clone.ReadMomentum));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.25f)]
    [InlineData(1f)]
    public void Moving_towards_another_store_interpolates(float share)
    {
        Program program = OperationPrograms.Create("node", new TensorShape(4, 4, 18));
        ParameterStore store = new(program, Seed.From(1)), other = new(program, Seed.From(1));
        float[][] from = InitialValues.Of(program, Seed.From(2)), to = InitialValues.Of(program, Seed.From(3));
        from.WriteTo(store);
        to.WriteTo(other);
        store.MoveTowards(other, share);
        for (int p = 0; p < from.Length; p++)
        {
            float[] moved = Read(store, p);
            // Two roundings of numbers no larger than |from| + |to|.
            for (int i = 0; i < moved.Length; i++)
                Assert.Equal(from[p][i] + (double)share * ((double)to[p][i] - from[p][i]), moved[i], 1.2e-7 * (Math.Abs(from[p][i]) + Math.Abs(to[p][i])));
            Assert.Equal(to[p], Read(other, p));
        }
    }

    [Fact]
    public void Moving_towards_another_store_gives_the_same_bits_at_every_width()
    {
        Program program = OperationPrograms.Create("node", new TensorShape(4, 4, 18));
        using ParameterStore other = new(program, Seed.From(1));
        InitialValues.Of(program, Seed.From(3)).WriteTo(other);
        foreach (SimdLevel level in Levels.All) Assert.Equal(Moved(SimdLevel.Scalar), Moved(level));

        int[] Moved(SimdLevel level)
        {
            using ParameterStore store = new(program, Seed.From(1));
            InitialValues.Of(program, Seed.From(2)).WriteTo(store);
            store.MoveTowards(other, 0.3f, level);
            return [.. Enumerable.Range(0, program.Parameters.Length).SelectMany(p => Read(store, p)).Select(BitConverter.SingleToInt32Bits)];
        }
    }

    [Fact]
    public void A_wrong_length_is_refused()
    {
        var store = new ParameterStore(OperationPrograms.Create("node", new TensorShape(4, 4, 7)), Seed.From(1));
        Assert.ThrowsAny<ArgumentException>(() => store.Write(new ParameterId(0), new float[1]));
        Assert.ThrowsAny<ArgumentException>(() => store.Read(new ParameterId(0), new float[1]));
    }

    private delegate void Reading(ParameterId parameter, Span<float> values);

    private static float[] Read(ParameterStore store, int parameter) =>
        Read(parameter, store.Program.Parameters[parameter].Length, store.Read);

    private static float[] Read(int parameter, int length, Reading read)
    {
        var values = new float[length];
        read(new ParameterId(parameter), values);
        return values;
    }
}
