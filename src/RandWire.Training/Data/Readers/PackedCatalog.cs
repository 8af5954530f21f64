using System.Globalization;

namespace RandWire.Training.Data.Readers;

/// <summary>Puts pictures of packed files, with a label each, into a catalog.</summary>
internal static class PackedCatalog
{
    /// <summary>Classes are the distinct labels, numbers in numeric order and other text in ordinal order.</summary>
    public static ImageCatalog Of(string layout, IImageSource images, IReadOnlyList<string> labels, IReadOnlyList<SplitKind> splits, IEnumerable<string> notes,
        IReadOnlyList<string?>? groups = null)
    {
        string[] distinct = [.. labels.Distinct(StringComparer.Ordinal)];
        bool numbers = distinct.All(label => long.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        string[] classes = numbers
            ? [.. distinct.OrderBy(label => long.Parse(label, CultureInfo.InvariantCulture)).ThenBy(label => label, StringComparer.Ordinal)]
            : [.. distinct.Order(StringComparer.Ordinal)];
        Dictionary<string, int> labelOf = classes.Select((label, index) => (label, index)).ToDictionary(StringComparer.Ordinal);
        ImageCatalog catalog = new()
        {
            Layout = layout,
            Images = images,
            Classes = classes,
            Labels = [.. labels.Select(label => labelOf[label])],
            Splits = splits,
            Groups = groups,
        };
        catalog.Notes.AddRange(notes);
        return catalog;
    }
}
