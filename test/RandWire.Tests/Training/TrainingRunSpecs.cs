using RandWire.Graphs;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Training;

public sealed class TrainingRunSpecs : IDisposable
{
    private readonly StripedTraining _striped = new();

    public void Dispose() => _striped.Dispose();

    [Fact]
    public void A_small_network_learns_stripes()
    {
        using TrainingRun run = new(_striped.Setup(recipe: StripedTraining.Recipe with { Epochs = 12, EdgeDrop = 0, Dropout = 0 }));
        EpochResult[] epochs = [.. run.Epochs()];
        Assert.Equal(12, epochs.Length);
        Assert.True(epochs[^1].TrainLoss < epochs[0].TrainLoss);
        // Chance is a third; three standard deviations of a guess on 45 images are 0.21.
        Assert.True(run.Evaluate(_striped.Data.Test).Top1 > 0.75, $"top-1 {run.Evaluate(_striped.Data.Test).Top1}");
    }

    [Fact]
    public void Equal_setups_give_equal_bits_whatever_the_number_of_threads_and_another_seed_gives_others()
    {
        string one = Weights(_striped.Setup(threads: 1)), two = Weights(_striped.Setup(threads: 2)), other = Weights(_striped.Setup(seed: 6));
        Assert.Equal(one, two);
        Assert.NotEqual(one, other);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    public void A_run_cancelled_within_an_epoch_resumes_to_the_same_bits(int epoch, int step)
    {
        string expected = Weights(_striped.Setup());
        using CancellationTokenSource source = new();
        TrainingSetup setup = _striped.Setup("cancelled");
        EpochResult[] before = [];
        using (TrainingRun run = new(setup with { Progress = at => { if ((at.Epoch, at.Step) == (epoch, step)) source.Cancel(); } }))
        {
            Assert.Throws<OperationCanceledException>(() => { foreach (EpochResult result in run.Epochs(source.Token)) before = [.. before, result]; });
            Assert.Equal(epoch - 1, before.Length);
        }
        using TrainingRun resumed = new(setup);
        Assert.True(resumed.IsResumed);
        EpochResult[] after = [.. resumed.Epochs()];
        Assert.Equal(epoch, after[0].Epoch);
        Assert.Equal(expected, resumed.RawWeightsSha256 + resumed.Model.WeightsSha256);
        using TrainingRun whole = new(_striped.Setup());
        Assert.Equal([.. whole.Epochs().Select(Numbers)], resumed.History.Select(Numbers));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(3, 4)]
    public void A_run_killed_without_warning_resumes_from_the_last_epoch_to_the_same_bits(int epoch, int step)
    {
        string expected = Weights(_striped.Setup());
        TrainingSetup setup = _striped.Setup("killed");
        using (TrainingRun run = new(setup with { Progress = at => { if ((at.Epoch, at.Step) == (epoch, step)) throw new InvalidOperationException("killed"); } }))
            Assert.Throws<InvalidOperationException>(() => run.Epochs().Count());
        // What a kill in the middle of a write leaves behind does no harm.
        Directory.CreateDirectory(setup.Folder!);
        File.WriteAllText(Path.Combine(setup.Folder!, "state.safetensors.77.tmp"), "half a file");
        using TrainingRun resumed = new(setup);
        Assert.Equal(epoch > 1, resumed.IsResumed);
        Assert.Equal(3 - (epoch - 1), resumed.Epochs().Count());
        Assert.Equal(expected, resumed.RawWeightsSha256 + resumed.Model.WeightsSha256);
    }

    [Fact]
    public void A_finished_run_is_not_trained_again()
    {
        string expected = Weights(_striped.Setup("finished"));
        using TrainingRun again = new(_striped.Setup("finished"));
        Assert.Empty(again.Epochs());
        Assert.Equal(3, again.History.Count);
        Assert.Equal(expected, again.RawWeightsSha256 + again.Model.WeightsSha256);
    }

    [Fact]
    public void Another_run_in_the_same_folder_is_refused_and_told_what_differs()
    {
        _ = Weights(_striped.Setup("taken"));
        Assert.Contains("seed", Refusal(_striped.Setup("taken", seed: 6)), StringComparison.Ordinal);
        Assert.Contains("recipe", Refusal(_striped.Setup("taken", StripedTraining.Recipe with { LearningRate = 0.2 })), StringComparison.Ordinal);
        Assert.Contains("data", Refusal(_striped.Setup("taken") with { Train = _striped.Data.Train.Subset([0, 1, 2]) }), StringComparison.Ordinal);

        static string Refusal(TrainingSetup setup) => Assert.Throws<SpecException>(() => new TrainingRun(setup)).Message;
    }

    [Fact]
    public void A_state_with_one_bit_flipped_or_cut_off_is_refused_where_there_is_no_other()
    {
        _ = Weights(_striped.Setup("damaged"));
        File.Delete(Path.Combine(_striped.Folder("damaged"), "state.previous.safetensors"));
        string file = Path.Combine(_striped.Folder("damaged"), "state.safetensors");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^5] ^= 4;
        File.WriteAllBytes(file, bytes);
        Assert.Throws<InvalidDataException>(() => new TrainingRun(_striped.Setup("damaged")));
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        Assert.Throws<InvalidDataException>(() => new TrainingRun(_striped.Setup("damaged")));
    }

