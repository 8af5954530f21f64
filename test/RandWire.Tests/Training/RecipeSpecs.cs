using CsCheck;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Training;

public sealed class RecipeSpecs
{
    private static readonly string[] Augmentations = ["none", "crop(pad=4)+flip", "resizedcrop(0.35)+flip+jitter(0.4)+mixup(0.2)", "crop(pad=2)+cutout(7)"];

    private static readonly Gen<Recipe> Recipes =
        from epochs in Gen.Int[1, 500]
        from batch in Gen.Int[1, 512]
        from rate in Gen.Double[1e-6, 10]
        from warmup in Gen.Double[0, 1]
        from momentum in Gen.Double[0.01, 0.999]
        from shares in Gen.Double[0, 0.99].Array[4]
        from flags in Gen.Bool.Array[2]
        from augment in Gen.Int[0, Augmentations.Length - 1]
        select new Recipe
        {
            Epochs = epochs,
            BatchSize = batch,
            LearningRate = rate,
            WarmupEpochs = warmup * epochs,
            Momentum = momentum,
            Nesterov = flags[0],
            Schedule = flags[1] ? LearningRateSchedule.Cosine : LearningRateSchedule.OneCycle,
            WeightDecay = shares[0] / 100,
            LabelSmoothing = shares[1],
            Dropout = shares[2],
            AverageDecay = shares[3],
            Augmentation = Augmentation.Parse(Augmentations[augment]),
        };

    [Fact]
    public void Text_parses_back_to_the_same_recipe() => Recipes.Sample(recipe =>
    {
        Recipe back = Recipe.Parse(recipe.Text);
        Assert.Equal(recipe, back);
        Assert.Equal(recipe.Text, back.Text);
    });

    [Fact]
    public void Every_learning_rate_lies_between_zero_and_the_peak() =>
        Recipes.Select(Gen.Int[1, 50]).Sample((recipe, steps) =>
        {
            for (long step = 0; step < (long)recipe.Epochs * steps; step += 1 + recipe.Epochs / 7)
                Assert.InRange(recipe.LearningRateAt(step, steps), 0, recipe.LearningRate * (1 + 1e-12));
        }, iter: 200);

    [Fact]
    public void The_cosine_starts_at_the_peak_passes_half_of_it_half_way_and_ends_near_zero()
    {
        Recipe recipe = Recipe.Paper(PaperRegime.Small, epochs: 10);
        Assert.Equal(0.1, recipe.LearningRateAt(0, 100));
        Assert.Equal(0.05, recipe.LearningRateAt(500, 100), 1e-12);
        // 1 - cos(pi / 1000) = 4.9e-6, times half the peak.
        Assert.Equal(0.05 * 4.934798e-6, recipe.LearningRateAt(999, 100), 1e-11);
    }

    [Fact]
    public void A_warm_up_rises_step_by_step_to_the_peak()
    {
        Recipe recipe = Recipe.Parse("epochs=10 lr=0.4 warmup=2");
        Assert.Equal(0.4 / 20, recipe.LearningRateAt(0, 10), 1e-15);
        Assert.Equal(0.4, recipe.LearningRateAt(19, 10), 1e-15);
        Assert.Equal(0.4, recipe.LearningRateAt(20, 10), 1e-15);
    }

    [Fact]
    public void One_cycle_peaks_after_three_tenths_and_falls_in_a_straight_line()
    {
        Recipe recipe = Recipe.Parse("epochs=10 lr=0.4 schedule=onecycle");
        Assert.Equal(0.4, recipe.LearningRateAt(29, 10), 1e-12);
        Assert.Equal(0.2, recipe.LearningRateAt(65, 10), 1e-12);
    }

    [Fact]
    public void The_papers_recipes_are_those_of_the_paper()
    {
        Assert.Equal(
            "epochs=250 batch=256 lr=0.1 schedule=cosine warmup=0 momentum=0.9 nesterov=false decay=5E-05 smoothing=0.1 dropout=0 edgedrop=0 average=0 augment=" +
            Recipe.Paper(PaperRegime.Small).Augmentation.Text, Recipe.Paper(PaperRegime.Small).Text);
        Recipe regular = Recipe.Paper(PaperRegime.Regular, batchSize: 64);
        Assert.Equal((100, 0.025, 1e-5, 0.2, 0.1), (regular.Epochs, regular.LearningRate, regular.WeightDecay, regular.Dropout, regular.EdgeDrop));
    }

    [Fact]
    public void Early_images_stand_in_the_text_where_there_are_any()
    {
        Recipe recipe = Recipe.Parse("epochs=9 earlysize=24 earlyepochs=4");
        Assert.Contains(" earlysize=24 earlyepochs=4 augment=", recipe.Text, StringComparison.Ordinal);
        Assert.Equal(recipe, Recipe.Parse(recipe.Text));
        Assert.DoesNotContain("early", (recipe with { EarlySize = 0, EarlyEpochs = 0 }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_that_are_not_named_come_from_the_basis()
    {
        Recipe basis = Recipe.Paper(PaperRegime.Regular);
        Assert.Equal(basis with { LearningRate = 0.3 }, Recipe.Parse("lr=0.3", basis));
    }

    [Theory]
    [InlineData("epochs=0", "epochs=0")]
    [InlineData("lr=-1", "above 0")]
    [InlineData("lr=nan", "finite")]
    [InlineData("momentum=1", "[0, 1)")]
    [InlineData("warmup=9 epochs=3", "[0, 3]")]
    [InlineData("speed=3", "speed")]
    [InlineData("lr", "key=value")]
    [InlineData("lr=1 lr=2", "twice")]
    [InlineData("schedule=linear", "cosine or onecycle")]
    [InlineData("augment=rotate(3)", "rotate")]
    [InlineData("earlysize=24", "earlyepochs")]
    [InlineData("earlyepochs=3", "earlysize")]
    [InlineData("earlysize=-1 earlyepochs=3", "earlysize")]
    [InlineData("epochs=3 earlysize=24 earlyepochs=3", "[0, 2]")]
    public void A_wrong_field_is_named_with_what_is_allowed(string text, string part) =>
        Assert.Contains(part, Assert.Throws<SpecException>(() => Recipe.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Digits_and_letters_are_not_mirrored_things_are()
    {
        Assert.False(Recipe.SurvivesMirroring(["0", "1", "2"]));
        Assert.False(Recipe.SurvivesMirroring(["a", "b"]));
        Assert.True(Recipe.SurvivesMirroring(["coat", "bag"]));
        Assert.False(Recipe.ForSmallImages(28, 28, 1, 60_000, 10, mirror: false).Augmentation.Flip);
        Assert.True(Recipe.ForSmallImages(64, 64, 3, 800, 80, mirror: true).Augmentation.Flip);
    }
}
