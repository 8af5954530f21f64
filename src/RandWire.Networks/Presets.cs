using System.Collections.Immutable;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Graphs.Formats;

namespace RandWire.Networks;

/// <summary>Networks by name.</summary>
/// <remarks>
/// <c>small</c> and <c>regular</c> are the paper's (Xie et al. 2019, table 1; PAPER.md section 4): C = 78, and C = 109 or 154. The others
/// keep the resolution of small images: <c>tiny</c> and <c>fashion</c> for 28 to 40 pixels, <c>cifar</c> for 32 to 48, <c>medium</c> for 64 to
/// 96. Stages of one network have the same number of nodes, 10, except in <c>small</c> (32) and <c>regular</c> (16, then 32).
/// </remarks>
public static class Presets
{
    /// <summary>All names, cheapest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. PresetPlan.All.Select(static plan => plan.Name)];

    /// <summary>The spec of a preset, checked.</summary>
    /// <param name="preset">One of <see cref="Names"/>.</param>
    /// <param name="options">What the preset leaves open.</param>
    /// <exception cref="SpecException">The name is unknown or an option is out of range; the message advises.</exception>
    /// <exception cref="InvalidDataException">The wiring is a graph file that cannot be read.</exception>
    public static NetworkSpec Create(string preset, PresetOptions options)
    {
        PresetPlan plan = Plan(preset);
        int c = options.Channels ?? plan.Channels;
        if (c is < 1 or > NetworkSpec.MaximumChannels)
            throw new SpecException($"channels = {c} must lie in [1, {NetworkSpec.MaximumChannels}]. The preset '{plan.Name}' has {plan.Channels}.");
        Func<int, int, WiringSpec> wiring = WiringFor(options);
        return new NetworkSpec
        {
            Preset = plan.Name,
            Input = new TensorShape(options.Height == 0 ? plan.Side : options.Height, options.Width == 0 ? plan.Side : options.Width, options.ImageChannels),
            Classes = options.Classes,
            Stem = new StemSpec([.. plan.Stem.Select(part => new StemConvolution(part.Channels(c), part.Stride))]),
            Stages = [.. plan.Stages.Select((part, index) => new StageSpec
            {
                Channels = part.Channels(c),
                Stride = part.Stride,
                Wiring = wiring(plan.Stem.Length + 1 + index, part.Nodes),
            })],
            Head = new HeadSpec(plan.HeadChannels, options.Dropout ?? plan.Dropout),
        }.Checked();
    }

    /// <summary>Seed of one stage when every stage has its own: 31 bits derived from the seed and the stage's number in the paper's counting,
    /// so that NetworkX accepts it too.</summary>
    /// <param name="seed">The network's seed.</param>
    /// <param name="stageNumber">The stage's number, such as 3 for <c>stage3</c>.</param>
    public static long StageSeed(long seed, int stageNumber) => (long)(Seed.From(seed).Child("wiring").Child(stageNumber).Key >> 33);

    /// <summary>Size to which images are brought for a preset: their own when the preset is made for it, else its own largest or usual size.</summary>
    /// <param name="preset">One of <see cref="Names"/>.</param>
    /// <param name="height">Image height in pixels, at least 1.</param>
    /// <param name="width">Image width in pixels, at least 1.</param>
    /// <returns>The images' own size if both sides lie between the preset's usual and largest size, else the preset's usual square.</returns>
    public static (int Height, int Width) InputSize(string preset, int height, int width)
    {
        PresetPlan plan = Plan(preset);
        bool fits = Math.Min(height, width) >= plan.Side && Math.Max(height, width) <= Math.Min(plan.LargestSide, 256);
        return fits ? (height, width) : (plan.Side, plan.Side);
    }

