using RandWire.Training.Data.Images;

namespace RandWire.Training.Data.Readers;

/// <summary>The images of some packed files, one file after another.</summary>
internal sealed class PackedImages : IImageSource
{
    private readonly IReadOnlyList<PackedFile> _files;
    private readonly int[] _starts;

    public PackedImages(IReadOnlyList<PackedFile> files)
    {
        _files = files;
        _starts = new int[files.Count];
        for (int i = 0; i < files.Count; i++)
        {
            PackedFile file = files[i];
            _starts[i] = Count;
            Count += file.Count;
            DecodedBytes += (long)file.Count * file.Format.PixelBytes;
            if (file.InMemory) CachedImages += file.Count;
        }
    }

    public int Count { get; }

    public int CachedImages { get; }

    public long DecodedBytes { get; }

    public string Source(int image)
    {
        int file = FileOf(image);
        return $"{_files[file].Name}#{image - _starts[file]}";
    }

    public ImageReading Reading { get; set; } = ImageReading.Usual;

    public DecodedFile Decode(int image) => new(Read(image), new PictureFacts { IsPlain = true });

    public void Keep(int image, DecodedImage decoded)
    {
        // Packed files were taken into memory whole, or are read where they are.
    }

    public DecodedImage Read(int image)
    {
        int file = FileOf(image);
        return _files[file].Read(image - _starts[file]);
    }

    public void Dispose()
    {
        foreach (PackedFile file in _files) file.Dispose();
    }

    private int FileOf(int image)
    {
        int found = Array.BinarySearch(_starts, image);
        return found >= 0 ? found : ~found - 1;
    }
}
