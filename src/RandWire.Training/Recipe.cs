using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>How to train: optimizer, schedule, regularisation and augmentation. Together with spec, data and seed it fixes every bit of
/// the weights.</summary>
/// <remarks>The defaults are the small regime of Xie et al. 2019 at batch 256. Text form: <c>epochs=250 batch=256 lr=0.1 schedule=cosine
/// ...</c>,
/// see <see cref="Text"/>.</remarks>
public sealed partial record Recipe
{
    /// <summary>Passes over the training images, at least 1.</summary>
    public int Epochs { get; init; } = 250;

    /// <summary>Images per step, at least 1; a training split with fewer images is one batch.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Peak learning rate, above 0; at this batch size, nothing is scaled behind the user's back.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>How the learning rate moves.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>Epochs of linear warm-up, fractions allowed, in [0, Epochs].</summary>
    public double WarmupEpochs { get; init; }

    /// <summary>Momentum of stochastic gradient descent, in [0, 1).</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Nesterov's look-ahead.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Weight decay of convolution and linear weights, at least 0; scales, shifts and wire scalars are not decayed.</summary>
    public double WeightDecay { get; init; } = 5e-5;

    /// <summary>Share of every target spread over all classes, in [0, 1).</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Dropout before the last layer, in [0, 1); takes the place of the network spec's own.</summary>
    public double Dropout { get; init; }

    /// <summary>Probability in [0, 1] that a step removes one wire, drawn uniformly among the wires into nodes that have more than
    /// one.</summary>
    public double EdgeDrop { get; init; }

    /// <summary>Drop path: probability in [0, 1) that a path of the last cell is dropped for an image at the end of training; earlier cells and earlier steps drop
    /// less, in proportion (Zoph et al. 2018; Larsson et al. 2017). Only networks with <c>droppath</c> in them have such paths.</summary>
    public double DropPath { get; init; }

    /// <summary>Decay of the exponential moving average of weights and running statistics that is evaluated and delivered, in [0, 1); 0:
    /// no averaging.</summary>
    public double AverageDecay { get; init; }

    /// <summary>Shorter side of the images in the first <see cref="EarlyEpochs"/>, in pixels, below the network's own: progressive image size, which makes these
    /// epochs cheaper (Howard 2018; Touvron et al. 2019 on why the last epochs want the size of evaluation). 0: all epochs take the network's.</summary>
    public int EarlySize { get; init; }

    /// <summary>Epochs with images of <see cref="EarlySize"/>, fewer than all; 0: none.</summary>
    public int EarlyEpochs { get; init; }

    /// <summary>How much an image of a rare class counts in the loss.</summary>
    public ClassWeighting ClassWeights { get; init; } = ClassWeighting.None;

    /// <summary>How training images are varied.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>The recipe of Xie et al. 2019: rate 0.1 per 256 images scaled linearly with the batch, momentum 0.9, cosine to 0, label
    /// smoothing 0.1.</summary>
    /// <param name="regime">Small or regular.</param>
    /// <param name="batchSize">Images per step.</param>
    /// <param name="epochs">Epochs; null takes the paper's 250 (small) or 100 (regular).</param>
    public static Recipe Paper(PaperRegime regime, int batchSize = 256, int? epochs = null)
    {
        bool regular = regime == PaperRegime.Regular;
        return new Recipe
        {
            Epochs = epochs ?? PaperEpochs(regime),
            BatchSize = batchSize,
            LearningRate = 0.1 * batchSize / 256,
            WeightDecay = regular ? 1e-5 : 5e-5,
            Dropout = regular ? 0.2 : 0,
            EdgeDrop = regular ? 0.1 : 0,
            Augmentation = Augmentation.Parse("resizedcrop(0.08)+flip+jitter(0.4)"),
        }.Checked();
    }

    /// <summary>Epochs of the paper: 250 in the small regime, 100 in the regular one.</summary>
    public static int PaperEpochs(PaperRegime regime) => regime == PaperRegime.Regular ? 100 : 250;

    /// <summary>A recipe for images of 28 to 128 pixels and hundreds to tens of thousands of them: small batches, Nesterov, warm-up, more
    /// weight
    /// decay, averaged weights, and as much augmentation as size and number of epochs ask for.</summary>
    /// <param name="height">Rows of the input.</param>
    /// <param name="width">Columns of the input.</param>
    /// <param name="channels">1 for gray, 3 for color.</param>
    /// <param name="trainImages">Number of training images.</param>
    /// <param name="epochs">Epochs.</param>
    /// <param name="mirror">Whether a mirrored image keeps its class; see <see cref="SurvivesMirroring"/>.</param>
    public static Recipe ForSmallImages(int height, int width, int channels, int trainImages, int epochs, bool mirror)
    {
        int batch = trainImages < 5_000 ? 32 : trainImages < 20_000 ? 64 : 128;
        double steps = Math.Max(1, (double)trainImages / batch * epochs);
        return new Recipe
        {
            Epochs = epochs,
            BatchSize = batch,
            // Small separable networks bear and need large steps: 8 epochs on 3,400 Fashion-MNIST images reach 79 % with 0.025 and 86 %
            // with 0.15.
            LearningRate = Math.Round(0.15 * Math.Sqrt(batch / 32.0), 2),
            WarmupEpochs = Math.Round(Math.Min(5, 0.1 * epochs), 2),
            Nesterov = true,
            WeightDecay = 5e-4,
            // The average looks back over the last fortieth of training, so short runs are not held back by their first steps.
            AverageDecay = Math.Round(Math.Clamp(1 - 40 / steps, 0.5, 0.9995), 4),
            Augmentation = AugmentationFor(Math.Min(height, width), channels, epochs, mirror),
        }.Checked();
    }

