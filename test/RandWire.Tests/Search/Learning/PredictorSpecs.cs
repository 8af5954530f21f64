using RandWire.Engine;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Learning;

/// <summary>What BANANAS predicts with, and how it reads points.</summary>
public sealed class PredictorSpecs
{
    private static readonly string[] Words = ["none", "skip", "c1", "c3", "avg"];

    private static Axis[] Cell => [.. ((string[])["1<-0", "2<-0", "2<-1", "3<-0", "3<-1", "3<-2"]).Select(static name => new Axis(name, Words))];

    // 5 + 25 + 125 series; paths 3<-0; 1<-0, 3<-1; 2<-0, 3<-2; 1<-0, 2<-1, 3<-2.
    [Fact]
    public void A_cell_is_the_operations_along_its_paths()
    {
        PointEncoding encoding = new(Cell);
        Assert.Equal(155, encoding.Length);
        Assert.Equal(4, Ones(encoding, new Point([1, 2, 3, 4, 0, 1])).Length);
        // Both paths of two edges hold the same: three numbers.
        Assert.Equal(3, Ones(encoding, new Point([1, 1, 3, 4, 2, 2])).Length);
        // Mirrored: 1<-0 then 3<-1 is what 2<-0 then 3<-2 was; with 2<-1 of none in both the path of three differs only in its ends.
        Assert.Equal(2, Ones(encoding, new Point([3, 1, 0, 4, 2, 4])).Intersect(Ones(encoding, new Point([1, 3, 0, 0, 4, 2]))).Count());
        Assert.Equal(3, Ones(encoding, new Point([3, 1, 0, 4, 2, 4])).Intersect(Ones(encoding, new Point([1, 3, 0, 4, 4, 2]))).Count());
    }

    [Fact]
    public void Other_axes_are_one_hot()
    {
        PointEncoding encoding = new([new Axis("k", ["2", "4"]), .. Cell[..1], new Axis("p", ["0", "0.5", "1"])]);
        Assert.Equal(2 + 5 + 3, encoding.Length);
        Assert.Equal([3, 5 + 1, 5 + 2 + 2], Ones(encoding, new Point([1, 3, 2])));
        // Wires that are there or not are no operations along paths: nodes would not be told apart.
        Assert.Equal(2 * 28, new PointEncoding(new WiringSpace("wirings(n=8)", static _ => throw new InvalidOperationException()).Axes).Length);
        // Fifteen edges of seven words have more series than are ever numbered.
        Axis[] many = [.. from to in Enumerable.Range(1, 5) from origin in Enumerable.Range(0, to) select new Axis($"{to}<-{origin}", ["a", "b", "c", "d", "e", "f", "g"])];
        Assert.Equal(15 * 7, new PointEncoding(many).Length);
    }

    [Fact]
    public void A_predictor_learns_a_sum_of_choices_and_says_it_of_points_that_it_has_not_seen()
    {
        Seed seed = new(4);
        Axis[] axes = [.. Enumerable.Range(0, 5).Select(static i => new Axis($"axis {i}", Words))];
        PointEncoding encoding = new(axes);
        Point[] points = [.. Enumerable.Range(0, 160).Select(i => new Point([.. Enumerable.Range(0, 5).Select(axis => seed.Child(i).Below((ulong)axis, 5))]))];
        double[] values = [.. points.Select(static point => (point[0] + point[1] + point[2] + point[3] + point[4] - 10) / 3.0)];
        float[] rows = new float[points.Length * encoding.Length];
        for (int i = 0; i < points.Length; i++) encoding.Write(points[i], rows.AsSpan(i * encoding.Length, encoding.Length));
        const int Seen = 120;
        double[] told = Predictor.Fit(encoding.Length, rows.AsSpan(0, Seen * encoding.Length), values[..Seen], 200, new Seed(9)).Predict(rows);
        double Error(Range range) => told[range].Zip(values[range], static (a, b) => Math.Abs(a - b)).Average();
        // The values' own mean deviation is about 0.9.
        Assert.InRange(Error(..Seen), 0, 0.15);
        Assert.InRange(Error(Seen..), 0, 0.45);
        Assert.Equal(told, Predictor.Fit(encoding.Length, rows.AsSpan(0, Seen * encoding.Length), values[..Seen], 200, new Seed(9)).Predict(rows));
    }

    private static int[] Ones(PointEncoding encoding, Point point)
    {
        float[] numbers = new float[encoding.Length];
        encoding.Write(point, numbers);
        Assert.All(numbers, static number => Assert.True(number is 0 or 1));
        return [.. Enumerable.Range(0, numbers.Length).Where(i => numbers[i] == 1)];
    }
}
