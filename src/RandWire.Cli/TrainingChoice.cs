using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Editing;
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

    // Images up to this size keep it in a hand-made network; larger ones are brought to the size of ImageNet's.
    private const int LargestSmallSide = 96;
    private const int LargeSide = 224;

    /// <param name="preset">The preset asked for, or <see cref="NetworkFlags.Auto"/>.</param>
    /// <param name="named">The network asked for by --network, or null.</param>
    /// <param name="size">The input size asked for, or null.</param>
    /// <param name="epochs">The epochs asked for, or null.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="complete">Adds what else the command line says of the network.</param>
    /// <param name="match">What the network is to cost, or null.</param>
    public static TrainingChoice Make(
        string preset, string? named, (int Height, int Width)? size, int? epochs, Dataset dataset, Func<PresetOptions, PresetOptions> complete, CostTarget? match)
    {
        (int height, int width) = size ?? dataset.UniformSize ?? dataset.TypicalSize;
        string reason = "as asked";
        if (named is not null)
            return Named(named, size, (height, width), epochs ?? UsualEpochs, dataset, complete, match);
        int usual = Presets.Regime(preset) is { } regime ? Recipe.PaperEpochs(regime) : UsualEpochs;
        if (preset == NetworkFlags.Auto)
        {
            preset = Presets.Choose(height, width, dataset.Classes.Count, dataset.Train.Count, double.PositiveInfinity, out _);
            reason = $"the largest made for images of {height}x{width}";
        }

        if (size is null)
            (height, width) = Presets.InputSize(preset, height, width);
        NetworkSpec network = NetworkSource.TryNetwork(preset, complete(new PresetOptions
        {
            Height = height,
            Width = width,
            ImageChannels = dataset.Channels,
            Classes = dataset.Classes.Count,
        }), match)!;
        return Of(preset, reason, network, epochs ?? usual, dataset);
    }

    private static TrainingChoice Named(
        string named, (int Height, int Width)? size, (int Height, int Width) images, int epochs, Dataset dataset, Func<PresetOptions, PresetOptions> complete,
        CostTarget? match)
    {
        (int height, int width) = size ?? (Math.Max(images.Height, images.Width) <= LargestSmallSide ? images : (LargeSide, LargeSide));
        if (size is null && Presets.Knows(named))
            (height, width) = Presets.InputSize(named, images.Height, images.Width);
        NetworkSpec network = NetworkSource.TryNetwork(named, complete(new PresetOptions { Height = height, Width = width, ImageChannels = dataset.Channels, Classes = dataset.Classes.Count }), match)
            ?? throw new SpecException($"--network {named}: a graph alone is no network. Give it as the wiring of one: --preset small --wiring \"{named}\".");
        if (network.Classes != dataset.Classes.Count || network.Input.Channels != dataset.Channels)
        {
            throw new SpecException($"--network {named}: made for {network.Classes} classes and {network.Input.Channels} channels, but the data has {dataset.Classes.Count} classes "
                + $"and {dataset.Channels} channels. Change classes= and input= in its first term.");
        }
        TrainingChoice choice = Of(network.Preset, "as asked", network, epochs, dataset);
        // A network that says its dropout keeps it, unless the recipe's text says another.
        return network.Head.Dropout > 0 ? choice with { Recipe = choice.Recipe with { Dropout = network.Head.Dropout } } : choice;
    }

    private static TrainingChoice Of(string preset, string reason, NetworkSpec network, int epochs, Dataset dataset)
    {
        WiringNotes.Tell(network);
        return new TrainingChoice(preset, reason, network, Recipe.ForPreset(preset, network.Input, dataset.Train.Count, dataset.Classes, epochs,
            ClassBalance.Counts(dataset.Train)));
    }
}
