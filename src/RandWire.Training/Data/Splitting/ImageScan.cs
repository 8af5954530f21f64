using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using RandWire.Training.Data.Readers;

namespace RandWire.Training.Data.Splitting;

/// <summary>Reads every image once, on all threads: its facts, its fingerprint, and its place in the cache.</summary>
internal sealed class ImageScan
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(200);
    private readonly object _gate = new();
    private readonly IImageSource _images;
    private readonly DatasetOptions _options;
    private long _reported = Stopwatch.GetTimestamp();
    private int _done;

    private ImageScan(IImageSource images, DatasetOptions options) => (_images, _options) = (images, options);

    /// <summary>Facts by image; the same for any number of threads.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImageFacts[] Run(IImageSource images, DatasetOptions options, CancellationToken cancellation)
    {
        ImageScan scan = new(images, options);
        ImageFacts[] facts = new ImageFacts[images.Count];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };
        Parallel.For(0, images.Count, parallel, i =>
        {
            facts[i] = scan.Read(i);
            scan.Advance();
        });
        options.Progress?.Invoke(new DataProgress(images.Count, images.Count));
        return facts;
    }

    private ImageFacts Read(int image)
    {
        try
        {
            DecodedImage decoded = _images.Decode(image).Image;
            ReadOnlySpan<byte> pixels = decoded.Pixels.Span;
            ChannelSums sums = ChannelSums.Of(pixels, decoded.Channels);
            ImageFacts facts = new(decoded.Height, decoded.Width, decoded.Channels, Digest(decoded), sums, null);
            _images.Keep(image, decoded);
            return facts;
        }
        catch (InvalidDataException e)
        {
            return default(ImageFacts) with { Failure = e.Message };
        }
    }

    private static UInt128 Digest(DecodedImage image)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(image.Pixels.Span, hash);
        UInt128 pixels = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        // Size into the hash as well: one row of six pixels is not six rows of one.
        BinaryPrimitives.WriteUInt128LittleEndian(hash, pixels);
        BinaryPrimitives.WriteInt32LittleEndian(hash[16..], image.Height);
        BinaryPrimitives.WriteInt32LittleEndian(hash[20..], image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(hash[24..], image.Channels);
        SHA256.HashData(hash[..28], hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private void Advance()
    {
        int done = Interlocked.Increment(ref _done);
        bool due = _options.Progress != null && Stopwatch.GetElapsedTime(Interlocked.Read(ref _reported)) >= ReportEvery;
        if (!due || !Monitor.TryEnter(_gate)) return;
        try
        {
            Interlocked.Exchange(ref _reported, Stopwatch.GetTimestamp());
            _options.Progress!(new DataProgress(Math.Max(done, _done), _images.Count));
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }
}
