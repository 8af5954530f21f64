namespace RandWire.Engine.Execution;

/// <summary>How the pixels of a batch are divided into chunks whose statistics are taken one by one: fixed by the problem alone.</summary>
/// <param name="PixelsOfRun">Pixels of a run that is divided by itself: one image, or the whole batch where <paramref name="PerImage"/> is false.</param>
/// <param name="PixelsOfChunk">Pixels of a chunk; the last of a run may have fewer.</param>
/// <param name="PerImage">Whether chunks end with their image.</param>
internal sealed record PixelChunks(int PixelsOfRun, int PixelsOfChunk, bool PerImage)
{
    private int ChunksOfImage => (PixelsOfRun + PixelsOfChunk - 1) / PixelsOfChunk;

    public int Count(int images) => PerImage
        ? images * ChunksOfImage
        : checked((int)(((long)images * PixelsOfRun + PixelsOfChunk - 1) / PixelsOfChunk));

    public long Pixels(int chunk, int images) => PerImage
        ? Math.Min(PixelsOfChunk, PixelsOfRun - chunk % ChunksOfImage * PixelsOfChunk)
        : Math.Min(PixelsOfChunk, (long)images * PixelsOfRun - (long)chunk * PixelsOfChunk);
}
