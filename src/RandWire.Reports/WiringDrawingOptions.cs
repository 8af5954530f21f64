namespace RandWire.Reports;

/// <summary>How a wiring is drawn.</summary>
public sealed record WiringDrawingOptions
{
    /// <summary>Heading above the drawing; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Smaller line under the heading; null for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>True (default) draws the extra input node and the extra output node of Xie et al. 2019.</summary>
    public bool ExtraNodes { get; init; } = true;

    /// <summary>True writes each node's index into it where it fits; default true.</summary>
    public bool Labels { get; init; } = true;

    /// <summary>True leaves out style and background: the HTML page around the drawing gives them. Default false: a file of its
    /// own.</summary>
    public bool Embedded { get; init; }

    /// <summary>True puts the stages of a network below one another, false (default) side by side.</summary>
    public bool Stacked { get; init; }
}
