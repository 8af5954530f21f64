using System.Text;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Layout;

/// <summary>A smooth curve through points whose y grows: x as a monotone cubic function of y.</summary>
internal static class SmoothRoute
{
    /// <summary>SVG path data of the curve; between two points x never leaves their range, so curves pass between nodes as their points do.</summary>
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
            path.Append('C').Append(Figures.Coordinate(points[i].X + (tangents[i] * third))).Append(' ').Append(Figures.Coordinate(points[i].Y + third)).Append(' ')
                .Append(Figures.Coordinate(points[i + 1].X - (tangents[i + 1] * third))).Append(' ').Append(Figures.Coordinate(points[i + 1].Y - third)).Append(' ')
                .Append(Figures.Coordinate(points[i + 1].X)).Append(' ').Append(Figures.Coordinate(points[i + 1].Y));
        }
        return path.ToString();
    }
}
