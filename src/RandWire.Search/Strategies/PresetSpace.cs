using RandWire.Networks;

namespace RandWire.Search;

/// <summary>Random wirings in a preset's macro form: the space of Xie et al. 2019.</summary>
/// <param name="preset">Name of the preset.</param>
/// <param name="height">Height of the input in pixels.</param>
/// <param name="width">Width of the input in pixels.</param>
/// <param name="channels">Channels of the images.</param>
/// <param name="classes">Classes to tell apart.</param>
/// <param name="settings">The settings, at least one.</param>
public sealed class PresetSpace(string preset, int height, int width, int channels, int classes, IReadOnlyList<string> settings) : ISearchSpace
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Settings => settings;

    /// <inheritdoc/>
    public Candidate Make(int id, string setting, long graphSeed, string origin) => Candidate.Of(id, Spec(setting, graphSeed), setting, graphSeed, origin);

    /// <summary>The network of a setting and a seed.</summary>
    /// <exception cref="Graphs.SpecException">The preset's number of nodes does not allow the setting.</exception>
    public NetworkSpec Spec(string setting, long graphSeed) => Presets.Create(preset, new PresetOptions
    {
        Height = height,
        Width = width,
        ImageChannels = channels,
        Classes = classes,
        Wiring = setting,
        Seed = graphSeed,
    }).Checked();
}
