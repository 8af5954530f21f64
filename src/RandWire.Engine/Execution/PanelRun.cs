namespace RandWire.Engine.Execution;

/// <summary>Panels of sixteen outputs that read the same input channels: a matrix of [taps · <paramref name="Inputs"/>, 16 · <paramref name="Panels"/>].</summary>
/// <param name="FirstPanel">The first of them.</param>
/// <param name="Panels">How many.</param>
/// <param name="FirstInput">First input channel, a multiple of 16.</param>
/// <param name="Inputs">Stored input channels that they read.</param>
/// <param name="Offset">First float of its weights among those of the parameter.</param>
internal readonly record struct PanelRun(int FirstPanel, int Panels, int FirstInput, int Inputs, int Offset)
{
    /// <summary>First output channel.</summary>
    public int FirstOutput => 16 * FirstPanel;

    /// <summary>Stored output channels.</summary>
    public int Outputs => 16 * Panels;
}
