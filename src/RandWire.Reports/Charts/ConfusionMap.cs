using RandWire.Reports.Drawing;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Charts;

/// <summary>A confusion matrix as a heat map: rows are true classes, columns predictions; colors are shares of a row.</summary>
internal sealed class ConfusionMap(IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<int>> counts)
{
    /// <summary>Most classes of a map; above, cells are smaller than a screen shows.</summary>
    public const int MaximumClasses = 200;

    private const double LabelSize = 12;
    private const double LabelRoom = 130;
    private const int MostNamedClasses = 40;
    private const int MostNumberedClasses = 20;

    private bool Named => classes.Count <= MostNamedClasses;

    private double Cell => classes.Count switch
    {
        <= 12 => 40,
        <= MostNumberedClasses => 32,
        <= MostNamedClasses => 18,
        _ => Math.Max(3.5, 700.0 / classes.Count),
    };

    private double LongestLabel => Named ? Math.Min(LabelRoom, classes.Max(name => TextWidth.Of(name, LabelSize))) : 34;

    public void Draw(MarkupWriter svg)
    {
        double left = LongestLabel + 30, slanted = Named ? (LongestLabel * 0.71) + 12 : 22, top = slanted + 24;
        double side = Cell * classes.Count, width = left + side + (Named ? slanted : 16), height = top + side + 8;
        string label = $"Confusion matrix of {Figures.Count(classes.Count)} classes: rows are true classes, columns predicted classes.";
        svg.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {C(width)} {C(height)}"), ("width", C(width)),
            ("height", C(height)), ("role", "img"), ("aria-label", label), ("class", "confusion")).Line();
        svg.Empty("rect", ("class", "rw-panel"), ("x", C(left)), ("y", C(top)), ("width", C(side)), ("height", C(side)));
        PictureFrame.FittedText(svg, "predicted", "rw-text rw-muted", LabelSize, left + (side / 2), 13, 120, "middle");
        svg.Open("g", ("transform", $"translate(12 {C(top + (side / 2))}) rotate(-90)"));
        PictureFrame.FittedText(svg, "true", "rw-text rw-muted", LabelSize, 0, 0, 120, "middle");
        svg.Close();
        for (int i = 0; i < classes.Count; i++) DrawNames(svg, i, left, top);
        for (int row = 0; row < classes.Count; row++) DrawRow(svg, row, left, top);
        svg.Close().Line();
    }

    private static string C(double value) => Figures.Coordinate(value);

    private void DrawNames(MarkupWriter svg, int i, double left, double top)
    {
        double center = (i + 0.5) * Cell;
        if (Named)
        {
            double size = Math.Min(LabelSize, Cell * 0.8);
            PictureFrame.FittedText(svg, classes[i], "rw-text", size, left - 6, top + center + (size * 0.35), LabelRoom, "end");
            svg.Open("g", ("transform", $"translate({C(left + center + 3)} {C(top - 6)}) rotate(-45)"));
            PictureFrame.FittedText(svg, classes[i], "rw-text", size, 0, 0, LabelRoom);
            svg.Close();
        }
        else if (i % 10 == 0)
        {
            PictureFrame.FittedText(svg, Figures.Count(i), "rw-text rw-muted", 11, left - 5, top + center + 4, 40, "end");
            PictureFrame.FittedText(svg, Figures.Count(i), "rw-text rw-muted", 11, left + center, top - 6, 40, "middle");
        }
    }

    private void DrawRow(MarkupWriter svg, int row, double left, double top)
    {
        int total = counts[row].Sum();
        for (int column = 0; column < classes.Count; column++)
        {
            int count = counts[row][column];
            if (count == 0) continue;
            double share = (double)count / total, opacity = row == column ? 0.1 + (0.9 * share) : 0.12 + (0.88 * Math.Sqrt(share));
            double x = left + (column * Cell), y = top + (row * Cell), inset = Cell > 10 ? 1 : 0;
            svg.Open("g").Element("title",
                $"{classes[row]} taken for {classes[column]}: {Figures.Count(count)} of {Figures.Count(total)} ({Figures.Percent(share)})");
            svg.Empty("rect", ("class", row == column ? "right" : "wrong"), ("x", C(x + inset)), ("y", C(y + inset)),
                ("width", C(Cell - (2 * inset))), ("height", C(Cell - (2 * inset))), ("fill-opacity", C(opacity)));
            if (classes.Count <= MostNumberedClasses)
            {
                string number = count < 10_000 ? Figures.Count(count) : Figures.Scaled(count);
                double size = TextWidth.Of(number, LabelSize) > Cell - 4 ? 9 : LabelSize;
                PictureFrame.FittedText(svg, number, opacity > 0.62 ? "rw-text rw-on-color" : "rw-text", size,
                    x + (Cell / 2), y + (Cell / 2) + (size * 0.35), Cell, "middle");
            }
            svg.Close();
        }
        svg.Line();
    }
}
