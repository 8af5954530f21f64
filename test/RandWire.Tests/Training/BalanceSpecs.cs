using CsCheck;
using RandWire.Engine;
using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Training;

public sealed class BalanceSpecs : IDisposable
{
    private readonly StripedTraining _striped = new();

    public void Dispose() => _striped.Dispose();

    [Theory]
    // The example of scikit-learn's balanced_accuracy_score: recalls 3/4 and 1/2.
    [InlineData("010010", "010001", 2, 0.625)]
    // Class 1 has no image: the mean of 1 and 1/2, as scikit-learn warns and leaves it out.
    [InlineData("0022", "0021", 3, 0.75)]
    // 19 of 20 right by always saying 0: a proud 95 %, and chance.
    [InlineData("00000000000000000001", "00000000000000000000", 2, 0.5)]
    public void Balanced_accuracy_is_the_mean_recall_of_the_classes_that_have_images(string labels, string predicted, int classes, double expected) =>
        Assert.Equal(expected, Evaluated(labels, predicted, classes).BalancedAccuracy, 1e-12);

    [Fact]
    public void Baseline_smallest_class_and_ratio_are_those_of_the_counts()
    {
        Evaluation evaluation = Evaluated("0000000222", "0000001221", 3);
        Assert.Equal((0, 0.7, 2, 2), (evaluation.MajorityClass, evaluation.MajorityBaseline, evaluation.SmallestClass, evaluation.PresentClasses));
        Assert.Equal(7 / 3.0, evaluation.Imbalance, 1e-12);
        Assert.False(evaluation.IsImbalanced);
        Assert.False(Evaluated("0001", "0001", 2).IsImbalanced);
        Assert.True(Evaluated("00001", "00001", 2).IsImbalanced);
    }

    [Theory]
    // Newcombe 1998, Statistics in Medicine 17, 857, table I, method 3.
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void An_interval_of_a_share_is_the_published_one(int correct, int count, double low, double high)
    {
        AccuracyInterval interval = AccuracyInterval.Wilson((double)correct / count, count);
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
        AccuracyInterval alone = AccuracyInterval.OfMeanRecall([new ClassAccuracy(0, count, correct, 0), new ClassAccuracy(1, 0, 0, 0)]);
        Assert.Equal(interval.Low, alone.Low, 1e-12);
        Assert.Equal(interval.High, alone.High, 1e-12);
    }

    [Fact]
    public void The_interval_of_a_mean_recall_is_that_of_a_difference_of_shares_in_other_words()
    {
        // Newcombe 1998, Statistics in Medicine 17, 873, method 10: 56/70 - 48/80 lies in 0.0524 to 0.3339. A difference p - q is p + (1 - q) - 1.
        AccuracyInterval mean = AccuracyInterval.OfMeanRecall([new ClassAccuracy(0, 70, 56, 0), new ClassAccuracy(1, 80, 32, 0)]);
        Assert.Equal((0.0524, 0.3339), (Math.Round(2 * mean.Low - 1, 4), Math.Round(2 * mean.High - 1, 4)));
    }

    [Fact]
    public void Weights_are_those_of_scikit_learn()
    {
        // compute_class_weight("balanced", classes=[0, 1], y=[1, 1, 1, 1, 0, 0]) is [1.5, 0.75].
        Assert.Equal([1.5f, 0.75f], ClassBalance.Weights([2, 4]));
        Assert.Equal([10f, 100 / 190f], ClassBalance.Weights([5, 95]));
        Assert.Equal([1f, 0f, 1f], ClassBalance.Weights([7, 0, 7]));
    }

    [Fact]
    public void Weights_average_to_one_and_none_is_above_the_bound() =>
        Gen.Int[0, 5000].Array[1, 30].Where(counts => counts.Sum() > 0).Sample(counts =>
        {
            float[] weights = ClassBalance.Weights(counts);
            Assert.Equal(counts.Sum(), counts.Zip(weights, (count, weight) => (double)count * weight).Sum(), counts.Sum() * 1e-6);
            Assert.All(weights, weight => Assert.InRange(weight, 0, ClassBalance.MostWeight));
            for (int a = 0; a < counts.Length; a++)
                for (int b = 0; b < counts.Length; b++)
                    if (counts[a] > 0 && counts[b] >= counts[a]) Assert.True(weights[a] >= weights[b] * (1 - 1e-6f));
        });

    [Fact]
    public void As_many_even_images_as_would_be_as_exact_are_all_of_them_where_classes_are_even()
    {
        Assert.Equal(300, ClassBalance.EffectiveImages([100, 100, 100, 0]));
        Assert.Equal(19, ClassBalance.EffectiveImages([95, 5]));
    }

    [Fact]
    public void The_rule_weights_classes_beyond_three_to_one_and_leaves_the_text_of_other_recipes()
    {
        static Recipe For(params int[] counts) => Recipe.ForPreset("tiny", new TensorShape(28, 28, 1), counts.Sum(), ["coat", "bag"], 5, counts);
        string usual = Recipe.ForPreset("tiny", new TensorShape(28, 28, 1), 120, ["coat", "bag"], 5).Text;
        Assert.Equal(usual, For(90, 30).Text);
        Assert.Equal(ClassWeighting.Balanced, For(91, 30).ClassWeights);
        Assert.Contains(" classweights=balanced augment=", For(91, 30).Text, StringComparison.Ordinal);
        Assert.Equal(For(91, 30), Recipe.Parse(For(91, 30).Text));
        Assert.Equal(ClassWeighting.None, Recipe.Parse("classweights=none", For(91, 30)).ClassWeights);
        Assert.Throws<RandWire.Graphs.SpecException>(() => Recipe.Parse("classweights=sqrt"));
    }

