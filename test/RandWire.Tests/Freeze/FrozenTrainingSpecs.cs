using System.Globalization;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Freeze;

public sealed class FrozenTrainingSpecs : IDisposable
{
    private const string Plain = "epochs=1 batch=16 lr=0.1 warmup=0.5 nesterov=true decay=0.0005";
    private readonly FrozenTraining _training = new();

    public void Dispose() => _training.Dispose();

    [Fact]
    public void Trainings_end_in_the_same_bits()
    {
        (string Name, NetworkSpec Network, string Recipe)[] trainings =
        [
            ("tiny", Preset("tiny", 1), Plain + " dropout=0.1 edgedrop=0.5 average=0.9 augment=crop(pad=1)+mixup(0.2)"),
            ("fashion, concatenation", Joined(Preset("fashion", 1), Join.Concatenation), Plain + " smoothing=0.1 schedule=onecycle augment=flip"),
            ("other layers", NetworkSpec.Parse(
                "custom(input=28x28x1,classes=10) conv(channels=9,stride=2) "
                + "stage(channels=13,stride=1,wiring=ws(n=7,k=4,p=0.5),seed=3,aggregation=mean,transform=relu+maxpool3x3+conv1x1+norm) "
                + "stage(channels=21,stride=2,wiring=er(n=6,p=0.6),seed=2,aggregation=weighted-sum,transform=relu+maxpool3x3+conv1x1+norm) "
                + "head(channels=24,dropout=0)"), Plain + " average=0.9 augment=crop(pad=2)"),
            ("every kind of stage", FrozenTraining.Small, Plain + " dropout=0.2 edgedrop=1 augment=resizedcrop(0.5)+jitter(0.2)+cutout(4)"),
            ("growing color images", Preset("tiny", 3), Plain.Replace("epochs=1", "epochs=2", StringComparison.Ordinal) + " earlysize=20 earlyepochs=1 average=0.9"),
        ];
        FrozenText.Check("trainings.txt", [.. trainings.Select(one => $"{one.Name}: {Train(one.Network, one.Recipe)}")]);
    }

    private string Train(NetworkSpec network, string recipe)
    {
        using TrainingRun run = new(_training.Setup(network, recipe));
        EpochResult last = run.Epochs().Last();
        return string.Create(CultureInfo.InvariantCulture, $"loss={last.TrainLoss:R} validation={last.ValidationLoss:R} weights={run.RawWeightsSha256} model={run.Model.WeightsSha256}");
    }

    private static NetworkSpec Preset(string name, int imageChannels) =>
        Presets.Create(name, new PresetOptions { Height = 28, Width = 28, ImageChannels = imageChannels, Classes = 10, Wiring = "ws(k=4,p=0.75)", Seed = 6 });

    private static NetworkSpec Joined(NetworkSpec spec, Join aggregation) =>
        (spec with { Stages = [.. spec.Stages.Select(stage => stage with { Body = stage.Wired! with { Node = stage.Wired.Node with { Aggregation = aggregation } } })] }).Checked();
}
