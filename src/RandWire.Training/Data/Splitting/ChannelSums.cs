using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RandWire.Training.Data.Splitting;

/// <summary>Sums of 8-bit samples and of their squares by channel, exact in any order; grey counts for all three.</summary>
internal readonly record struct ChannelSums(
    long Pixels, long Red, long Green, long Blue, long RedSquares, long GreenSquares, long BlueSquares)
{
    // Sixteen pixels of three channels: lane i of a run of 48 samples belongs to channel i mod 3.
    private const int Run = 48;

    // A lane adds at most this many squares of 8 bits before 32 bits are full.
    private const int RunsAtOnce = 60_000;

    public static ChannelSums Of(ReadOnlySpan<byte> pixels, int channels)
    {
        Span<long> sums = stackalloc long[Run], squares = stackalloc long[Run];
        sums.Clear();
        squares.Clear();
        int vectors = pixels.Length / Run * Run;
        for (int at = 0; at < vectors; at += RunsAtOnce * Run)
        {
            AddRuns(pixels[at..Math.Min(vectors, at + RunsAtOnce * Run)], sums, squares);
        }
        for (int i = vectors; i < pixels.Length; i++)
        {
            sums[i % Run] += pixels[i];
            squares[i % Run] += pixels[i] * pixels[i];
        }
        ChannelSums total = new(pixels.Length / channels, Sum(sums, 0), Sum(sums, 1), Sum(sums, 2), Sum(squares, 0), Sum(squares, 1), Sum(squares, 2));
        if (channels == 3) return total;
        long gray = total.Red + total.Green + total.Blue, graySquares = total.RedSquares + total.GreenSquares + total.BlueSquares;
        return new ChannelSums(pixels.Length, gray, gray, gray, graySquares, graySquares, graySquares);

        static long Sum(Span<long> lanes, int channel)
        {
            long sum = 0;
            for (int lane = channel; lane < Run; lane += 3) sum += lanes[lane];
            return sum;
        }
    }

    private static void AddRuns(ReadOnlySpan<byte> samples, Span<long> sums, Span<long> squares)
    {
        Span<Vector128<uint>> sum = stackalloc Vector128<uint>[Run / 4], square = stackalloc Vector128<uint>[Run / 4];
        sum.Clear();
        square.Clear();
        ReadOnlySpan<Vector128<byte>> vectors = MemoryMarshal.Cast<byte, Vector128<byte>>(samples);
        for (int v = 0, lanes = 0; v < vectors.Length; v++, lanes = lanes == 8 ? 0 : lanes + 4)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(vectors[v]);
            Add(low, sum[lanes..], square[lanes..]);
            Add(high, sum[(lanes + 2)..], square[(lanes + 2)..]);
        }
        for (int lane = 0; lane < Run; lane++)
        {
            sums[lane] += sum[lane / 4][lane % 4];
            squares[lane] += square[lane / 4][lane % 4];
        }

        static void Add(Vector128<ushort> samples, Span<Vector128<uint>> sum, Span<Vector128<uint>> square)
        {
            (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(samples);
            sum[0] += low;
            sum[1] += high;
            (low, high) = Vector128.Widen(samples * samples);
            square[0] += low;
            square[1] += high;
        }
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
