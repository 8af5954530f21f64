using System.Globalization;
using System.Text.Json;
using RandWire.Training.Data;
using Spectre.Console;

namespace RandWire.Cli.Verbs;

/// <summary><c>data check</c>: reads every image once and reports what a training would meet.</summary>
internal static class DataCheckVerb
{
    private const int MostListed = 50;
    private static readonly DataFlags Data = new();

    public static Verb Create()
    {
        Verb verb = new("check", "Reads every image once and reports what it found.")
        {
            Details = "Classes and counts, sizes, channel statistics, unreadable files with their reasons, equal images, images under two classes. Exits with 3 when there is nothing to train on.",
            Examples =
            [
                new("a folder per class", "data check samples/fashion"),
                new("path and label in a table, the report as JSON", "data check photos.csv --json"),
            ],
            OutIsJson = true,
            Work = Check,
        };
        Data.AddTo(verb);
        return verb;
    }

    private static ExitCode Check(Request request)
    {
        using Dataset dataset = Data.Open(request, Data.Options(request));
        DataReport report = dataset.Report;
        Describe(request.Screen, report);
        request.Screen.Object(writer => WriteJson(writer, report));
        if (report.Obstacle is { } obstacle)
        {
            Screen.Complain(Screen.Clean($"{report.Path}: {obstacle}"));
            return ExitCode.Data;
        }

        request.Screen.Result($"Ready to train: {Quantity.Count(report.ImageCount)} images of {report.Classes.Length} classes.");
        return ExitCode.Done;
    }

    private static void Describe(Screen screen, DataReport report)
    {
        if (screen.Json)
            return;
        screen.Result($"{report.Path}: {report.Layout}, {Quantity.Count(report.ImageCount)} images, {report.Classes.Length} classes");
        Table table = Tables.Plain("class", "train", "validation", "test", "total");
        foreach (ClassSummary one in report.Classes)
            table.AddRow(Tables.Cells(one.Name, Quantity.Count(one.Train), Quantity.Count(one.Validation), Quantity.Count(one.Test), Quantity.Count(one.Total)));
        screen.Table(table);
        screen.Result("Sizes (height x width): " + Sizes(report));
        screen.Result(report.GreyImages == report.ImageCount ? "Channels: 1 (grey)" : $"Channels: 3 ({Quantity.Count(report.GreyImages)} of the images are grey)");
        screen.Result($"Mean of the training samples: {Numbers(report.ChannelMean)}, deviation: {Numbers(report.ChannelDeviation)}");
        screen.Result($"Decoded: {Quantity.Bytes(report.DecodedBytes)}, {Quantity.Count(report.CachedImages)} images kept in memory; {Quantity.Count(report.IgnoredFiles)} files that are no images passed over");
        foreach (string note in report.Notes)
            screen.Result("Note: " + note);
        List(screen, "Unreadable, skipped", [.. report.Skipped.Select(file => $"{file.Source}: {file.Reason}")]);
        List(screen, "Equal images in one class", [.. report.Duplicates.Select(group => string.Join(" = ", group.Sources))]);
        List(screen, "Equal images under several classes", [.. report.Contradictions.Select(group => $"{string.Join(" = ", group.Sources)} ({string.Join(", ", group.Classes)})")]);
        if (report.GroupsAcrossSplits > 0)
            screen.Result($"Note: the source itself has {Quantity.Count(report.GroupsAcrossSplits)} groups of equal images in more than one split.");
    }

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

    private static void WriteJson(Utf8JsonWriter writer, DataReport report)
    {
        writer.WriteString("path", report.Path);
        writer.WriteString("layout", report.Layout);
        writer.WriteNumber("images", report.ImageCount);
        writer.WriteNumber("greyImages", report.GreyImages);
        writer.WriteStartArray("classes");
        foreach (ClassSummary one in report.Classes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", one.Name);
            writer.WriteNumber("train", one.Train);
            writer.WriteNumber("validation", one.Validation);
            writer.WriteNumber("test", one.Test);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("sizes");
        foreach (SizeSummary size in report.Sizes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("height", size.Height);
            writer.WriteNumber("width", size.Width);
            writer.WriteNumber("count", size.Count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteNumbers(writer, "channelMean", report.ChannelMean);
        WriteNumbers(writer, "channelDeviation", report.ChannelDeviation);
        writer.WriteStartArray("skipped");
        foreach (SkippedFile file in report.Skipped)
        {
            writer.WriteStartObject();
            writer.WriteString("source", file.Source);
            writer.WriteString("reason", file.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteGroups(writer, "duplicates", report.Duplicates);
        WriteGroups(writer, "contradictions", report.Contradictions);
        writer.WriteNumber("groupsAcrossSplits", report.GroupsAcrossSplits);
        writer.WriteNumber("ignoredFiles", report.IgnoredFiles);
        writer.WriteStartArray("notes");
        foreach (string note in report.Notes)
            writer.WriteStringValue(note);
        writer.WriteEndArray();
        writer.WriteString("obstacle", report.Obstacle);
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, IEnumerable<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    private static void WriteGroups(Utf8JsonWriter writer, string name, IEnumerable<DuplicateGroup> groups)
    {
        writer.WriteStartArray(name);
        foreach (DuplicateGroup group in groups)
        {
            writer.WriteStartObject();
            WriteTexts("sources", group.Sources);
            WriteTexts("classes", group.Classes);
            WriteTexts("splits", group.Splits);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();

        void WriteTexts(string member, IEnumerable<string> texts)
        {
            writer.WriteStartArray(member);
            foreach (string text in texts)
                writer.WriteStringValue(text);
            writer.WriteEndArray();
        }
    }
}
