using System.Diagnostics;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using RandWire.Training.Data.Images;
using RandWire.Training.Data.Loading;
using RandWire.Training.Data.NearDuplicates;
using RandWire.Training.Data.Readers;

namespace RandWire.Training.Data.Splitting;

/// <summary>Reads every image once, on all threads: its facts, its fingerprint, and its place in the cache. Pictures that leave open how they become samples
/// are read a second time where all of them together ask for another reading than the usual one.</summary>
internal sealed class ImageScan
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(200);

    // Whole pixels of three channels, and runs of any vector width.
    private const int PartBytes = 3 * 64 * 1024;

    private readonly object _gate = new();
    private readonly IImageSource _images;
    private readonly DatasetOptions _options;
    private readonly CancellationToken _cancellation;
    private long _reported = Stopwatch.GetTimestamp();
    private int _done, _total;

    private ImageScan(IImageSource images, DatasetOptions options, CancellationToken cancellation) =>
        (_images, _options, _cancellation) = (images, options, cancellation);

    /// <summary>Facts by image; the same for any number of threads. Afterwards the source reads as the data set is read.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImageFacts[] Run(IImageSource images, DatasetOptions options, CancellationToken cancellation)
    {
        ImageScan scan = new(images, options, cancellation);
        images.Reading = options.Reading ?? new ImageReading { Decoder = options.Decoder };
        ImageFacts[] facts = new ImageFacts[images.Count];
        scan.Read(facts, [.. Enumerable.Range(0, images.Count)]);
        if (options.Reading is null)
        {
            ImageReading chosen = ReadingRule.Choose(facts.Where(fact => fact.Failure is null).Select(fact => fact.Picture), options.Decoder);
            if (chosen != images.Reading)
            {
                images.Reading = chosen;
                scan.Read(facts, [.. Enumerable.Range(0, facts.Length).Where(i => facts[i].Failure is null && IsOpen(facts[i].Picture))]);
            }
        }
        options.Progress?.Invoke(new DataProgress(scan._total, scan._total));
        return facts;

        static bool IsOpen(PictureFacts picture) => picture.IsTransparent || picture.IsDeep;
    }

    private void Read(ImageFacts[] facts, int[] images)
    {
        _total += images.Length;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.Threads, CancellationToken = _cancellation };
        Parallel.For(0, images.Length, parallel, i =>
        {
            facts[images[i]] = Read(images[i]);
            Advance();
        });
    }

    private ImageFacts Read(int image)
    {
        try
        {
            DecodedFile file = _images.Decode(image);
            DecodedImage decoded = file.Image;
            ReadOnlySpan<byte> pixels = decoded.Pixels.Span;
            (UInt128 digest, ChannelSums sums) = Digest(decoded);
            ImageFacts facts = new()
            {
                Height = decoded.Height,
                Width = decoded.Width,
                Channels = decoded.Channels,
                Digest = digest,
                Sums = sums,
                // All pixels equal the first: the samples equal themselves one pixel on.
                IsFlat = pixels[decoded.Channels..].SequenceEqual(pixels[..^decoded.Channels]),
                Picture = file.Facts,
                Sketch = _options.NearDuplicates == NearDuplicateRule.Ignore ? null : PhotoSketch.Of(decoded),
            };
            _images.Keep(image, decoded);
            return facts;
        }
        catch (InvalidDataException e)
        {
            return new ImageFacts { Failure = e.Message };
        }
    }

    // Size into the hash as well: one row of six pixels is not six rows of one. Hash and sums go part by part, so that the second finds the samples in cache.
    private static (UInt128 Digest, ChannelSums Sums) Digest(DecodedImage image)
    {
        if (image.Channels == 3 && Samples.IsGray(image.Pixels.Span))
        {
            // Gray in three channels is the same picture as gray in one.
            byte[] gray = new byte[image.Pixels.Length / 3];
            for (int i = 0; i < gray.Length; i++) gray[i] = image.Pixels.Span[3 * i];
            return Digest(image with { Channels = 1, Pixels = gray });
        }
        XxHash128 hash = new();
        Span<int> size = [image.Height, image.Width, image.Channels];
        hash.Append(MemoryMarshal.AsBytes(size));
        ChannelSums sums = default;
        ReadOnlySpan<byte> pixels = image.Pixels.Span;
        for (int at = 0; at < pixels.Length; at += PartBytes)
        {
            ReadOnlySpan<byte> part = pixels[at..Math.Min(pixels.Length, at + PartBytes)];
            hash.Append(part);
            sums += ChannelSums.Of(part, image.Channels);
        }
        return (hash.GetCurrentHashAsUInt128(), sums);
    }

    private void Advance()
    {
        int done = Interlocked.Increment(ref _done);
        bool due = _options.Progress != null && Stopwatch.GetElapsedTime(Interlocked.Read(ref _reported)) >= ReportEvery;
        if (!due || !Monitor.TryEnter(_gate)) return;
        try
        {
            Interlocked.Exchange(ref _reported, Stopwatch.GetTimestamp());
            _options.Progress!(new DataProgress(Math.Max(done, _done), _total));
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }
}
