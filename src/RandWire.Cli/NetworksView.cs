using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RandWire.Networks.Families;
using RandWire.Reports;

namespace RandWire.Cli;

/// <summary>The table of published networks: for a person, as JSON, as CSV.</summary>
/// <param name="rows">The networks.</param>
/// <param name="rate">Multiply-adds a second of a training here; null where nobody wants to know.</param>
internal sealed class NetworksView(IReadOnlyList<NetworkRow> rows, double? rate)
{
    private const int WidthOfName = 39;
    private const string NotKnown = "-", Indent = "      ";

    // One list of columns for CSV and JSON.
    private static readonly (string Name, Func<NetworkRow, double?, object?> Of)[] Columns =
    [
        ("family", static (row, _) => row.Family),
        ("network", static (row, _) => row.Member.Text),
        ("size", static (row, _) => (long)row.Member.Size),
        ("classes", static (row, _) => (long)row.Member.Classes),
        ("parameters", static (row, _) => row.Cost?.Parameters),
        ("multiplyAdds", static (row, _) => row.Cost?.MultiplyAddsConvFc),
        ("top1", static (row, _) => row.Member.Top1),
        ("top5", static (row, _) => row.Member.Top5),
        ("publishedParameters", static (row, _) => row.Member.PublishedParameters?.Text),
        ("publishedMultiplyAdds", static (row, _) => row.Member.PublishedMultiplyAdds?.Text),
        ("search", static (row, _) => row.Member.Search),
        ("source", static (row, _) => row.Member.Source),
        ("note", static (row, _) => row.Member.Note),
        ("imageNetSecondsHere", static (row, rate) => row.Seconds(rate) is { } seconds ? (decimal)Math.Round(seconds) : null),
    ];

    /// <summary>Lines for a person.</summary>
    public IEnumerable<string> Lines()
    {
        string family = "";
        foreach (NetworkRow row in rows)
        {
            if (row.Family != family)
            {
                family = row.Family;
                yield return "";
                yield return Heading(family);
                yield return $"{"  network",-WidthOfName}{"px",4}{"parameters",11}{"MAC",8}{"top-1",6}{"top-5",6}{(rate is null ? "" : "here"),9}".TrimEnd();
            }
            yield return Row(row);
            foreach (string about in About(row))
                foreach (string line in Screen.Wrap(about, Math.Max(40, Screen.Width - 1 - Indent.Length), "").Split('\n')) yield return Indent + line;
        }
    }

    /// <summary>One JSON object on a line: networks, families, and the rate of training here.</summary>
    public string Json()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            Write(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("networks");
        foreach (NetworkRow row in rows)
        {
            writer.WriteStartObject();
            foreach ((string name, Func<NetworkRow, double?, object?> of) in Columns)
            {
                switch (of(row, rate))
                {
                    case null: writer.WriteNull(name); break;
                    case long number: writer.WriteNumber(name, number); break;
                    case decimal number: writer.WriteNumber(name, number); break;
                    case object text: writer.WriteString(name, text.ToString()); break;
                }
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("families");
        foreach (Family family in FamilyCatalog.All)
        {
            writer.WriteStartObject();
            writer.WriteString("name", family.Name);
            writer.WriteString("title", family.Title);
            writer.WriteStartArray("parameters");
            foreach (FamilyParameter parameter in family.Parameters)
            {
                writer.WriteStartObject();
                writer.WriteString("name", parameter.Name);
                writer.WriteString("usual", parameter.Usual);
                writer.WriteString("allowed", parameter.Allowed);
                writer.WriteString("about", parameter.About);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (rate is { } known) writer.WriteNumber("trainingMultiplyAddsPerSecond", Math.Round(known));
        else writer.WriteNull("trainingMultiplyAddsPerSecond");
    }

    /// <summary>Comma-separated values with a heading (RFC 4180), lines ended by a line feed.</summary>
    public string Csv()
    {
        StringBuilder csv = new();
        csv.AppendJoin(',', Columns.Select(static column => column.Name)).Append('\n');
        foreach (NetworkRow row in rows)
            csv.AppendJoin(',', Columns.Select(column => Quoted(Convert.ToString(column.Of(row, rate), CultureInfo.InvariantCulture) ?? ""))).Append('\n');
        return csv.ToString();
    }

    private static string Quoted(string value) => value.AsSpan().IndexOfAny(",\"\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Heading(string family) => FamilyCatalog.Find(family) is { } known
        ? $"{known.Name}: {known.Title}. Parameters: {string.Join(", ", known.Parameters.Select(static parameter => parameter.Name))}"
        : "presets: RandWire (Xie et al. 2019), wiring ws(k=4,p=0.75). Parameters: channels";

    private string Row(NetworkRow row)
    {
        string parameters = row.Cost is null ? row.Member.PublishedParameters?.Text ?? NotKnown : Quantity.Count(row.Cost.Parameters);
        string work = row.Cost is null ? row.Member.PublishedMultiplyAdds?.Text ?? NotKnown : Short(row.Cost.MultiplyAddsConvFc);
        string name = "  " + row.Member.Text;
        return $"{name,-WidthOfName}{row.Member.Size,4}{parameters,12}{work,8}{Percent(row.Member.Top1),6}{Percent(row.Member.Top5),6}{Time(row),8}".TrimEnd();
    }

    private static IEnumerable<string> About(NetworkRow row)
    {
        FamilyMember member = row.Member;
        yield return member.Source + (member.Search is { } search ? $"; search: {search}" : "");
        if (member.Note is { } note) yield return "note: " + note;
    }

    private string Time(NetworkRow row) => row.Seconds(rate) is not { } seconds ? ""
        : seconds < 86_400 ? $"{seconds / 3600:0.0} h".ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{seconds / 86_400:0} d");

    private static string Percent(decimal? percent) => percent is { } known ? known.ToString("0.0", CultureInfo.InvariantCulture) : NotKnown;

    private static string Short(long count) => count >= 1e9 ? string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.00}G") : string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.0}M");
}
