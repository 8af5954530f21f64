using RandWire.Networks;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Cli;

/// <summary>What <c>train</c> settles on where the command line leaves it open: preset, image size, epochs, recipe.</summary>
/// <param name="Preset">Name of the preset.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Network">The network.</param>
/// <param name="Recipe">How it is trained.</param>
internal sealed record TrainingChoice(string Preset, string Reason, NetworkSpec Network, Recipe Recipe)
{
    // Ten minutes at the 50 GMAC/s that two cores reach: the budget that 'auto' is told when nobody named one.
    private const double UsualBudget = 3e13;
    private const int LargestSizeKept = 96;
    private const int SizeForPhotos = 64;
    private const int UsualEpochs = 20;
    private const int BatchOfThePaper = 32;

    /// <param name="preset">The preset asked for, or <see cref="NetworkFlags.Auto"/>.</param>
    /// <param name="size">The input size asked for, or null.</param>
    /// <param name="epochs">The epochs asked for, or null.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="complete">Adds what else the command line says of the network.</param>
    public static TrainingChoice Make(string preset, (int Height, int Width)? size, int? epochs, Dataset dataset, Func<PresetOptions, PresetOptions> complete)
    {
        string reason = "as asked";
        (int height, int width) = size ?? Fitting(preset, dataset);
        if (preset == NetworkFlags.Auto)
            preset = Presets.Choose(height, width, dataset.Classes.Count, dataset.Train.Count, UsualBudget, out reason);
        NetworkSpec network = Presets.Create(preset, complete(new PresetOptions
        {
            Height = height, Width = width, ImageChannels = dataset.Channels, Classes = dataset.Classes.Count,
        }));
        return new TrainingChoice(preset, reason, network, RecipeFor(preset, network, dataset, epochs));
    }

    // Zero lets the paper's presets take their own 224 pixels.
    private static (int Height, int Width) Fitting(string preset, Dataset dataset) =>
        IsPapers(preset) ? (0, 0)
        : dataset.UniformSize is { } uniform && Math.Max(uniform.Height, uniform.Width) <= LargestSizeKept ? uniform
        : (SizeForPhotos, SizeForPhotos);

    private static Recipe RecipeFor(string preset, NetworkSpec network, Dataset dataset, int? epochs) => IsPapers(preset)
        ? Recipe.Paper(preset == "regular" ? PaperRegime.Regular : PaperRegime.Small, BatchOfThePaper, epochs)
        : Recipe.ForSmallImages(network.Input.Height, network.Input.Width, network.Input.Channels, dataset.Train.Count, epochs ?? UsualEpochs, Recipe.SurvivesMirroring(dataset.Classes));

    private static bool IsPapers(string preset) => preset is "small" or "regular";
}