    /// <summary>The recipe that suits a preset: the paper's for <c>small</c> and <c>regular</c>, otherwise
    /// <see cref="ForSmallImages"/>.</summary>
    /// <param name="preset">Name of the preset.</param>
    /// <param name="input">Shape of the input.</param>
    /// <param name="trainImages">Number of training images.</param>
    /// <param name="classes">Names of the classes; they decide whether images are mirrored.</param>
    /// <param name="epochs">Epochs.</param>
    /// <param name="classCounts">Training images of every class; where they are imbalanced (<see cref="ClassBalance.IsImbalanced"/>) the loss is
    /// weighted. Null: it is not.</param>
    public static Recipe ForPreset(
        string preset, TensorShape input, int trainImages, IReadOnlyList<string> classes, int epochs, IReadOnlyList<int>? classCounts = null)
    {
        Recipe recipe = Presets.Regime(preset) is { } regime ? Paper(regime, 32, epochs)
            : ForSmallImages(input.Height, input.Width, input.Channels, trainImages, epochs, SurvivesMirroring(classes));
        return classCounts is not null && ClassBalance.IsImbalanced(classCounts) ? recipe with { ClassWeights = ClassWeighting.Balanced } : recipe;
    }

    /// <summary>Whether the classes look like things that stay themselves in a mirror. Single letters and digits do not.</summary>
    /// <param name="classes">Names of the classes.</param>
    public static bool SurvivesMirroring(IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return !classes.All(name => name.Length == 1 || int.TryParse(name, out _));
    }

    /// <summary>Learning rate of a step: constant within the step, a function of its position alone.</summary>
    /// <param name="step">Number of the step over the whole training, from 0.</param>
    /// <param name="stepsPerEpoch">Steps in one epoch, at least 1.</param>
    public double LearningRateAt(long step, int stepsPerEpoch)
    {
        double total = (double)Epochs * stepsPerEpoch;
        bool oneCycle = Schedule == LearningRateSchedule.OneCycle;
        double warmup = (oneCycle && WarmupEpochs == 0 ? 0.3 * Epochs : WarmupEpochs) * stepsPerEpoch;
        if (step < warmup) return LearningRate * Math.Min(1, (step + 1) / warmup);
        double done = warmup >= total ? 0 : (step - warmup) / (total - warmup);
        return LearningRate * (oneCycle ? 1 - done : 0.5 * (1 + ExactMath.CosTurns(done / 2)));
    }

    /// <summary>This recipe, when every field lies in its range.</summary>
    /// <exception cref="SpecException">A field does not; the message names it, its value and its range.</exception>
    public Recipe Checked()
    {
        Require(Epochs is >= 1 and <= 100_000, "epochs", Epochs, "must lie in [1, 100000]");
        Require(BatchSize is >= 1 and <= 65_536, "batch", BatchSize, "must lie in [1, 65536]");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), "lr", LearningRate, "must be above 0; 0.1 per 256 images is the paper's");
        Require(WarmupEpochs >= 0 && WarmupEpochs <= Epochs, "warmup", WarmupEpochs, $"must lie in [0, {Epochs}], the number of epochs");
        Require(Momentum is >= 0 and < 1, "momentum", Momentum, "must lie in [0, 1)");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), "decay", WeightDecay, "must be at least 0; 5e-5 is the paper's");
        Require(LabelSmoothing is >= 0 and < 1, "smoothing", LabelSmoothing, "must lie in [0, 1); 0.1 is the paper's");
        Require(Dropout is >= 0 and < 1, "dropout", Dropout, "must lie in [0, 1)");
        Require(EdgeDrop is >= 0 and <= 1, "edgedrop", EdgeDrop, "must lie in [0, 1]");
        Require(DropPath is >= 0 and < 1, "droppath", DropPath, "must lie in [0, 1)");
        Require(AverageDecay is >= 0 and < 1, "average", AverageDecay, "must lie in [0, 1); 0 turns averaging off");
        Require(EarlyEpochs >= 0 && (EarlyEpochs == 0 || EarlyEpochs < Epochs), "earlyepochs", EarlyEpochs, $"must lie in [0, {Epochs - 1}], below the number of epochs");
        Require(EarlySize >= 0, "earlysize", EarlySize, "must be at least 0; it is the shorter side of the first images in pixels");
        Require(EarlySize == 0 || EarlyEpochs > 0, "earlysize", EarlySize, "needs earlyepochs, the number of epochs with images of that size");
        Require(EarlyEpochs == 0 || EarlySize > 0, "earlyepochs", EarlyEpochs, "needs earlysize, the shorter side of their images in pixels");
        Augmentation.Checked();
        Require(!Nesterov || Momentum > 0, "nesterov", "true", "needs momentum above 0");
        return this;
    }

    private static Augmentation AugmentationFor(int side, int channels, int epochs, bool mirror)
    {
        string flip = mirror ? "+flip" : "";
        if (channels == 1) return Augmentation.Parse($"crop(pad=2){flip}{(epochs >= 30 ? $"+cutout({side / 4})" : "")}");
        if (side <= 40) return Augmentation.Parse($"crop(pad=4){flip}{(epochs >= 20 ? $"+cutout({side / 4})" : "")}");
        return Augmentation.Parse($"resizedcrop(0.35){flip}+jitter(0.4){(epochs >= 60 ? "+mixup(0.2)" : "")}");
    }
}
