using System.Text;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Layout;

/// <summary>A smooth curve through points whose y grows: x as a monotone cubic function of y.</summary>
internal static class SmoothRoute
{
    // An arc swings out to three quarters of its bow, and the bow is at most this share of its height.
    private const double MostBow = 0.5;

    /// <summary>SVG path data of one arc from the first point to the last that bows toward the middle of the points between.</summary>
    public static string ArcData(IReadOnlyList<Point> points)
    {
        if (points.Count == 2) return PathData(points);
        (Point tail, Point head) = (points[0], points[^1]);
        double[] lanes = [.. points.Select(point => point.X).Order()];
        double height = head.Y - tail.Y, farthest = height * MostBow;
        double bow = Math.Clamp(lanes[lanes.Length / 2] - ((tail.X + head.X) / 2), -farthest, farthest);
        // Control points within the lanes keep the arc within them too.
        double first = Math.Clamp(tail.X + ((head.X - tail.X) / 3) + bow, lanes[0], lanes[^1]);
        double second = Math.Clamp(head.X - ((head.X - tail.X) / 3) + bow, lanes[0], lanes[^1]);
        return PathData(tail, new(first, tail.Y + (height / 3)), new(second, head.Y - (height / 3)), head);
    }

    /// <summary>SVG path data of the curve; between two points x never leaves their range, so curves pass between nodes as their points
    /// do.</summary>
    /// <remarks>Fritsch and Butland 1984: the tangent is the harmonic mean of the neighboring slopes, 0 at a turn.</remarks>
    public static string PathData(IReadOnlyList<Point> points)
    {
        int last = points.Count - 1;
        double[] tangents = new double[points.Count];
        double Slope(int i) => (points[i + 1].X - points[i].X) / (points[i + 1].Y - points[i].Y);
        for (int i = 1; i < last; i++)
        {
            double before = Slope(i - 1), after = Slope(i);
            tangents[i] = before * after <= 0 ? 0 : 2 * before * after / (before + after);
        }
        // Free ends bend toward the vertical, as in hand-drawn figures; single pieces get a gentle S.
        (tangents[0], tangents[last]) = (Slope(0) * 0.6, Slope(last - 1) * 0.6);

        StringBuilder path = new();
        path.Append('M').Append(Figures.Coordinate(points[0].X)).Append(' ').Append(Figures.Coordinate(points[0].Y));
        for (int i = 0; i < last; i++)
        {
            double third = (points[i + 1].Y - points[i].Y) / 3;
            path.Append('C').Append(Figures.Coordinate(points[i].X + (tangents[i] * third))).Append(' ')
                .Append(Figures.Coordinate(points[i].Y + third)).Append(' ')
                .Append(Figures.Coordinate(points[i + 1].X - (tangents[i + 1] * third))).Append(' ')
                .Append(Figures.Coordinate(points[i + 1].Y - third)).Append(' ')
                .Append(Figures.Coordinate(points[i + 1].X)).Append(' ').Append(Figures.Coordinate(points[i + 1].Y));
        }
        return path.ToString();
    }

    private static string PathData(Point tail, Point first, Point second, Point head) =>
        $"M{Figures.Coordinate(tail.X)} {Figures.Coordinate(tail.Y)}C{Figures.Coordinate(first.X)} {Figures.Coordinate(first.Y)} "
        + $"{Figures.Coordinate(second.X)} {Figures.Coordinate(second.Y)} {Figures.Coordinate(head.X)} {Figures.Coordinate(head.Y)}";
}
