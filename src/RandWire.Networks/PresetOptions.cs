namespace RandWire.Networks;

/// <summary>What a preset leaves open.</summary>
public sealed record PresetOptions
{
    /// <summary>Height of the images in pixels; 0 takes the preset's own size.</summary>
    public int Height { get; init; }

    /// <summary>Width of the images in pixels; 0 takes the preset's own size.</summary>
    public int Width { get; init; }

    /// <summary>Channels of the images: 3 for color (default), 1 for grey.</summary>
    public int ImageChannels { get; init; } = 3;

    /// <summary>Number of classes; 1000 by default.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Wiring of every stage: a graph model with n or without (then the preset's number of nodes), <c>dag(...)</c>, or the path
    /// of a graph file. Null (default): the paper's best, <c>ws(k=4,p=0.75)</c>, in a preset; no random stages in a family of hand-made networks.</summary>
    public string? Wiring { get; init; }

    /// <summary>What every node of a random stage does.</summary>
    public NodeSpec Node { get; init; } = NodeSpec.Paper;

    /// <summary>Seed of the wiring.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>False (default, the paper's way): every stage uses <see cref="Seed"/>, so stages with equal n share one graph. True: every
    /// stage uses <see cref="Presets.StageSeed"/>.</summary>
    public bool SeedPerStage { get; init; }

    /// <summary>The paper's C, from which all channel counts follow; null takes the preset's.</summary>
    public int? Channels { get; init; }

    /// <summary>Dropout before the fully connected layer, in [0, 1); null takes the preset's.</summary>
    public double? Dropout { get; init; }
}