    [Fact]
    public void A_diverging_run_stops_with_advice_and_keeps_the_last_good_state()
    {
        Recipe wild = StripedTraining.Recipe with { LearningRate = 1e30, WarmupEpochs = 0, Epochs = 2 };
        using TrainingRun run = new(_striped.Setup("wild", wild));
        DivergenceException error = Assert.Throws<DivergenceException>(() => run.Epochs().Count());
        Assert.Contains("learning rate", error.Message, StringComparison.Ordinal);
        Assert.True(run.MultiplyAdds > 0);
        using TrainingRun fresh = new(_striped.Setup(recipe: wild));
        Assert.Equal(fresh.RawWeightsSha256, run.RawWeightsSha256);
    }

    [Fact]
    public void Three_forward_passes_are_charged_for_a_training_image_and_one_for_a_validation_image()
    {
        using TrainingRun run = new(_striped.Setup());
        EpochResult epoch = run.Epochs().First();
        double perImage = run.Setup.Network.Cost().MultiplyAddsConvFc;
        int trained = run.StepsPerEpoch * 16;
        Assert.Equal(perImage * (3 * trained + _striped.Data.Validation.Count), epoch.MultiplyAdds);
        Assert.Equal(epoch.MultiplyAdds, run.MultiplyAdds);
    }

    [Fact]
    public void Network_and_data_that_do_not_fit_are_refused()
    {
        TrainingSetup setup = _striped.Setup();
        Assert.Throws<SpecException>(() => new TrainingRun(setup with { Classes = ["one", "two"] }));
        Assert.Throws<SpecException>(() => new TrainingRun(setup with { Format = setup.Format with { Height = 13 } }));
        Assert.Throws<DataException>(() => new TrainingRun(setup with { Train = setup.Train.Subset([]) }));
    }

    [Fact]
    public void A_step_allocates_nothing_after_the_first_epoch()
    {
        long[] allocated = [];
        Recipe recipe = StripedTraining.Recipe with { BatchSize = 2, Epochs = 2 };
        void Note(StepProgress at) => allocated[at.Step - 1] = GC.GetAllocatedBytesForCurrentThread();
        using TrainingRun run = new(_striped.Setup(recipe: recipe) with { Progress = Note });
        allocated = new long[run.StepsPerEpoch];
        Assert.Equal(2, run.Epochs().Count());
        Assert.Equal(36, allocated.Length);
        // On the training thread, from the second epoch's first step to its last. The runtime may want something for itself once, when a thread first has to sleep say; what a step
        // allocates would show in every one.
        Assert.InRange(allocated.Zip(allocated.Skip(1)).Count(static step => step.Second > step.First), 0, 3);
    }

    [Fact]
    public void The_measured_rate_is_positive_and_charged()
    {
        TrainingRate rate = TrainingRate.Measure(_striped.Setup(), 0);
        Assert.True(rate.ImagesPerSecond > 0 && rate.MultiplyAddsPerSecond > 0);
        Assert.Equal(3.0 * StripedTraining.Network.Cost().MultiplyAddsConvFc * 4 * 16, rate.Spent);
    }

    private static string Weights(TrainingSetup setup)
    {
        using TrainingRun run = new(setup);
        Assert.Equal(setup.Recipe.Epochs, run.Epochs().Count());
        return run.RawWeightsSha256 + run.Model.WeightsSha256;
    }

    // All but the times.
    private static EpochResult Numbers(EpochResult result) => result with { Seconds = 0, LoaderWaitShare = 0 };
}
