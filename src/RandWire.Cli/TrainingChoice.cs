using RandWire.Networks;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Cli;

/// <summary>What <c>train</c> settles on where the command line leaves it open: preset, image size, epochs, recipe.</summary>
/// <param name="Preset">Name of the preset.</param>
/// <param name="Reason">Why, in a few words.</param>
/// <param name="Network">The network.</param>
/// <param name="Recipe">How it is trained.</param>
internal sealed record TrainingChoice(string Preset, string Reason, NetworkSpec Network, Recipe Recipe)
{
    private const int UsualEpochs = 20;
    private const int SmallEpochsOfThePaper = 250;
    private const int RegularEpochsOfThePaper = 100;

    /// <param name="preset">The preset asked for, or <see cref="NetworkFlags.Auto"/>.</param>
    /// <param name="size">The input size asked for, or null.</param>
    /// <param name="epochs">The epochs asked for, or null.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="complete">Adds what else the command line says of the network.</param>
    public static TrainingChoice Make(string preset, (int Height, int Width)? size, int? epochs, Dataset dataset, Func<PresetOptions, PresetOptions> complete)
    {
        (int height, int width) = size ?? dataset.UniformSize ?? dataset.TypicalSize;
        string reason = "as asked";
        int usual = preset switch { "small" => SmallEpochsOfThePaper, "regular" => RegularEpochsOfThePaper, _ => UsualEpochs };
        if (preset == NetworkFlags.Auto)
        {
            preset = Presets.Choose(height, width, dataset.Classes.Count, dataset.Train.Count, double.PositiveInfinity, out _);
            reason = $"the largest made for images of {height}x{width}";
        }

        if (size is null)
            (height, width) = Presets.InputSize(preset, height, width);
        NetworkSpec network = Presets.Create(preset, complete(new PresetOptions
        {
            Height = height,
            Width = width,
            ImageChannels = dataset.Channels,
            Classes = dataset.Classes.Count,
        }));
        WiringNotes.Tell(network);
        return new TrainingChoice(preset, reason, network, Recipe.ForPreset(preset, network.Input, dataset.Train.Count, dataset.Classes, epochs ?? usual,
            ClassBalance.Counts(dataset.Train)));
    }
}
