namespace RandWire.Training.Data;

/// <summary>What decodes JPEG files. All other formats are decoded by managed code in any case.</summary>
public enum DecoderKind
{
    /// <summary>Managed code: the same pixels on every machine, and nothing to install.</summary>
    Managed,

    /// <summary>The system's libturbojpeg: faster; the pixels are those of <see cref="Managed"/> in all files that were compared, but depend on what is installed.</summary>
    Turbo,
}
