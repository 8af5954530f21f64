using RandWire.Engine;
using RandWire.Networks;
using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Training;

public sealed class NonFiniteSpecs : IDisposable
{
    private readonly StripedTraining _striped = new();

    public void Dispose() => _striped.Dispose();

    [Theory]
    [InlineData("head.fc.weight", float.NaN, false)]
    [InlineData("conv1.weight", float.PositiveInfinity, false)]
    [InlineData("head.fc.bias", float.NegativeInfinity, false)]
    [InlineData("head.fc.weight", float.NaN, true)]
    public void A_checkpoint_with_a_value_that_is_not_finite_is_refused_by_the_name_of_its_tensor(string tensor, float value, bool inMomentum)
    {
        using ParameterStore store = Store();
        ParameterId id = Id(store, tensor);
        float[] values = new float[store.Program.Parameters[id.Index].Length];
        values[^1] = value;
        if (inMomentum) store.WriteMomentum(id, values);
        else store.Write(id, values);
        string path = _striped.Folder("broken.safetensors");
        Checkpoint.Save(path, StripedTraining.Network, store, new Dictionary<string, string>(), withMomentum: true);
        string message = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(path)).Message;
        Assert.Contains((inMomentum ? "momentum." : "") + tensor, message, StringComparison.Ordinal);
        Assert.Contains("broken.safetensors", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_case_with_one_weight_that_is_no_number_is_refused()
    {
        string? path = SharedData.Path("cases/models/nan1.safetensors");
        Assert.SkipUnless(path is not null, "shared/cases is not beside the repository.");
        Assert.Contains("NaN", Assert.Throws<InvalidDataException>(() => TrainedModel.Load(path!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finite_weights_whose_output_is_not_finite_give_no_accuracy_and_no_prediction()
    {
        using ParameterStore store = Store();
        ParameterId id = Id(store, "head.fc.weight");
        float[] values = new float[store.Program.Parameters[id.Index].Length];
        Array.Fill(values, float.MaxValue);
        store.Write(id, values);
        TrainedModel model = new(StripedTraining.Network, store, _striped.Data.Classes, _striped.Format);
        Assert.Throws<NonFiniteOutputException>(() => model.Evaluate(_striped.Data.Test));
        string picture = _striped.Folder("picture.png");
        StripedImages.WritePng(picture, StripedImages.Draw(0, 12, new Seed(2)), 12);
        using Predictor predictor = new(model);
        ImagePrediction prediction = Assert.Single(predictor.Predict([picture]));
        Assert.Empty(prediction.Ranked);
        Assert.Contains("not a finite number", prediction.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e10)]
    [InlineData(1e20)]
    [InlineData(1e30)]
    [InlineData(1e38)]
    public void A_training_that_breaks_in_its_very_last_step_is_not_finished_with_or_without_validation(double rate)
    {
        // One step in all: its loss is that of the initial weights, and only what it leaves can tell.
        Recipe recipe = Recipe.Parse(System.FormattableString.Invariant($"epochs=1 batch=200 lr={rate} decay=0 average=0"));
        foreach (DatasetSplit? validation in (DatasetSplit?[])[_striped.Data.Validation, null])
        {
            using TrainingRun run = new(_striped.Setup(recipe: recipe) with { Validation = validation });
            Exception? error = Record.Exception(() => run.Epochs().Count());
            if (error is null)
            {
                // It may hold: then every number is finite.
                Evaluation evaluation = run.Evaluate(_striped.Data.Test);
                Assert.True(double.IsFinite(evaluation.Loss) && evaluation.PerClass.Sum(one => one.Predicted) == evaluation.Count);
                continue;
            }
            Assert.IsType<DivergenceException>(error);
            Assert.Empty(run.History);
        }
    }

    [Fact]
    public void A_run_stopped_after_a_step_that_broke_the_weights_keeps_no_broken_state_and_says_so_when_it_goes_on()
    {
        Recipe recipe = Recipe.Parse("epochs=2 batch=16 lr=1e300 decay=0 average=0");
        using CancellationTokenSource source = new();
        using (TrainingRun run = new(_striped.Setup("broken", recipe) with { Progress = _ => source.Cancel() }))
        {
            Assert.Throws<OperationCanceledException>(() => run.Epochs(source.Token).Count());
            Assert.True(double.IsFinite(run.Evaluate(_striped.Data.Test, cancellationToken: TestContext.Current.CancellationToken).Loss));
        }
        Assert.False(File.Exists(Path.Combine(_striped.Folder("broken"), "state.safetensors")));
        Assert.Equal(Told("never stopped"), Told("broken"));

        string Told(string folder)
        {
            using TrainingRun run = new(_striped.Setup(folder, recipe));
            return Assert.Throws<DivergenceException>(() => run.Epochs(TestContext.Current.CancellationToken).Count()).Message.Replace(_striped.Folder(folder), "", StringComparison.Ordinal);
        }
    }

    private static ParameterStore Store() => new(StripedTraining.Network.Lower(), new Seed(1));

    private static ParameterId Id(ParameterStore store, string name) =>
        new(Enumerable.Range(0, store.Program.Parameters.Length).Single(p => store.Program.Parameters[p].Name == name));
}
