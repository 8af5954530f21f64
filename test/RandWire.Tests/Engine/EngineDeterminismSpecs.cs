using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CsCheck;
using RandWire.Engine;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

/// <summary>The same bits after training steps, whatever the team of threads and the width of the vectors.</summary>
public sealed class EngineDeterminismSpecs
{
    public static TheoryData<string, bool> Programs()
    {
        var data = new TheoryData<string, bool>();
        foreach (string operation in OperationPrograms.All)
            foreach (bool fuse in (bool[])[false, true])
                data.Add(operation, fuse);
        return data;
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Weights_have_the_same_bits_at_every_thread_count_and_vector_width(string operation, bool fuse)
    {
        foreach ((TensorShape shape, int batch) in ((TensorShape, int)[])[(new(15, 13, 17), 5), (new(6, 7, 78), 3), (new(1, 1, 3), 2), (new(3, 2, 8), 21)])
            CheckSameBits(OperationPrograms.Create(operation, shape), batch, fuse, $"{operation} on {batch} images {shape}");
    }

    [Theory]
    [InlineData("node", false)]
    [InlineData("node", true)]
    [InlineData("node/2", true)]
    [InlineData("norm", true)]
    [InlineData("depthwise/2", true)]
    [InlineData("dense", true)]
    [InlineData("dense/2", true)]
    [InlineData("pointwise", true)]
    public void Images_of_many_tiles_have_the_same_bits_everywhere(string operation, bool fuse) =>
        CheckSameBits(OperationPrograms.Create(operation, new TensorShape(50, 60, 17)), batch: 2, fuse, $"{operation} in tiles");

    [Fact]
    public void Nodes_with_one_input_have_the_same_bits_everywhere() => CheckSameBits(OperationPrograms.NodesWithOneInput(), batch: 5, fuse: true, "nodes with one input");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_random_program_has_the_same_bits_everywhere(bool fuse) =>
        RandomProgram.Gen.Sample(r => CheckSameBits(r.Build(), r.Batch, fuse, r.ToString()), iter: 25, threads: 1);

    [Fact]
    public void Missing_images_of_a_partial_batch_leave_no_trace()
    {
        Program program = OperationPrograms.Create("node", new TensorShape(7, 5, 18));
        Assert.Equal(Train(program, new ExecutorOptions { BatchSize = 2, Training = true }, 2), Train(program, new ExecutorOptions { BatchSize = 7, Training = true }, 2));
    }

    private static void CheckSameBits(Program program, int batch, bool fuse, string context)
    {
        string? first = null;
        foreach (SimdLevel level in Levels.All)
            foreach (int threads in (int[])[1, 2, 3, 8])
            {
                string bits = Train(program, new ExecutorOptions { BatchSize = batch, Training = true, Threads = threads, Simd = level, Fuse = fuse }, batch);
                first ??= bits;
                Assert.True(first == bits, $"{context}: {level} with {threads} threads differs from {Levels.All[0]} with one.");
            }
    }

    /// <summary>Hash of all parameters, momenta and logits after three steps on fixed numbers.</summary>
    internal static string Train(Program program, ExecutorOptions options, int count)
    {
        var store = new ParameterStore(program, Seed.From(2));
        InitialValues.Of(program, Seed.From(4)).WriteTo(store);
        using Executor executor = Executor.Compile(store, options);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int imageLength = (int)program.InputShape.Elements;
        for (int step = 0; step < 3; step++)
        {
            Seed seed = Seed.From(step);
            for (int i = 0; i < count * imageLength; i++) executor.Images[i] = (float)seed.Normal((ulong)i);
            for (int i = 0; i < count * program.Classes; i++) executor.Targets[i] = i % program.Classes == step % program.Classes ? 1 : 0;
            double loss = executor.ForwardBackward(count, StepRandomness.None);
            hash.AppendData(BitConverter.GetBytes(loss));
            hash.AppendData(MemoryMarshal.AsBytes(executor.Logits[..(count * program.Classes)]));
            executor.ApplySgd(new SgdSettings { LearningRate = 0.1f, Momentum = 0.9f, Nesterov = true, WeightDecay = 1e-4f });
        }
        for (int p = 0; p < program.Parameters.Length; p++)
        {
            var values = new float[program.Parameters[p].Length];
            store.Read(new ParameterId(p), values);
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
