using RandWire.Reports.Markup;

namespace RandWire.Reports.Sections;

/// <summary>What the run learned from: classes, counts, sizes, problems.</summary>
internal static class DataSection
{
    private const int MostListedClasses = 40;
    private const int MostListedProblems = 50;

    public static void Write(MarkupWriter html, RunReport report)
    {
        ReportData data = report.Data;
        html.Heading("data", "Data");
        IReadOnlyList<ReportClass> classes = data.Classes;
        html.Facts([
            new ReportFact("Source", data.Source),
            new ReportFact("Classes", Figures.Count(classes.Count)),
            new ReportFact("Images", $"{Figures.Count(classes.Sum(c => (long)c.Train))} to train on, "
                + $"{Figures.Count(classes.Sum(c => (long)c.Validation))} to choose by, "
                + $"{Figures.Count(classes.Sum(c => (long)c.Test))} to test on"),
            .. data.Facts]);
        html.Open("div", ("class", "columns"));
        Classes(html, classes);
        Problems(html, data.Problems);
        html.Close().Line();
    }

    private static void Classes(MarkupWriter html, IReadOnlyList<ReportClass> classes)
    {
        html.Open("div").Element("h3", "Images by class");
        IReadOnlyList<ReportClass> listed = classes;
        if (classes.Count > MostListedClasses)
        {
            ReportClass[] bySize = [.. classes.OrderBy(c => c.Train)];
            listed = [.. bySize.Take(10), .. bySize.TakeLast(10)];
            html.Paragraph($"The ten smallest and the ten largest of {Figures.Count(classes.Count)} classes; "
                + $"the median class has {Figures.Count(bySize[bySize.Length / 2].Train)} training images.", "muted small");
        }
        int most = Math.Max(1, listed.Count == 0 ? 1 : listed.Max(c => c.Train));
        html.OpenTable("Images by class", "class", "#train", "#validation", "#test");
        foreach (ReportClass one in listed)
        {
            html.Open("tr").Open("td", ("class", "w")).Open("bdi", ("class", "clip"), ("title", one.Name)).Text(one.Name).Close()
                .Meter((double)one.Train / most).Close();
            html.Number(Figures.Count(one.Train)).Number(Figures.Count(one.Validation)).Number(Figures.Count(one.Test)).Close().Line();
        }
        html.CloseTable();
        html.Close();
    }

    private static void Problems(MarkupWriter html, IReadOnlyList<ReportProblem> problems)
    {
        html.Open("div").Element("h3", "Problems found");
        if (problems.Count == 0)
        {
            html.Paragraph("None.", "muted");
            html.Close();
            return;
        }
        string kinds = string.Join(", ", problems.GroupBy(p => p.Kind).Select(g => $"{g.Key}: {Figures.Count(g.Count())}"));
        string cut = problems.Count > MostListedProblems ? $" The first {Figures.Count(MostListedProblems)} are listed." : "";
        html.Paragraph($"{kinds}.{cut}", "muted small");
        html.OpenTable("Problems found in the data", "kind", "file", "what");
        foreach (ReportProblem problem in problems.Take(MostListedProblems))
            html.Open("tr").Cell(problem.Kind, "nowrap").Cell(problem.Source, "w").Cell(problem.Reason, "w").Close().Line();
        html.CloseTable();
        html.Close();
    }
}
