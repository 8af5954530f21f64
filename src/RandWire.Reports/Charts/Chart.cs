using System.Text;
using RandWire.Reports.Drawing;
using RandWire.Reports.Layout;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Charts;

/// <summary>A small chart as inline SVG: grid, axes, legend, lines or points with tooltips.</summary>
/// <remarks>Own code rather than OxyPlot, whose SVG was tried first: it cuts titles and legends it measured with another font, fixes its
/// colors (black axes vanish on a dark page), has no tooltips, and repeats ids between the charts of one page.</remarks>
internal sealed class Chart(string title, ChartAxis x, ChartAxis y, IReadOnlyList<ChartSeries> series)
{
    private const double Width = 460;
    private const double PlotHeight = 220;
    private const double FontSize = 12;
    private const double TitleHeight = 24;
    private const double LegendRow = 19;
    private const double LegendRoom = 250;
    private const double Right = 16;
    private const double Bottom = 44;
    private const int MostMarkedPoints = 40;

    /// <summary>True draws the line y = x.</summary>
    public bool Diagonal { get; init; }

    private double Left => 14 + y.Ticks.Max(tick => TextWidth.Of(y.Format(tick), FontSize));

    public void Draw(MarkupWriter svg)
    {
        List<(ChartSeries Series, Point Place)> legend = PlaceLegend(out double legendHeight);
        double top = TitleHeight + legendHeight + 28;
        string height = Figures.Coordinate(top + PlotHeight + Bottom);
        string label = $"{title}. Horizontal: {x.Title}; vertical: {y.Title}.";
        svg.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {Figures.Coordinate(Width)} {height}"), ("role", "img"),
            ("aria-label", label), ("class", "chart")).Line();
        Label(svg, title, 0, 15, "rw-text rw-bold", "start", 14);
        foreach ((ChartSeries entry, Point place) in legend) DrawLegendEntry(svg, entry, place);
        Label(svg, y.Title, 0, top - 12, "rw-text rw-muted", "start");
        DrawAxes(svg, top);
        if (Diagonal)
            svg.Empty("path", ("class", "diagonal"), ("d", $"M{C(X(x.Min))} {C(Y(y.Min, top))}L{C(X(x.Max))} {C(Y(y.Max, top))}"));
        foreach (ChartSeries one in series) DrawSeries(svg, one, top);
        svg.Close().Line();
    }

    private static string C(double value) => Figures.Coordinate(value);

    private static string Color(ChartSeries one) => one.Color < 0 ? "faint" : "s" + Figures.Count((one.Color % Palette.SeriesCount) + 1);

    private double X(double value) => Left + (x.Share(value) * (Width - Left - Right));

    private double Y(double value, double top) => top + ((1 - y.Share(value)) * PlotHeight);

    private static void Label(MarkupWriter svg, string text, double atX, double atY, string style, string anchor, double size = FontSize) =>
        PictureFrame.FittedText(svg, text, style, size, atX, atY, Width - 8, anchor);

    private void DrawAxes(MarkupWriter svg, double top)
    {
        foreach (double tick in y.Ticks)
        {
            svg.Empty("path", ("class", "grid"), ("d", $"M{C(Left)} {C(Y(tick, top))}H{C(Width - Right)}"));
            Label(svg, y.Format(tick), Left - 7, Y(tick, top) + 4, "rw-text rw-muted", "end");
        }
        double bottom = top + PlotHeight, previousEnd = double.NegativeInfinity;
        foreach (double tick in x.Ticks)
        {
            svg.Empty("path", ("class", "axis"), ("d", $"M{C(X(tick))} {C(bottom)}v4"));
            string text = x.Format(tick);
            double half = TextWidth.Of(text, FontSize) / 2, center = Math.Min(X(tick), Width - half);
            if (center - half < previousEnd + 6) continue;
            Label(svg, text, center, bottom + 18, "rw-text rw-muted", "middle");
            previousEnd = center + half;
        }
        svg.Empty("path", ("class", "axis"), ("d", $"M{C(Left)} {C(bottom)}H{C(Width - Right)}"));
        Label(svg, x.Title, (Left + Width - Right) / 2, bottom + 37, "rw-text rw-muted", "middle");
    }

    private void DrawSeries(MarkupWriter svg, ChartSeries one, double top)
    {
        svg.Open("g", ("class", Color(one)));
        if (one.Line)
            svg.Empty("path", ("class", one.Dashed ? "curve dashed" : "curve"), ("d", PathData(one, top)));
        if (!one.Line || one.Marks.Count <= MostMarkedPoints)
        {
            foreach (ChartMark mark in one.Marks)
            {
                if (!double.IsFinite(mark.X) || !double.IsFinite(mark.Y)) continue;
                if (mark.Interval is (double low, double high))
                {
                    svg.Empty("path", ("class", "whisker"),
                        ("d", $"M{C(X(mark.X))} {C(Y(Math.Max(low, y.Min), top))}V{C(Y(Math.Min(high, y.Max), top))}"));
                }
                svg.Open("circle", ("class", mark.Hollow ? "mark hollow" : "mark"), ("cx", C(X(mark.X))), ("cy", C(Y(mark.Y, top))),
                    ("r", one.Line ? "2.2" : "4.5"));
                svg.Element("title", mark.Note).Close();
            }
        }
        svg.Close().Line();
    }

    private string PathData(ChartSeries one, double top)
    {
        StringBuilder path = new();
        bool drawing = false;
        foreach (ChartMark mark in one.Marks)
        {
            bool finite = double.IsFinite(mark.X) && double.IsFinite(mark.Y);
            if (finite)
                path.Append(drawing ? 'L' : 'M').Append(C(X(mark.X))).Append(' ').Append(C(Y(Math.Clamp(mark.Y, y.Min, y.Max), top)));
            drawing = finite;
        }
        return path.ToString();
    }

    private List<(ChartSeries Series, Point Place)> PlaceLegend(out double height)
    {
        List<(ChartSeries, Point)> places = [];
        double atX = 0, row = 0;
        foreach (ChartSeries one in series)
        {
            if (one.Name.Length == 0) continue;
            double width = 26 + Math.Min(TextWidth.Of(one.Name, FontSize), LegendRoom) + 14;
            if (atX > 0 && atX + width > Width) (atX, row) = (0, row + 1);
            places.Add((one, new Point(atX, TitleHeight + (row * LegendRow) + 10)));
            atX += width;
        }
        height = places.Count == 0 ? 0 : (row + 1) * LegendRow;
        return places;
    }

    private static void DrawLegendEntry(MarkupWriter svg, ChartSeries one, Point place)
    {
        svg.Open("g", ("class", Color(one)));
        if (one.Line)
            svg.Empty("path", ("class", one.Dashed ? "curve dashed" : "curve"), ("d", $"M{C(place.X)} {C(place.Y)}h20"));
        else
            svg.Empty("circle", ("class", "mark"), ("cx", C(place.X + 12)), ("cy", C(place.Y)), ("r", "4.5"));
        svg.Close();
        PictureFrame.FittedText(svg, one.Name, "rw-text rw-muted", FontSize, place.X + 25, place.Y + 4, LegendRoom);
    }
}
