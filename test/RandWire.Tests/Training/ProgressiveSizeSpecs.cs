using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Families;
using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Training;

public sealed class ProgressiveSizeSpecs : IDisposable
{
    private static readonly Recipe Recipe = StripedTraining.Recipe with { EarlySize = 8, EarlyEpochs = 2 };
    private readonly StripedTraining _striped = new();

    public void Dispose() => _striped.Dispose();

    [Fact]
    public void Early_epochs_are_charged_for_small_images_and_the_last_for_large_ones()
    {
        using TrainingRun run = new(_striped.Setup(recipe: Recipe) with { Validation = null });
        EpochResult[] epochs = [.. run.Epochs()];
        NetworkSpec network = run.Setup.Network;
        double large = network.Cost().MultiplyAddsConvFc;
        double small = (network with { Input = network.Input with { Height = 8, Width = 8 } }).Cost().MultiplyAddsConvFc;
        int images = run.StepsPerEpoch * Recipe.BatchSize;
        // Without validation images the last epoch proves the network on an inference batch of training images.
        int proven = Math.Min(_striped.Data.Train.Count, TrainingRun.InferenceBatch(network.Lower()));
        Assert.True(small < large / 2);
        Assert.Equal([3 * small * images, 3 * small * images, large * (3 * images + proven)], epochs.Select(epoch => epoch.MultiplyAdds));
        Assert.Equal(epochs.Sum(epoch => epoch.MultiplyAdds), run.MultiplyAdds);
    }

    // ResNet-50 at 224 pixels computes again what it keeps at 208, which then needs more.
    [Fact]
    public void Memory_is_that_of_the_size_that_needs_most()
    {
        PresetOptions images = new() { Height = 224, Width = 224, ImageChannels = 3, Classes = 1000 };
        TrainingSetup setup = _striped.Setup(recipe: StripedTraining.Recipe with { BatchSize = 16 }) with
        {
            Network = FamilyCatalog.Create("resnet(depth=50)", images),
            Format = new InputFormat(224, 224, 3, [0.5f, 0.5f, 0.5f], [0.25f, 0.25f, 0.25f]),
        };
        long alone = TrainingRun.MemoryBytes(setup), small = TrainingRun.MemoryBytes(setup with { Recipe = setup.Recipe with { EarlySize = 160, EarlyEpochs = 1 } });
        Assert.Equal(alone, small);
        Assert.True(TrainingRun.MemoryBytes(setup with { Recipe = setup.Recipe with { EarlySize = 208, EarlyEpochs = 1 } }) > alone);
    }

    [Fact]
    public void A_small_network_learns_stripes_and_is_judged_at_its_own_size()
    {
        using TrainingRun run = new(_striped.Setup(recipe: Recipe with { Epochs = 12, EarlyEpochs = 6, EdgeDrop = 0, Dropout = 0 }));
        Assert.Equal(12, run.Epochs().Count());
        Assert.Equal(_striped.Format, run.Model.Format);
        // Chance is a third; three standard deviations of a guess on 45 images are 0.21.
        Assert.True(run.Evaluate(_striped.Data.Test).Top1 > 0.75, $"top-1 {run.Evaluate(_striped.Data.Test).Top1}");
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 1)]
    public void A_run_cancelled_before_or_after_the_change_resumes_to_the_same_bits(int epoch, int step)
    {
        using TrainingRun whole = new(_striped.Setup(recipe: Recipe, threads: 1));
        Assert.Equal(3, whole.Epochs().Count());
        using CancellationTokenSource source = new();
        TrainingSetup setup = _striped.Setup("cancelled", Recipe);
        using (TrainingRun run = new(setup with { Progress = at => { if ((at.Epoch, at.Step) == (epoch, step)) source.Cancel(); } }))
            Assert.Throws<OperationCanceledException>(() => run.Epochs(source.Token).Count());
        using TrainingRun resumed = new(setup);
        Assert.True(resumed.IsResumed);
        Assert.Equal(4 - epoch, resumed.Epochs().Count());
        Assert.Equal(whole.RawWeightsSha256 + whole.Model.WeightsSha256, resumed.RawWeightsSha256 + resumed.Model.WeightsSha256);
    }

    [Fact]
    public void Images_that_are_not_smaller_than_the_networks_are_refused()
    {
        SpecException error = Assert.Throws<SpecException>(() => new TrainingRun(_striped.Setup(recipe: Recipe with { EarlySize = 12 })));
        Assert.Contains("below 12", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_speed_is_measured_at_the_networks_own_size()
    {
        TrainingRate rate = TrainingRate.Measure(_striped.Setup(recipe: Recipe), 0, TestContext.Current.CancellationToken);
        Assert.Equal(3 * StripedTraining.Network.Cost().MultiplyAddsConvFc, rate.MultiplyAddsPerSecond / rate.ImagesPerSecond, 1e-6 * rate.MultiplyAddsPerSecond / rate.ImagesPerSecond);
    }
}