    [Fact]
    public void A_target_row_is_scaled_by_the_weight_of_its_class_before_rows_are_mixed()
    {
        LoaderOptions plain = new() { Classes = 3, BatchSize = 12, Seed = new Seed(4), LabelSmoothing = 0.1 };
        float[] ones = Targets(plain), weighted = Targets(plain with { ClassWeights = [2, 0.5f, 4] });
        for (int i = 0; i < 12; i++)
        {
            float weight = ((float[])[2, 0.5f, 4])[_striped.Data.Train.Label(i)];
            for (int c = 0; c < 3; c++) Assert.Equal(ones[3 * i + c] * weight, weighted[3 * i + c], 1e-6f);
        }
        Augmentation mixup = Augmentation.Parse("mixup(0.4)");
        // Mixing is linear: with all weights alike it commutes with them.
        float[] mixed = Targets(plain with { Augmentation = mixup }), doubled = Targets(plain with { Augmentation = mixup, ClassWeights = [2, 2, 2] });
        for (int i = 0; i < mixed.Length; i++) Assert.Equal(2 * mixed[i], doubled[i], 1e-6f);
        Assert.Equal(mixed, Targets(plain with { Augmentation = mixup, ClassWeights = [1, 1, 1] }));

        float[] Targets(LoaderOptions options)
        {
            using BatchLoader loader = new(_striped.Data.Train, _striped.Format, options);
            return loader.Epoch(0).First().Targets.ToArray();
        }
    }

    [Fact]
    public void Loss_and_gradient_of_weighted_rows_are_the_mean_of_weight_times_cross_entropy()
    {
        using ParameterStore store = new(StripedTraining.Network.Lower(), new Seed(3));
        using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = 4, Training = true, Threads = 1 });
        using BatchLoader loader = new(_striped.Data.Train, _striped.Format,
            new LoaderOptions { Classes = 3, BatchSize = 4, Seed = new Seed(4), LabelSmoothing = 0.1, ClassWeights = [3, 0.25f, 1.5f] });
        Batch batch = loader.Epoch(0).First();
        batch.Images.CopyTo(executor.Images);
        batch.Targets.CopyTo(executor.Targets);
        double loss = executor.ForwardBackward(4, new StepRandomness(new Seed(1), -1)), expected = 0;
        double[] gradient = new double[3];
        for (int i = 0; i < 4; i++)
        {
            double[] powers = [.. executor.Logits.Slice(3 * i, 3).ToArray().Select(logit => Math.Exp(logit))];
            int label = _striped.Data.Train.Label(batch.Indices[i]);
            double weight = ((double[])[3, 0.25, 1.5])[label];
            for (int c = 0; c < 3; c++)
            {
                double share = powers[c] / powers.Sum(), target = (c == label ? 0.9 : 0) + 0.1 / 3;
                expected -= weight * target * Math.Log(share) / 4;
                gradient[c] += weight * (share - target) / 4;
            }
        }
        // float32 targets and gradients of order 1.
        Assert.Equal(expected, loss, 1e-5);
        int bias = Enumerable.Range(0, store.Program.Parameters.Length).Single(p => store.Program.Parameters[p].Name == "head.fc.bias");
        float[] found = new float[3];
        store.ReadGradient(new ParameterId(bias), found);
        for (int c = 0; c < 3; c++) Assert.Equal(gradient[c], found[c], 1e-5);
    }

    [Fact]
    public void Weighted_training_differs_resumes_and_leaves_unweighted_training_alone()
    {
        TrainingSetup setup = _striped.Setup();
        int[] uneven = [.. Enumerable.Range(0, setup.Train.Count).Where(i => setup.Train.Label(i) != 2 || i % 4 == 0)];
        TrainingSetup skewed = setup with { Train = setup.Train.Subset(uneven) }, weighted = skewed with { Recipe = setup.Recipe with { ClassWeights = ClassWeighting.Balanced } };
        Assert.NotEqual(Trained(skewed), Trained(weighted));
        // Even classes have weight 1, and a product with 1 changes no bit.
        int[] even = [.. Enumerable.Range(0, 3).SelectMany(label => Enumerable.Range(0, setup.Train.Count).Where(i => setup.Train.Label(i) == label).Take(20))];
        TrainingSetup plain = setup with { Train = setup.Train.Subset(even) };
        Assert.Equal(Trained(plain), Trained(plain with { Recipe = setup.Recipe with { ClassWeights = ClassWeighting.Balanced } }));

        static string Trained(TrainingSetup setup)
        {
            using TrainingRun run = new(setup);
            Assert.All(run.Epochs(), epoch => Assert.NotNull(epoch.ValidationBalanced));
            return run.RawWeightsSha256;
        }
    }

    private Evaluation Evaluated(string labels, string predicted, int classes)
    {
        EvaluationTally tally = new(classes);
        for (int i = 0; i < labels.Length; i++)
        {
            double[] probabilities = new double[classes];
            probabilities[predicted[i] - '0'] = 1;
            tally.Add(i, labels[i] - '0', probabilities);
        }
        return tally.Result(_striped.Data.Test, 0);
    }
}
