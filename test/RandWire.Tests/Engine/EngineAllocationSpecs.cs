using RandWire.Engine;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

/// <summary>Alone in the process while it runs, since it counts the whole process's allocations.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AllocationCollection;

/// <summary>A step allocates nothing once it is warm, on the caller's thread and on the team's.</summary>
[Collection(typeof(AllocationCollection))]
public sealed class EngineAllocationSpecs
{
    public static TheoryData<bool, int> Modes => new() { { false, 1 }, { false, 3 }, { true, 1 }, { true, 3 } };

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_training_step_allocates_nothing(bool fuse, int threads)
    {
        Program program = OperationPrograms.Create("node", new TensorShape(9, 8, 20));
        var store = new ParameterStore(program, Seed.From(1));
        using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = 4, Training = true, Threads = threads, Fuse = fuse });
        executor.Images.Fill(0.5f);
        executor.Targets.Fill(1f / program.Classes);
        var settings = new SgdSettings { LearningRate = 0.01f, Momentum = 0.9f };
        CheckNothingAllocated(() =>
        {
            executor.ForwardBackward(4, new StepRandomness(Seed.From(3), 1));
            executor.ApplySgd(settings);
        });
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_prediction_allocates_nothing(bool fuse, int threads)
    {
        Program program = OperationPrograms.Create("node", new TensorShape(9, 8, 20));
        var store = new ParameterStore(program, Seed.From(1));
        using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = 4, Training = false, Threads = threads, Fuse = fuse });
        executor.Images.Fill(0.5f);
        CheckNothingAllocated(() => executor.Forward(3));
    }

    public static TheoryData<string> Functions => [.. OperationPrograms.FunctionNames];

    [Theory]
    [MemberData(nameof(Functions))]
    public void No_function_allocates(string function)
    {
        Program program = OperationPrograms.Create(function, new TensorShape(9, 8, 20));
        var store = new ParameterStore(program, Seed.From(1));
        using Executor training = Executor.Compile(store, new ExecutorOptions { BatchSize = 4, Training = true, Threads = 2 });
        using Executor inference = Executor.Compile(store, new ExecutorOptions { BatchSize = 4, Training = false, Threads = 2 });
        training.Images.Fill(0.5f);
        inference.Images.Fill(0.5f);
        training.Targets.Fill(1f / program.Classes);
        CheckNothingAllocated(() =>
        {
            training.ForwardBackward(4, new StepRandomness(Seed.From(3), -1, 0.2f));
            inference.Forward(3);
        });
    }

    private static void CheckNothingAllocated(Action step)
    {
        for (int i = 0; i < 5; i++) step();
        // The runtime allocates a little of its own now and then (tiering, the test runner's timers), a step that allocates does so every time:
        // one quiet round of several proves the step clean.
        long here = long.MaxValue, everywhere = long.MaxValue;
        for (int round = 0; round < 20 && (here > 0 || everywhere > 0); round++)
        {
            long beforeAll = GC.GetTotalAllocatedBytes(precise: true), before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++) step();
            here = Math.Min(here, GC.GetAllocatedBytesForCurrentThread() - before);
            everywhere = Math.Min(everywhere, GC.GetTotalAllocatedBytes(precise: true) - beforeAll);
        }
        Assert.Equal((0L, 0L), (here, everywhere));
    }
}
