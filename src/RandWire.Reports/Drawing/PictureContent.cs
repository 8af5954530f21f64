namespace RandWire.Reports.Drawing;

/// <summary>What kinds of things a picture shows, so that its legend speaks of no others.</summary>
[Flags]
internal enum PictureContent
{
    /// <summary>Boxes of layers alone.</summary>
    Layers = 0,

    /// <summary>Random wirings.</summary>
    Wirings = 1,

    /// <summary>Cells.</summary>
    Cells = 2,
}
