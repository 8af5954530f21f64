using RandWire.Engine;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Training;

public sealed class TrainedModelSpecs : IDisposable
{
    private readonly StripedTraining _striped = new();

    public void Dispose() => _striped.Dispose();

    [Fact]
    public void A_model_reads_back_with_classes_format_and_the_same_bits()
    {
        string file = _striped.Folder("model/model.safetensors");
        using TrainingRun run = new(_striped.Setup());
        Assert.Equal(3, run.Epochs().Count());
        run.Model.Save(file, new Dictionary<string, string> { ["randwire.recipe"] = run.Setup.Recipe.Text });
        TrainedModel back = TrainedModel.Load(file);
        Assert.Equal(run.Model.WeightsSha256, back.WeightsSha256);
        Assert.Equal(_striped.Data.Classes, back.Classes);
        Assert.Equal(_striped.Format.Text, back.Format.Text);
        Assert.Equal(run.Setup.Network, back.Spec);
        Assert.Equal(run.Evaluate(_striped.Data.Test).Loss, back.Evaluate(_striped.Data.Test).Loss, 1e-6);
    }

    [Fact]
    public void A_checkpoint_without_class_names_is_no_model()
    {
        using TrainingRun run = new(_striped.Setup("state", StripedTraining.Recipe with { Epochs = 1 }));
        Assert.Single(run.Epochs());
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TrainedModel.Load(Path.Combine(_striped.Folder("state"), "state.safetensors")));
        Assert.Contains("randwire.classes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_and_folders_are_classified_and_unreadable_files_named()
    {
        string folder = _striped.Folder("pictures");
        for (int label = 0; label < StripedImages.Classes; label++)
            StripedImages.WritePng(Path.Combine(folder, $"{label} é x.png"), StripedImages.Draw(label, 12, Seed.From(99).Child(label)), 12);
        File.WriteAllText(Path.Combine(folder, "page.jpg"), "<html></html>");
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "not an image");
        using TrainingRun run = new(_striped.Setup(recipe: StripedTraining.Recipe with { Epochs = 12, EdgeDrop = 0, Dropout = 0 }));
        Assert.Equal(12, run.Epochs().Count());
        using Predictor predictor = new(run.Model, batchSize: 2);
        ImagePrediction[] predictions = [.. predictor.Predict(Predictor.Files(folder))];
        Assert.Equal(4, predictions.Length);
        Assert.NotNull(predictions[3].Error);
        Assert.Empty(predictions[3].Ranked);
        foreach (ImagePrediction prediction in predictions[..3])
        {
            Assert.Null(prediction.Error);
            Assert.Equal(1, prediction.Ranked.Sum(entry => entry.Probability), 1e-9);
            Assert.Equal(_striped.Data.Classes.Order(), prediction.Ranked.Select(entry => entry.Class).Order());
        }
        Assert.Equal(3, predictions[..3].Count(p => p.Ranked[0].Class == Path.GetFileName(p.Path)[..1]));
        Assert.Throws<FileNotFoundException>(() => Predictor.Files(_striped.Folder("nowhere")));
    }
}
