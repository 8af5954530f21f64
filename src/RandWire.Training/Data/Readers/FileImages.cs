using RandWire.Training.Data.Images;
using RandWire.Training.Data.Loading;

namespace RandWire.Training.Data.Readers;

/// <summary>One file an image; decoded pixels stay in memory as far as they fit.</summary>
/// <param name="root">Folder that the paths are relative to.</param>
/// <param name="paths">Relative paths with forward slashes.</param>
/// <param name="cacheBytes">Memory for pixels.</param>
/// <param name="maxSide">Longer side to scale down to; null for none.</param>
internal sealed class FileImages(string root, IReadOnlyList<string> paths, long cacheBytes, int? maxSide) : IImageSource
{
    private readonly DecodedImage[] _cache = new DecodedImage[paths.Count];
    private long _decodedBytes, _reserved;
    private int _cached;

    public int Count => paths.Count;

    public int CachedImages => _cached;

    public long DecodedBytes => _decodedBytes;

    public string Source(int image) => paths[image];

    public ImageReading Reading { get; set; } = ImageReading.Usual;

    public DecodedFile Decode(int image) => ImageFile.Decode(FullPath(image), Reading);

    public void Keep(int image, DecodedImage decoded)
    {
        DecodedImage kept = Shrunk(decoded);
        int length = kept.Pixels.Length;
        Interlocked.Add(ref _decodedBytes, length);
        if (Interlocked.Add(ref _reserved, length) > cacheBytes)
        {
            Interlocked.Add(ref _reserved, -length);
            return;
        }
        _cache[image] = kept;
        Interlocked.Increment(ref _cached);
    }

    public DecodedImage Read(int image)
    {
        if (!_cache[image].Pixels.IsEmpty) return _cache[image];
        try
        {
            return Shrunk(Decode(image).Image);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{FullPath(image)}: {e.Message}. It was readable when the data was opened: put it back, or "
                + "start again.", e);
        }
    }

    public void Dispose() => Array.Clear(_cache);

    private string FullPath(int image) => Path.Combine(root, paths[image]);

    private DecodedImage Shrunk(DecodedImage image)
    {
        int longer = Math.Max(image.Height, image.Width);
        if (maxSide is not int side || longer <= side) return image;
        int height = Math.Max(1, (int)Math.Round((double)image.Height * side / longer));
        int width = Math.Max(1, (int)Math.Round((double)image.Width * side / longer));
        float[] samples = new float[height * width * image.Channels];
        Region whole = new(0, 0, image.Height, image.Width);
        new Resampler().Read(image.Pixels.Span, image.Height, image.Width, image.Channels, whole, Filter.Area, height, width, samples);
        byte[] pixels = new byte[samples.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)Math.Clamp(samples[i] + 0.5f, 0, 255);
        return new DecodedImage(height, width, image.Channels, pixels);
    }
}
