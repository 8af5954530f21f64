namespace RandWire.Training.Data;

/// <summary>What decodes JPEG files. All other formats are decoded by managed code in any case.</summary>
public enum DecoderKind
{
    /// <summary>Managed code: the same pixels on every machine, and nothing to install.</summary>
    Managed,

    /// <summary>The system's libturbojpeg: several times as fast; pixels differ by at most a few levels from those of <see cref="Managed"/>.</summary>
    Turbo,
}
