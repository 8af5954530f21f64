using System.Numerics;

namespace RandWire.Training.Data.Splitting;

/// <summary>Sums of 8-bit samples and of their squares by channel, exact in any order; grey counts for all three.</summary>
internal readonly record struct ChannelSums(
    long Pixels, long Red, long Green, long Blue, long RedSquares, long GreenSquares, long BlueSquares)
{
    // As many vectors of one phase as 16 bits can hold the sums of.
    private const int VectorsAtOnce = 256;

    public static ChannelSums Of(ReadOnlySpan<byte> pixels, int channels)
    {
        // A run of three vectors holds whole pixels of three channels: sample i of it belongs to channel i mod 3.
        int run = 3 * Vector<byte>.Count, whole = pixels.Length / run * run;
        Span<long> sums = stackalloc long[3], squares = stackalloc long[3];
        sums.Clear();
        squares.Clear();
        for (int at = 0; at < whole; at += VectorsAtOnce * run)
        {
            ReadOnlySpan<byte> part = pixels[at..Math.Min(whole, at + VectorsAtOnce * run)];
            for (int phase = 0; phase < 3; phase++) AddPhase(part, phase * Vector<byte>.Count, run, sums, squares);
        }
        for (int i = whole; i < pixels.Length; i++)
        {
            sums[i % 3] += pixels[i];
            squares[i % 3] += pixels[i] * pixels[i];
        }
        if (channels == 3) return new ChannelSums(pixels.Length / 3, sums[0], sums[1], sums[2], squares[0], squares[1], squares[2]);
        long gray = sums[0] + sums[1] + sums[2], graySquares = squares[0] + squares[1] + squares[2];
        return new ChannelSums(pixels.Length, gray, gray, gray, graySquares, graySquares, graySquares);
    }

    // One vector of every run; the part lies in the first cache, so that reading it three times costs little.
    private static void AddPhase(ReadOnlySpan<byte> part, int start, int run, Span<long> sums, Span<long> squares)
    {
        Vector<ushort> sumLow = default, sumHigh = default;
        Vector<uint> square0 = default, square1 = default, square2 = default, square3 = default;
        for (int at = start; at < part.Length; at += run)
        {
            Vector.Widen(new Vector<byte>(part[at..]), out Vector<ushort> low, out Vector<ushort> high);
            sumLow += low;
            sumHigh += high;
            Vector.Widen(low * low, out Vector<uint> first, out Vector<uint> second);
            square0 += first;
            square1 += second;
            Vector.Widen(high * high, out first, out second);
            square2 += first;
            square3 += second;
        }
        Flush(sumLow, start, sums);
        Flush(sumHigh, start + Vector<ushort>.Count, sums);
        Flush(square0, start, squares);
        Flush(square1, start + Vector<uint>.Count, squares);
        Flush(square2, start + 2 * Vector<uint>.Count, squares);
        Flush(square3, start + 3 * Vector<uint>.Count, squares);
    }

    private static void Flush(Vector<ushort> lanes, int first, Span<long> channels)
    {
        for (int i = 0; i < Vector<ushort>.Count; i++) channels[(first + i) % 3] += lanes[i];
    }

    private static void Flush(Vector<uint> lanes, int first, Span<long> channels)
    {
        for (int i = 0; i < Vector<uint>.Count; i++) channels[(first + i) % 3] += lanes[i];
    }

    public static ChannelSums operator +(ChannelSums a, ChannelSums b) => new(
        a.Pixels + b.Pixels, a.Red + b.Red, a.Green + b.Green, a.Blue + b.Blue,
        a.RedSquares + b.RedSquares, a.GreenSquares + b.GreenSquares, a.BlueSquares + b.BlueSquares);

    /// <summary>Mean of a channel, black 0 and white 1; 0 without pixels.</summary>
    public double Mean(int channel) => Pixels == 0 ? 0 : (double)Sum(channel) / Pixels / 255;

    /// <summary>Standard deviation of a channel in the same units; 0 without pixels.</summary>
    public double Deviation(int channel)
    {
        if (Pixels == 0) return 0;
        long squares = channel switch { 0 => RedSquares, 1 => GreenSquares, _ => BlueSquares };
        double mean = (double)Sum(channel) / Pixels;
        return Math.Sqrt(Math.Max(0, (double)squares / Pixels - mean * mean)) / 255;
    }

    private long Sum(int channel) => channel switch { 0 => Red, 1 => Green, _ => Blue };
}
