namespace RandWire.Training.Data.Images;

internal static class ReadingRule
{
    public static ImageReading Choose(IEnumerable<PictureFacts> facts, DecoderKind decoder) => new() { Decoder = decoder };
    public static IEnumerable<string> Describe(ImageReading reading, IReadOnlyList<PictureFacts> facts) => [];
}
