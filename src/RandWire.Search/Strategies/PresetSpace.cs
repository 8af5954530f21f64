using System.Collections.Immutable;
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

    /// <summary>The images and classes that its networks are for.</summary>
    public PresetOptions Images => new() { Height = height, Width = width, ImageChannels = channels, Classes = classes };

    /// <inheritdoc/>
    public Candidate Make(int id, string setting, long graphSeed, string origin) => Candidate.Of(id, Spec(setting, graphSeed), setting, graphSeed, origin);

    /// <summary>The network of a setting and a seed.</summary>
    /// <remarks>With a ratio r, stage i has round(C0 r^i) channels, C0 those of the first stage.</remarks>
    /// <exception cref="Graphs.SpecException">The preset's number of nodes does not allow the setting, or it cannot be read.</exception>
    public NetworkSpec Spec(string setting, long graphSeed)
    {
        SettingText text = SettingText.Parse(setting);
        NetworkSpec spec = Presets.Create(preset, new PresetOptions
        {
            Height = height,
            Width = width,
            ImageChannels = channels,
            Classes = classes,
            Wiring = text.Wiring,
            Channels = text.Width,
            Seed = graphSeed,
        });
        return (text.Ratio is double ratio ? spec with { Stages = Widened(spec.Stages, ratio) } : spec).Checked();
    }

    private static ImmutableArray<StageSpec> Widened(ImmutableArray<StageSpec> stages, double ratio)
    {
        double wide = stages[0].Channels ?? 1;
        ImmutableArray<StageSpec>.Builder widened = ImmutableArray.CreateBuilder<StageSpec>(stages.Length);
        foreach (StageSpec stage in stages)
        {
            widened.Add(stage with { Channels = Math.Max(1, (int)Math.Min(Math.Round(wide), int.MaxValue)) });
            wide *= ratio;
        }
        return widened.MoveToImmutable();
    }
}
