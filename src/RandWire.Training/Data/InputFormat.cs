using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.ExceptionServices;
using RandWire.Graphs;
using RandWire.Training.Data.Loading;

namespace RandWire.Training.Data;

/// <summary>What a network takes in: size, channels and the numbers by which samples are normalized.</summary>
/// <remarks>Equal when all numbers are equal. Text: <c>28x28x1 mean=0.286 deviation=0.353</c>, three values joined by commas for
/// color.</remarks>
/// <param name="Height">H, rows, at least 1.</param>
/// <param name="Width">W, columns, at least 1.</param>
/// <param name="Channels">C, 1 or 3.</param>
/// <param name="Mean">[C], in units where black is 0 and white is 1.</param>
/// <param name="Deviation">[C], in the same units, above 0.</param>
public sealed record InputFormat(int Height, int Width, int Channels, ImmutableArray<float> Mean, ImmutableArray<float> Deviation)
{
    /// <summary>H·W·C, floats of one image.</summary>
    public int Elements => Height * Width * Channels;

    /// <summary>The canonical text, which <see cref="Parse"/> reads back to an equal value.</summary>
    public string Text => FormattableString.Invariant($"{Height}x{Width}x{Channels} mean={Join(Mean)} deviation={Join(Deviation)}");

    /// <summary>Measures mean and deviation of a training split, resized and cropped as for evaluation.</summary>
    /// <remarks>Reads every image, or evenly spaced ones where all would be more than 2^28 samples. A channel that never varies gets
    /// deviation 1. The same bits for any number of threads.</remarks>
    /// <exception cref="DataException">The split is empty.</exception>
    /// <exception cref="InvalidDataException">An image that is not cached can no longer be read.</exception>
    public static InputFormat Measure(DatasetSplit train, int height, int width, int channels)
    {
        ArgumentNullException.ThrowIfNull(train);
        InputFormat raw = new(height, width, channels, [.. new float[channels]], [.. Enumerable.Repeat(1f, channels)]);
        return raw.Checked().MeasuredOn(train);
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="SpecException">Not of this form.</exception>
    public static InputFormat Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] size = parts.Length == 3 ? parts[0].Split('x') : [];
        if (size.Length == 3 && parts[1].StartsWith("mean=", StringComparison.Ordinal)
            && parts[2].StartsWith("deviation=", StringComparison.Ordinal)
            && Whole(size[0], out int height) && Whole(size[1], out int width) && Whole(size[2], out int channels)
            && Numbers(parts[1]["mean=".Length..], out ImmutableArray<float> mean)
            && Numbers(parts[2]["deviation=".Length..], out ImmutableArray<float> deviation))
        {
            return new InputFormat(height, width, channels, mean, deviation).Checked();
        }
        throw new SpecException($"{text}: not an input format. Write it as 28x28x1 mean=0.286 deviation=0.353.");
    }

    /// <summary>This, after a check of all fields.</summary>
    /// <exception cref="SpecException">A rule is broken; the message names the field, its value and its range.</exception>
    public InputFormat Checked()
    {
        if (Height is < 1 or > 8192 || Width is < 1 or > 8192) throw new SpecException($"{Text}: height and width must lie in [1, 8192].");
        if (Channels is not (1 or 3)) throw new SpecException($"{Text}: channels = {Channels} must be 1 (gray) or 3 (color).");
        if (Mean.Length != Channels || Deviation.Length != Channels || !Mean.All(float.IsFinite)
            || !Deviation.All(d => d > 0 && float.IsFinite(d)))
        {
            throw new SpecException($"{Text}: give {Channels} means and {Channels} deviations, finite, the deviations above 0.");
        }
        return this;
    }

    /// <summary>Resizes, crops and normalizes one image as for evaluation.</summary>
    /// <remarks>For many images use <see cref="BatchLoader"/>, which keeps its scratch memory.</remarks>
    /// <param name="image">Any size, gray or color; converted where the format asks for the other.</param>
    /// <param name="destination">[H, W, C].</param>
    public void Prepare(DecodedImage image, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, Elements);
        new ImagePreparation(Checked(), Augmentation.None).Evaluate(image, destination);
    }

    /// <inheritdoc/>
    public bool Equals(InputFormat? other) => other is not null && (Height, Width, Channels) == (other.Height, other.Width, other.Channels)
        && Mean.AsSpan().SequenceEqual(other.Mean.AsSpan()) && Deviation.AsSpan().SequenceEqual(other.Deviation.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Height, Width, Channels, Mean.IsEmpty ? 0 : Mean[0], Deviation.IsEmpty ? 0 : Deviation[0]);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private InputFormat MeasuredOn(DatasetSplit train)
    {
        if (train.Count == 0) throw new DataException("The training split is empty: there is nothing to measure mean and deviation on.");
        int images = (int)Math.Clamp((1L << 28) / Elements, 1, train.Count);
        double[] sums = new double[images * 2 * Channels];
        try
        {
            Parallel.For(0, images, Scratch, (i, _, scratch) =>
            {
                scratch.Preparation.Evaluate(train.Read((int)((long)i * train.Count / images)), scratch.Buffer);
                AddSums(scratch.Buffer, sums.AsSpan(i * 2 * Channels, 2 * Channels));
                return scratch;
            }, _ => { });
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is InvalidDataException)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        float[] mean = new float[Channels], deviation = new float[Channels];
        double samples = (double)images * Height * Width;
        for (int c = 0; c < Channels; c++)
        {
            double sum = 0, squares = 0;
            for (int i = c; i < sums.Length; i += 2 * Channels) (sum, squares) = (sum + sums[i], squares + sums[i + Channels]);
            double variance = squares / samples - sum / samples * (sum / samples);
            (mean[c], deviation[c]) = ((float)(sum / samples), variance > 1e-10 ? (float)Math.Sqrt(variance) : 1);
        }
        return this with { Mean = [.. mean], Deviation = [.. deviation] };

        (ImagePreparation Preparation, float[] Buffer) Scratch() => (new ImagePreparation(this, Augmentation.None), new float[Elements]);
    }

    // sums: the sum of each channel, then the sum of squares of each.
    private void AddSums(ReadOnlySpan<float> image, Span<double> sums)
    {
        for (int i = 0; i < image.Length;)
        {
            for (int c = 0; c < Channels; c++, i++)
            {
                double sample = image[i];
                sums[c] += sample;
                sums[c + Channels] += sample * sample;
            }
        }
    }

    private static string Join(ImmutableArray<float> values) =>
        values.IsDefault ? "" : string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    private static bool Whole(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool Numbers(string text, out ImmutableArray<float> values)
    {
        string[] parts = text.Split(',');
        float[] numbers = new float[parts.Length];
        bool whole = true;
        for (int i = 0; i < parts.Length; i++)
            whole &= float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]);
        values = [.. numbers];
        return whole;
    }
}
