using RandWire.Training.Data.Images;
using RandWire.Training.Data.Loading;

namespace RandWire.Training.Data.Readers;

/// <summary>Encoded images, decoded when they are needed and kept decoded as far as there is room.</summary>
internal sealed class KeptImages : IImageSource
{
    private readonly IReadOnlyList<string> _sources;
    private readonly Func<int, ImageReading, DecodedFile> _decode;
    private readonly string _root;
    private readonly DatasetOptions _options;
    private readonly PixelCache _cache;
    private readonly int[] _lengths;

    private KeptImages(string root, IReadOnlyList<string> sources, DatasetOptions options, Func<int, ImageReading, DecodedFile> decode)
    {
        (_root, _sources, _options, _decode) = (root, sources, options, decode);
        _cache = new PixelCache(sources.Count, options.CacheBytes, options.CacheFolder);
        _lengths = new int[sources.Count];
    }

    /// <summary>One file an image.</summary>
    /// <param name="root">Folder that the paths are relative to.</param>
    /// <param name="paths">Relative paths with forward slashes.</param>
    /// <param name="options">Memory, folder of the cache, and the side to scale down to.</param>
    public static KeptImages OfFiles(string root, IReadOnlyList<string> paths, DatasetOptions options) =>
        new(root, paths, options, (image, reading) => ImageFile.Decode(Path.Combine(root, paths[image]), reading));

    /// <summary>Files that lie in memory as they are encoded, such as those of a Parquet file.</summary>
    /// <param name="files">Bytes of each file.</param>
    /// <param name="sources">Where each is from, as "file#row".</param>
    /// <param name="options">Memory, folder of the cache, and the side to scale down to.</param>
    public static KeptImages OfBytes(IReadOnlyList<byte[]> files, IReadOnlyList<string> sources, DatasetOptions options) =>
        new("", sources, options, (image, reading) => files[image].Length > 0
            ? ImageDecoder.Decode(files[image], files[image].Length, reading)
            : throw new InvalidDataException("empty file (0 bytes)"));

    public int Count => _sources.Count;

    public int CachedImages => _cache.Held;

    public long DecodedBytes => _lengths.Sum(length => (long)length);

    public ImageReading Reading { get; set; } = ImageReading.Usual;

    public string Source(int image) => _sources[image];

    public DecodedFile Decode(int image) => _decode(image, Reading);

    public void Keep(int image, DecodedImage decoded)
    {
        DecodedImage kept = _options.KeepImages ? ImageShrinking.ToSide(decoded, _options.MaxSide) : decoded;
        _lengths[image] = kept.Pixels.Length;
        if (_options.KeepImages) _cache.Keep(image, kept);
    }

    public DecodedImage Read(int image)
    {
        if (_cache.TryRead(image, out DecodedImage kept)) return kept;
        try
        {
            return ImageShrinking.ToSide(Decode(image).Image, _options.MaxSide);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{Path.Combine(_root, _sources[image])}: {e.Message}. It was readable when the data was opened: put it back, or "
                + "start again.", e);
        }
    }

    public void Dispose() => _cache.Dispose();
}