    /// <summary>The preset that fits images, classes and budget.</summary>
    /// <remarks>Presets made for the image size are tried from the most expensive down; the first is taken that can see
    /// 150,000 images and ten times the training set within the budget, about what a search and a final training need.</remarks>
    /// <param name="height">Image height in pixels, at least 1; the typical one when sizes differ.</param>
    /// <param name="width">Image width in pixels, at least 1.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="trainImages">Images to train on.</param>
    /// <param name="budgetMultiplyAdds">Training multiply-adds (forward and backward) to spend in all; infinite when unlimited.</param>
    /// <param name="reason">Why, in one sentence for the user.</param>
    public static string Choose(int height, int width, int classes, int trainImages, double budgetMultiplyAdds, out string reason)
    {
        double visits = 150_000 + 10.0 * trainImages;
        string images = $"{height}x{width} images in {classes} classes";
        ImmutableArray<string> ladder = Ladder(Math.Sqrt((double)height * width), classes);
        foreach (string name in ladder)
        {
            (int fitHeight, int fitWidth) = InputSize(name, height, width);
            double perImage = TrainingMultiplyAdds(name, fitHeight, fitWidth, classes);
            string cost = FormattableString.Invariant($"costs {perImage / 1e6:0} million multiply-adds an image at {fitHeight}x{fitWidth}");
            if (perImage * visits <= budgetMultiplyAdds)
            {
                string rank = name == ladder[0] ? "the largest preset made for this size" : "the largest preset that the budget affords";
                reason = FormattableString.Invariant($"{images}: {name} {cost} in training, {rank}: {visits:0} image visits are affordable.");
                return name;
            }
            if (name == ladder[^1])
            {
                reason = FormattableString.Invariant($"{images}: {name} {cost} in training, the cheapest preset; the budget allows only {Math.Max(0, budgetMultiplyAdds) / perImage:0} image visits, a larger one would help.");
                return name;
            }
        }
        throw new InvalidOperationException("A ladder has at least one rung.");
    }

    // From the most expensive down. The 128 features of tiny's head are few for many classes.
    private static ImmutableArray<string> Ladder(double side, int classes)
    {
        ImmutableArray<string> ladder = side switch
        {
            <= 30 => ["fashion", "tiny"],
            <= 48 => ["cifar", "fashion", "tiny"],
            <= 150 => ["medium", "tiny"],
            _ => ["regular", "small", "medium", "tiny"],
        };
        return classes > 64 ? ladder.Remove("tiny") : ladder;
    }

    private static double TrainingMultiplyAdds(string preset, int height, int width, int classes) =>
        3.0 * Create(preset, new PresetOptions { Height = height, Width = width, Classes = Math.Max(2, classes) }).Cost().MultiplyAddsConvFc;

    private static PresetPlan Plan(string preset) =>
        PresetPlan.All.FirstOrDefault(plan => plan.Name.Equals(preset, StringComparison.OrdinalIgnoreCase))
        ?? throw new SpecException($"preset = '{TextTerm.Short(preset)}' is not known. Choose one of {string.Join(", ", Names)}.");

    // (stage number, the preset's N) to wiring; a graph file is read once.
    private static Func<int, int, WiringSpec> WiringFor(PresetOptions options)
    {
        string text = options.Wiring.Trim();
        if (LooksLikeFile(text))
        {
            if (!File.Exists(text)) throw new SpecException($"wiring = '{text}': there is no such graph file. Give a path to one, or a model such as ws(k=4,p=0.75).");
            ExplicitWiring fromFile = ExplicitWiring.Of(GraphFile.Load(text));
            return (_, _) => fromFile;
        }
        WiringSpec wiring = WiringSpec.Parse(text, options.Seed);
        if (wiring is not GeneratedWiring generated) return (_, _) => wiring;
        return (number, nodes) => new GeneratedWiring(
            generated.Model.Nodes is null ? generated.Model.WithNodes(nodes) : generated.Model,
            options.SeedPerStage ? StageSeed(options.Seed, number) : options.Seed);
    }

    // A model's text ends in a parenthesis and holds no path separator; everything else is taken for a file.
    private static bool LooksLikeFile(string text) =>
        File.Exists(text) || !text.EndsWith(')') || text.Contains('/', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal);
}
