using RandWire.Networks;
using RandWire.Networks.Families;
using RandWire.Tests.Networks.Editing;
using RandWire.Tests.Training;
using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Networks;

/// <summary>Every family trains, and a training that was stopped in the middle ends in the bits of one that was not, with another number of threads too.</summary>
public sealed class FamilyTrainingSpecs : IDisposable
{
    private const int Side = 16;
    private readonly StripedTraining _striped = new(train: 60, test: 6);

    public static TheoryData<string> Members => [.. SpecPool.Families.Select(static family => family.Name),
        "resnet(depth=18)", "resnet(depth=20,shortcut=b)", "preresnet(depth=29,block=bottleneck)", "densenet(depth=40,bottleneck=no)", "inception(modules=1,join=sum)", "darts(genotype=v1,cells=8,filters=16)"];

    public void Dispose() => _striped.Dispose();

    [Theory]
    [MemberData(nameof(Members))]
    public void A_training_that_was_stopped_ends_in_the_same_bits(string member)
    {
        string undisturbed = Weights(Setup(member, null, threads: 2));
        using CancellationTokenSource source = new();
        TrainingSetup setup = Setup(member, "stopped", threads: 1);
        using (TrainingRun run = new(setup with { Progress = at => { if (at.Step == 2) source.Cancel(); } }))
            Assert.Throws<OperationCanceledException>(() => run.Epochs(source.Token).Count());
        using TrainingRun resumed = new(setup);
        Assert.True(resumed.IsResumed);
        EpochResult last = resumed.Epochs().Last();
        Assert.True(double.IsFinite(last.TrainLoss));
        Assert.Equal(undisturbed, resumed.RawWeightsSha256 + resumed.Model.WeightsSha256);
    }

    private TrainingSetup Setup(string member, string? folder, int threads) => _striped.Setup(folder, Recipe.Parse("epochs=1 batch=12 lr=0.05 droppath=0.2 average=0.9 augment=crop(pad=1)"), threads: threads) with
    {
        Network = FamilyCatalog.Create(member, new PresetOptions { Height = Side, Width = Side, ImageChannels = 1, Classes = StripedImages.Classes }),
        Format = InputFormat.Measure(_striped.Data.Train, Side, Side, 1),
    };

    private static string Weights(TrainingSetup setup)
    {
        using TrainingRun run = new(setup);
        _ = run.Epochs().Last();
        return run.RawWeightsSha256 + run.Model.WeightsSha256;
    }
}
