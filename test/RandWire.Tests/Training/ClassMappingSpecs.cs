using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Training;

public sealed class ClassMappingSpecs : IDisposable
{
    private readonly StripedTraining _striped = new();

    public void Dispose() => _striped.Dispose();

    [Fact]
    public void Images_get_the_models_labels_by_name_and_missing_classes_are_told()
    {
        ClassMapping mapping = ClassMapping.Of(["flat", "slanting", "upright"], ["upright", "dotted", "flat", "slanting"], "photos");
        Assert.Equal(["dotted"], mapping.Missing);
        Assert.Contains("'dotted'", mapping.Note, StringComparison.Ordinal);
        DatasetSplit split = mapping.Apply(_striped.Data.Test);
        Assert.Equal((4, _striped.Data.Test.Count), (split.Classes, split.Count));
        for (int i = 0; i < split.Count; i++)
        {
            Assert.Equal(((int[])[2, 3, 0])[_striped.Data.Test.Label(i)], split.Label(i));
            Assert.Equal(_striped.Data.Test.Source(i), split.Source(i));
        }
        Assert.Null(ClassMapping.Of(["a", "b"], ["b", "a"], "photos").Note);
    }

    [Theory]
    [InlineData("cat,bird", "'bird'")]
    [InlineData("cat,Dog", "Upper and lower case")]
    public void A_class_that_the_model_does_not_know_is_refused_by_name(string classes, string part) =>
        Assert.Contains(part, Assert.Throws<DataException>(() => ClassMapping.Of(classes.Split(','), ["cat", "dog"], "photos")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_model_scores_as_before_on_the_classes_that_the_data_has()
    {
        using TrainingRun run = new(_striped.Setup());
        Assert.Equal(3, run.Epochs().Count());
        DatasetSplit test = _striped.Data.Test;
        DatasetSplit two = test.Subset([.. Enumerable.Range(0, test.Count).Where(i => test.Label(i) != 1)]);
        Evaluation all = run.Evaluate(test), some = run.Evaluate(two);
        Assert.Equal((all.PerClass[0].Correct, all.PerClass[2].Correct), (some.PerClass[0].Correct, some.PerClass[2].Correct));
        Assert.Equal((all.PerClass[0].Accuracy + all.PerClass[2].Accuracy) / 2, some.BalancedAccuracy, 1e-12);
        Assert.Equal(2, some.PresentClasses);
    }
}
