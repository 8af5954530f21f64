using System.Globalization;
using System.Text.Json;
using RandWire.Reports;
using RandWire.Training.Data;
using Spectre.Console;

namespace RandWire.Cli;

/// <summary>What is known of a data set as text and as JSON.</summary>
internal static class DataReportView
{
    private const int MostListed = 50;

    /// <summary>Everything, for <c>data check</c>.</summary>
    public static void Describe(Screen screen, DataReport report)
    {
        if (screen.Json)
            return;
        screen.Result($"{report.Path}: {report.Layout}, {Quantity.Count(report.ImageCount)} images, {report.Classes.Length} classes");
        if (report.ImageCount > 0)
        {
            Table table = Tables.Plain("class", "train", "validation", "test", "total");
            foreach (ClassSummary one in report.Classes)
                table.AddRow(Tables.Cells(one.Name, Quantity.Count(one.Train), Quantity.Count(one.Validation), Quantity.Count(one.Test), Quantity.Count(one.Total)));
            screen.Table(table);
            screen.Result("Sizes (height x width): " + Sizes(report));
            screen.Result(report.GreyImages == report.ImageCount ? "Channels: 1 (gray)" : $"Channels: 3 ({Quantity.Count(report.GreyImages)} of the images are gray)");
            screen.Result($"Mean of the training samples: {Numbers(report.ChannelMean)}, deviation: {Numbers(report.ChannelDeviation)}");
            screen.Result($"Decoded: {Quantity.Bytes(report.DecodedBytes)}; {Quantity.Count(report.IgnoredFiles)} files that are no images passed over");
        }

        foreach (string note in report.Notes)
            screen.Result("Note: " + note);
        List(screen, "Unreadable, skipped", Files(report.Skipped));
        List(screen, "Readable, but left out", Files(report.LeftOut));
        List(screen, "Passed over", Files(report.PassedOver));
        List(screen, "Read with a remark", Files(report.Remarks));
        List(screen, "Equal images in one class", [.. report.Duplicates.Select(group => string.Join(" = ", group.Sources))]);
        List(screen, "Equal images under several classes", [.. report.Contradictions.Select(group => $"{string.Join(" = ", group.Sources)} ({string.Join(", ", group.Classes)})")]);
        List(screen, "Nearly equal photos in different splits", [.. report.NearDuplicates.Select(pair =>
            $"{pair.First} ({pair.FirstSplit}) ~ {pair.Second} ({pair.SecondSplit}): {pair.Kind}")]);
    }

    /// <summary>What a person should know before a training: the notes, and that files were left out.</summary>
    public static IEnumerable<string> Opening(DataReport report)
    {
        if (report.Skipped is [SkippedFile first, ..])
            yield return $"{Quantity.Count(report.Skipped.Length)} files cannot be read and are skipped, the first is {first.Source}: {first.Reason}. 'data check' lists all";
        foreach (string note in report.Notes)
            yield return note;
    }

    public static void WriteMembers(Utf8JsonWriter writer, DataReport report)
    {
        writer.WriteString("path", report.Path);
        writer.WriteString("layout", report.Layout);
        writer.WriteNumber("images", report.ImageCount);
        writer.WriteNumber("greyImages", report.GreyImages);
        writer.WriteNumber("flatImages", report.FlatImages);
        writer.WriteNumber("imbalance", report.Imbalance);
        writer.WriteString("reading", report.Reading.Text);
        writer.WriteString("decoder", ImageFile.DecoderName(report.Reading.Decoder));
        WriteAll(writer, "classes", report.Classes, one =>
        {
            writer.WriteString("name", one.Name);
            writer.WriteNumber("train", one.Train);
            writer.WriteNumber("validation", one.Validation);
            writer.WriteNumber("test", one.Test);
        });
        WriteAll(writer, "sizes", report.Sizes, size =>
        {
            writer.WriteNumber("height", size.Height);
            writer.WriteNumber("width", size.Width);
            writer.WriteNumber("count", size.Count);
        });
        WriteNumbers(writer, "channelMean", report.ChannelMean);
        WriteNumbers(writer, "channelDeviation", report.ChannelDeviation);
        WriteFiles(writer, "skipped", report.Skipped);
        WriteFiles(writer, "leftOut", report.LeftOut);
        WriteFiles(writer, "passedOver", report.PassedOver);
        WriteFiles(writer, "remarks", report.Remarks);
        WriteGroups(writer, "duplicates", report.Duplicates);
        WriteGroups(writer, "contradictions", report.Contradictions);
        WriteAll(writer, "nearDuplicates", report.NearDuplicates, pair =>
        {
            writer.WriteString("first", pair.First);
            writer.WriteString("second", pair.Second);
            writer.WriteString("kind", pair.Kind);
            writer.WriteString("firstClass", pair.FirstClass);
            writer.WriteString("secondClass", pair.SecondClass);
            writer.WriteString("firstSplit", pair.FirstSplit);
            writer.WriteString("secondSplit", pair.SecondSplit);
        });
        writer.WriteNumber("groupsAcrossSplits", report.GroupsAcrossSplits);
        writer.WriteNumber("ignoredFiles", report.IgnoredFiles);
        WriteTexts(writer, "notes", report.Notes);
    }

    private static string[] Files(IEnumerable<SkippedFile> files) => [.. files.Select(file => $"{file.Source}: {file.Reason}")];

    private static void List(Screen screen, string title, string[] lines)
    {
        if (lines.Length == 0)
            return;
        screen.Result($"{title} ({Quantity.Count(lines.Length)}):");
        foreach (string line in lines.Take(MostListed))
            screen.Result("  " + line);
        if (lines.Length > MostListed)
            screen.Result($"  and {Quantity.Count(lines.Length - MostListed)} more; --json lists all");
    }

    private static string Sizes(DataReport report) => report.Sizes.Length <= 4
        ? string.Join(", ", report.Sizes.Select(size => $"{size.Height}x{size.Width} ({Quantity.Count(size.Count)})"))
        : $"{report.Sizes.Length} different, from {report.SmallestSize.Height}x{report.SmallestSize.Width} to {report.LargestSize.Height}x{report.LargestSize.Width}, median {report.MedianSize.Height}x{report.MedianSize.Width}";

    private static string Numbers(IEnumerable<double> values) => string.Join(' ', values.Select(value => value.ToString("0.0000", CultureInfo.InvariantCulture)));

    private static void WriteFiles(Utf8JsonWriter writer, string name, IEnumerable<SkippedFile> files) => WriteAll(writer, name, files, file =>
    {
        writer.WriteString("source", file.Source);
        writer.WriteString("reason", file.Reason);
    });

    private static void WriteGroups(Utf8JsonWriter writer, string name, IEnumerable<DuplicateGroup> groups) => WriteAll(writer, name, groups, group =>
    {
        WriteTexts(writer, "sources", group.Sources);
        WriteTexts(writer, "classes", group.Classes);
        WriteTexts(writer, "splits", group.Splits);
    });

    private static void WriteAll<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> members)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            members(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, IEnumerable<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
