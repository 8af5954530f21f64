namespace RandWire.Training.Data;

/// <summary>By what the images of a data set were read: what a model must record to be used on other images, and a state to be gone on with.</summary>
/// <param name="Reading">How files became samples.</param>
/// <param name="Decoder">Names and versions of the decoders.</param>
/// <param name="IsPlain">Whether every decoder and every reading gives these samples, and none of the images was scaled down.</param>
/// <param name="MaxSide">The longer side that images are scaled down to; null for none.</param>
public sealed record ReadingRecord(ImageReading Reading, string Decoder, bool IsPlain, int? MaxSide)
{
    /// <summary>What a model says that records nothing: it is from before there was a choice.</summary>
    public const string UnrecordedDecoder = "StbImageSharp 2.30.16";

    /// <summary>A text that is equal where the samples are: empty for plain images.</summary>
    public string Identity => IsPlain ? "" : FormattableString.Invariant($"{Decoder}; {Reading.Text}; side {MaxSide ?? 0}");
}
