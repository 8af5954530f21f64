using RandWire.Training.Data.Images;
using RandWire.Training.Data.Loading;

namespace RandWire.Training.Data.Readers;

/// <summary>Image files that lie in memory as they are encoded, such as those of a Parquet file; decoded pixels stay beside them as far as they fit.</summary>
/// <param name="files">Bytes of each file.</param>
/// <param name="sources">Where each is from, as "file#row".</param>
/// <param name="cacheBytes">Memory for pixels.</param>
/// <param name="maxSide">Longer side to scale down to; null for none.</param>
internal sealed class EncodedImages(IReadOnlyList<byte[]> files, IReadOnlyList<string> sources, long cacheBytes, int? maxSide) : IImageSource
{
    private readonly DecodedImage[] _cache = new DecodedImage[files.Count];
    private long _decodedBytes, _reserved;
    private int _cached;

    public int Count => files.Count;

    public int CachedImages => _cached;

    public long DecodedBytes => _decodedBytes;

    public ImageReading Reading { get; set; } = ImageReading.Usual;

    public string Source(int image) => sources[image];

    public DecodedFile Decode(int image) => files[image].Length > 0
        ? ImageDecoder.Decode(files[image], files[image].Length, Reading)
        : throw new InvalidDataException("empty file (0 bytes)");

    public void Keep(int image, DecodedImage decoded)
    {
        DecodedImage kept = Shrunk(decoded);
        Interlocked.Add(ref _decodedBytes, kept.Pixels.Length);
        if (Interlocked.Add(ref _reserved, kept.Pixels.Length) > cacheBytes)
        {
            Interlocked.Add(ref _reserved, -kept.Pixels.Length);
            return;
        }
        _cache[image] = kept;
        Interlocked.Increment(ref _cached);
    }

    public DecodedImage Read(int image) => _cache[image].Pixels.IsEmpty ? Shrunk(Decode(image).Image) : _cache[image];

    public void Dispose() => Array.Clear(_cache);

    private DecodedImage Shrunk(DecodedImage image)
    {
        int longer = Math.Max(image.Height, image.Width);
        if (maxSide is not int side || longer <= side) return image;
        int height = Math.Max(1, (int)Math.Round((double)image.Height * side / longer)), width = Math.Max(1, (int)Math.Round((double)image.Width * side / longer));
        float[] samples = new float[height * width * image.Channels];
        new Resampler().Read(image.Pixels.Span, image.Height, image.Width, image.Channels, new Region(0, 0, image.Height, image.Width), Filter.Area, height, width, samples);
        byte[] pixels = new byte[samples.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)Math.Clamp(samples[i] + 0.5f, 0, 255);
        return new DecodedImage(height, width, image.Channels, pixels);
    }
}
