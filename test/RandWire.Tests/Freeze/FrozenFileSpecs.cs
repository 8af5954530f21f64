using System.Globalization;
using RandWire.Engine;
using RandWire.Networks;
using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Freeze;

/// <summary>A model and a training state as files. Every later version loads the one and finishes the other, in the same bits.</summary>
public sealed class FrozenFileSpecs : IDisposable
{
    private const string Recipe = "epochs=3 batch=16 lr=0.1 warmup=0.5 nesterov=true decay=0.0005 smoothing=0.1 dropout=0.1 edgedrop=0.5 average=0.9 augment=crop(pad=1)+mixup(0.2)";
    private const string ModelFile = "model.safetensors", StateFile = "state.safetensors";
    private readonly FrozenTraining _training = new();

    public void Dispose() => _training.Dispose();

    [Fact]
    public void A_stored_model_gives_stored_pictures_the_same_logits()
    {
        if (FrozenText.IsWriting && !File.Exists(FrozenText.PathOf(ModelFile))) WriteModel();
        TrainedModel model = TrainedModel.Load(FrozenText.PathOf(ModelFile));
        using ParameterStore store = model.Store;
        List<string> lines =
        [
            $"network {model.Spec.Text}",
            $"classes {string.Join(' ', model.Classes)}",
            $"format {model.Format.Text}",
            string.Create(CultureInfo.InvariantCulture, $"data seed={model.Data.Seed} validation={model.Data.ValidationShare} test={model.Data.TestShare} decoder={model.Decoder}"),
            $"weights {model.WeightsSha256}",
        ];
        foreach (bool fuse in (bool[])[true, false]) lines.Add($"logits {(fuse ? "fused" : "plain")} {Logits(model, fuse)}");
        FrozenText.Check("model.txt", lines);
    }

    [Fact]
    public void A_stored_training_goes_on_to_the_bits_of_one_that_was_never_interrupted()
    {
        if (FrozenText.IsWriting && !File.Exists(FrozenText.PathOf(StateFile))) WriteState();
        using TrainingRun whole = new(Setup(null));
        Assert.Equal(3, whole.Epochs().Count());
        FrozenText.Check("state.txt", Lines(whole));
        string folder = _training.Folder("resumed");
        Directory.CreateDirectory(folder);
        File.Copy(FrozenText.PathOf(StateFile), Path.Combine(folder, StateFile));
        using TrainingRun resumed = new(Setup(folder));
        Assert.True(resumed.IsResumed);
        Assert.Single(resumed.History);
        Assert.Equal(2, resumed.Epochs().Count());
        Assert.Equal(Lines(whole), Lines(resumed));
    }

    private static string[] Lines(TrainingRun run) =>
    [
        $"weights {run.RawWeightsSha256}",
        $"model {run.Model.WeightsSha256}",
        .. run.History.Select(epoch => string.Create(CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch} loss={epoch.TrainLoss:R} top1={epoch.TrainTop1:R} validation={epoch.ValidationLoss:R} rate={epoch.LearningRate:R}")),
    ];

    private TrainingSetup Setup(string? folder) => _training.Setup(FrozenTraining.Small, Recipe, folder);

    // Two pictures of every class.
    private static string Logits(TrainedModel model, bool fuse)
    {
        string[] files = [.. model.Classes.SelectMany(name => FrozenTraining.Pictures(Path.Combine(FrozenTraining.Samples, name), 2))];
        using Executor executor = Executor.Compile(model.Store, new ExecutorOptions { BatchSize = files.Length, Training = false, Fuse = fuse });
        for (int i = 0; i < files.Length; i++)
            model.Format.Prepare(ImageFile.Read(files[i], model.Data.Reading), executor.Images.Slice(i * model.Format.Elements, model.Format.Elements));
        executor.Forward(files.Length);
        return FrozenHash.Of(executor.Logits);
    }

    private void WriteModel()
    {
        using TrainingRun run = new(Setup(null));
        Assert.Equal(3, run.Epochs().Count());
        run.Model.Save(FrozenText.PathOf(ModelFile), SplitNotes.Of(new DatasetOptions { Seed = 4, ValidationShare = 0.2 }, _training.Data.Reading));
    }

    // Stopped in the middle of the second epoch.
    private void WriteState()
    {
        string folder = _training.Folder("stopped");
        using CancellationTokenSource source = new();
        using (TrainingRun run = new(Setup(folder) with { Progress = at => { if ((at.Epoch, at.Step) == (2, 3)) source.Cancel(); } }))
            Assert.Throws<OperationCanceledException>(() => run.Epochs(source.Token).Count());
        File.Copy(Path.Combine(folder, StateFile), FrozenText.PathOf(StateFile));
    }
}
