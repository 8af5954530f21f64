using RandWire.Training.Data.Images;
using RandWire.Training.Data.Loading;

namespace RandWire.Training.Data.Readers;

/// <summary>One file an image; decoded pixels are kept as far as there is room.</summary>
/// <param name="root">Folder that the paths are relative to.</param>
/// <param name="paths">Relative paths with forward slashes.</param>
/// <param name="options">Memory, folder of the cache, and the side to scale down to.</param>
internal sealed class FileImages(string root, IReadOnlyList<string> paths, DatasetOptions options) : IImageSource
{
    private readonly PixelCache _cache = new(paths.Count, options.CacheBytes, options.CacheFolder);
    private readonly int[] _lengths = new int[paths.Count];

    public int Count => paths.Count;

    public int CachedImages => _cache.Held;

    public long DecodedBytes => _lengths.Sum(length => (long)length);

    public ImageReading Reading { get; set; } = ImageReading.Usual;

    public string Source(int image) => paths[image];

    public DecodedFile Decode(int image) => ImageFile.Decode(FullPath(image), Reading);

    public void Keep(int image, DecodedImage decoded)
    {
        if (!options.KeepImages)
        {
            _lengths[image] = decoded.Pixels.Length;
            return;
        }
        DecodedImage kept = ImageShrinking.ToSide(decoded, options.MaxSide);
        _lengths[image] = kept.Pixels.Length;
        _cache.Keep(image, kept);
    }

    public DecodedImage Read(int image)
    {
        if (_cache.TryRead(image, out DecodedImage kept)) return kept;
        try
        {
            return ImageShrinking.ToSide(Decode(image).Image, options.MaxSide);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{FullPath(image)}: {e.Message}. It was readable when the data was opened: put it back, or "
                + "start again.", e);
        }
    }

    public void Dispose() => _cache.Dispose();

    private string FullPath(int image) => Path.Combine(root, paths[image]);
}
