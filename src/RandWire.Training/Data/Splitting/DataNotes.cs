using System.Globalization;
using RandWire.Training.Data.Images;

namespace RandWire.Training.Data.Splitting;

/// <summary>What a person should know of a data set before a training, in sentences.</summary>
internal static class DataNotes
{
    /// <summary>From this ratio of the largest class to the smallest on accuracy alone misleads.</summary>
    public const double ImbalancedFrom = 3;

    /// <param name="report">All but the notes.</param>
    /// <param name="pictures">What the decoder found out about the images that are used.</param>
    public static IEnumerable<string> Of(DataReport report, IReadOnlyList<PictureFacts> pictures) =>
        [.. Classes(report), .. ReadingRule.Describe(report.Reading, pictures), .. Files(report), .. Splits(report)];

    private static IEnumerable<string> Classes(DataReport report)
    {
        foreach (ClassSummary summary in report.Classes.Where(summary => summary.Total == 1))
            yield return $"Class '{summary.Name}' has one image: it is used to train, and nothing tests this class.";
        foreach (IGrouping<string, string> twins in report.Classes.Select(one => one.Name).GroupBy(name => name.ToUpperInvariant()).Where(names => names.Count() > 1))
        {
            string names = string.Join(" and ", twins.Select(name => $"'{name}'"));
            yield return $"Classes {names} differ only in case and are kept apart. If they are one, rename them.";
        }
        if (report.Classes.FirstOrDefault(one => one.Name.ToUpperInvariant() is "NAN" or "NA" or "N/A" or "NULL" or "NONE" or "?" or "-") is { } missing)
            yield return $"Class '{missing.Name}' looks like a label that is missing, and is read as a class of {missing.Total} images.";
        if (report.Imbalance > ImbalancedFrom)
        {
            ClassSummary largest = report.Classes.MaxBy(one => one.Total)!, smallest = report.Classes.MinBy(one => one.Total)!;
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Classes are imbalanced: '{largest.Name}' has {largest.Total:N0} images, '{smallest.Name}' {smallest.Total:N0} ({report.Imbalance:0.#} to 1). ")
                + string.Create(CultureInfo.InvariantCulture,
                $"Always answering '{largest.Name}' would be right for {100.0 * largest.Total / report.ImageCount:0.0} % of them: read balanced accuracy.");
        }
    }

    private static IEnumerable<string> Files(DataReport report)
    {
        if (report.FlatImages > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{report.FlatImages:N0} of {report.ImageCount:N0} images are of a single color.");
        foreach (IGrouping<string, SkippedFile> remark in report.Remarks.GroupBy(file => file.Reason))
            yield return string.Create(CultureInfo.InvariantCulture, $"{remark.Count():N0} files read with a remark: {remark.Key} (the first is {remark.First().Source}).");
        if (report.LeftOut.Length > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{report.LeftOut.Length:N0} readable images are left out, their classes have none to train on.");
        if (report.PassedOver.Length > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{report.PassedOver.Length:N0} files or folders passed over, the first is {report.PassedOver[0].Source}: {report.PassedOver[0].Reason}.");
        }
    }

    private static IEnumerable<string> Splits(DataReport report)
    {
        foreach ((string split, Func<ClassSummary, int> count) in ((string, Func<ClassSummary, int>)[])[("validation", one => one.Validation), ("test", one => one.Test)])
        {
            ClassSummary[] without = [.. report.Classes.Where(one => count(one) == 0 && one.Total > 1)];
            if (without.Length == 0 || without.Length == report.Classes.Length || !report.Classes.Any(one => count(one) > 0)) continue;
            yield return $"The {split} split has no image of {string.Join(", ", without.Take(5).Select(one => $"'{one.Name}'"))}"
                + $"{(without.Length > 5 ? $" and {without.Length - 5} more classes" : "")}: what it says is of the other classes alone.";
        }
        if (report.GroupsAcrossSplits > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"The source itself has {report.GroupsAcrossSplits:N0} groups of equal images in more than one split: accuracy will be flattered.");
        }
        if (report.NearDuplicates is [NearDuplicate first, ..])
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{report.NearDuplicates.Length:N0} pairs of photos in different splits are nearly the same, the first is {first.First} and {first.Second} ({first.Kind}): ")
                + "accuracy will be flattered. --near-duplicates together keeps them on one side wherever the source has no splits of its own.";
        }
    }
}
