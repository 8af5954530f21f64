using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Tests.Data;
using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Training;

/// <summary>By what images were read is recorded: a model says so, a state on other samples is refused.</summary>
public sealed class ReadingRecordSpecs
{
    [Fact]
    public void A_state_goes_on_with_the_reading_it_began_with_and_is_refused_by_name_with_another()
    {
        using DataFolder folder = new();
        Write(folder, i => Pgm(i));
        using Dataset white = Open(folder, 255), black = Open(folder, 0);
        Assert.NotEqual("", white.Reading.Identity);
        Train(white, folder["state"], epochs: 1);
        SpecException refused = Assert.Throws<SpecException>(() => Train(black, folder["state"], epochs: 1));
        Assert.Contains("decoder or reading of images", refused.Message, StringComparison.Ordinal);
        Assert.Contains("background=0", refused.Message, StringComparison.Ordinal);
        Train(white, folder["state"], epochs: 1);
    }

    [Fact]
    public void Opaque_png_files_are_the_same_samples_for_every_reading()
    {
        using DataFolder folder = new();
        Write(folder, i => DataFolder.Png(12, 12, 1, Pixels(i)), "png");
        using Dataset white = Open(folder, 255), black = Open(folder, 0);
        Assert.Equal("", white.Reading.Identity);
        Train(white, folder["state"], epochs: 1);
        Train(black, folder["state"], epochs: 1);
    }

    [Fact]
    public void A_state_from_before_readings_were_recorded_goes_on_with_plain_images_only()
    {
        using DataFolder png = new(), pgm = new();
        Write(png, i => DataFolder.Png(12, 12, 1, Pixels(i)), "png");
        Write(pgm, i => Pgm(i));
        using Dataset plain = Open(png, 255), other = Open(pgm, 255);
        TrainingState before = TrainingState.Start(Setup(plain, null, 1)) with { Images = null };
        before.RequireSameRun(TrainingState.Start(Setup(plain, null, 1)), "folder");
        TrainingState unlike = TrainingState.Start(Setup(other, null, 1)) with { Images = null };
        Assert.Contains("decoder", Assert.Throws<SpecException>(() => unlike.RequireSameRun(TrainingState.Start(Setup(other, null, 1)), "folder")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_records_decoder_reading_and_split_and_says_when_the_decoder_is_another()
    {
        using DataFolder folder = new();
        Write(folder, i => Pgm(i));
        DatasetOptions options = new()
        {
            Seed = 9,
            Reading = new ImageReading { Background = 0, DepthHigh = 4095 },
            MaxSide = 64,
            GroupFolder = false,
            GroupColumn = "patient",
            NearDuplicates = NearDuplicateRule.Together,
        };
        using Dataset data = Dataset.Open(folder["data"], options with { GroupColumn = null, NearDuplicates = NearDuplicateRule.Ignore }, TestContext.Current.CancellationToken);
        using TrainingRun run = new(Setup(data, null, 1));
        string file = folder["model/model.safetensors"];
        run.Model.Save(file, SplitNotes.Of(options, data.Reading));
        TrainedModel back = TrainedModel.Load(file);
        Assert.Equal(options.Reading, back.Data.Reading);
        Assert.Equal((9L, 64, "patient", NearDuplicateRule.Together), (back.Data.Seed, back.Data.MaxSide!.Value, back.Data.GroupColumn, back.Data.NearDuplicates));
        Assert.Null(back.DecoderDiffers(DecoderKind.Managed));
        Assert.Contains("libturbojpeg", back.DecoderDiffers(DecoderKind.Turbo)!, StringComparison.Ordinal);

        run.Model.Save(file);
        TrainedModel unrecorded = TrainedModel.Load(file);
        Assert.Equal(ImageReading.Usual, unrecorded.Data.Reading);
        Assert.Contains("StbImageSharp", unrecorded.DecoderDiffers(DecoderKind.Managed)!, StringComparison.Ordinal);

        run.Model.Save(file, new Dictionary<string, string> { ["randwire.images.reading"] = "decoder=magic" });
        Assert.Contains("reading", Assert.Throws<InvalidDataException>(() => TrainedModel.Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prediction_meets_the_samples_that_an_evaluation_meets()
    {
        using DataFolder folder = new();
        Write(folder, i => Pgm(i, 40));
        using Dataset data = Dataset.Open(folder["data"], new DatasetOptions { MaxSide = 16, ValidationShare = 0, TestShare = 0 }, TestContext.Current.CancellationToken);
        using TrainingRun run = new(Setup(data, null, 3));
        Assert.Equal(3, run.Epochs(TestContext.Current.CancellationToken).Count());
        Evaluation evaluation = run.Evaluate(data.Train, cancellationToken: TestContext.Current.CancellationToken);
        using Predictor predictor = new(run.Model);
        double loss = 0;
        for (int i = 0; i < data.Train.Count; i++)
        {
            ImagePrediction prediction = Assert.Single(predictor.Predict([folder["data/" + data.Train.Source(i)]]));
            loss -= Math.Log(prediction.Ranked.Single(one => one.Class == data.Classes[data.Train.Label(i)]).Probability);
        }
        Assert.Equal(evaluation.Loss, loss / data.Train.Count, 1e-5);
    }

    private static void Train(Dataset data, string folder, int epochs)
    {
        using TrainingRun run = new(Setup(data, folder, epochs: 1) with { Recipe = Recipe(epochs) });
        foreach (EpochResult _ in run.Epochs(TestContext.Current.CancellationToken))
        {
        }
    }

    private static TrainingSetup Setup(Dataset data, string? folder, int epochs) => new()
    {
        Network = StripedTraining.Network with { Classes = data.Classes.Count },
        Recipe = Recipe(epochs),
        Classes = data.Classes,
        Format = InputFormat.Measure(data.Train, 12, 12, 1),
        Train = data.Train,
        Seed = 5,
        Threads = 1,
        Folder = folder,
    };

    private static Recipe Recipe(int epochs) => RandWire.Training.Recipe.Parse($"epochs={epochs} batch=4 lr=0.05");

    private static Dataset Open(DataFolder folder, byte background) => Dataset.Open(
        folder["data"], new DatasetOptions { Reading = new ImageReading { Background = background } }, TestContext.Current.CancellationToken);

    private static void Write(DataFolder folder, Func<int, byte[]> file, string extension = "pgm")
    {
        for (int i = 0; i < 12; i++) folder.Write($"data/{i % 3}/{i}.{extension}", file(i));
    }

    private static byte[] Pixels(int number, int side = 12)
    {
        byte[] pixels = DataFolder.Pixels(side * side, number);
        pixels[0] = (byte)number;
        return pixels;
    }

    private static byte[] Pgm(int number, int side = 12) => [.. System.Text.Encoding.ASCII.GetBytes($"P5 {side} {side} 255\n"), .. Pixels(number, side)];
}
