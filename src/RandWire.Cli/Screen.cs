using System.Buffers;
using System.Text;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RandWire.Cli;

/// <summary>Where a verb speaks: plain lines for a person, or with <c>--json</c> one event a line, never both.</summary>
/// <remarks>Names from files are cleaned of control characters before they reach a terminal; JSON carries them escaped.</remarks>
internal sealed class Screen
{
    private const int WidthWhereUnknown = 80;

    private readonly bool _json;
    private readonly bool _quiet;
    private readonly Lock _lock = new();
    private readonly StringBuilder? _record;
    private IAnsiConsole? _console;

    /// <param name="json">Events instead of text.</param>
    /// <param name="quiet">No progress, no explanations.</param>
    /// <param name="record">Gets what <c>--json</c> would print, in any mode; null where nobody asked for it.</param>
    public Screen(bool json, bool quiet, StringBuilder? record)
    {
        _json = json;
        _quiet = quiet;
        _record = record;
    }

    /// <summary>Columns of the terminal; 80 where there is none.</summary>
    public static int Width => Console.IsOutputRedirected || Console.WindowWidth <= 0 ? WidthWhereUnknown : Console.WindowWidth;

    /// <summary>Whether events are wanted instead of text.</summary>
    public bool Json => _json;

    /// <summary>Whether a live table makes sense: a person watches a terminal that can move its cursor.</summary>
    public bool Live => !_json && !_quiet && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or "" or null);

    /// <summary>The terminal for tables and live displays; plain where the output is a file or <c>NO_COLOR</c> is set.</summary>
    public IAnsiConsole Terminal => _console ??= CreateTerminal();

    /// <summary>Says something on the error stream, whatever the mode; a stream that cannot be written to is no error.</summary>
    public static void Complain(string message) => Console.Error.WriteLine(message);

    /// <summary>Text without control characters, so that a file name cannot steer a terminal.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(IsHostile))
            return text;
        StringBuilder clean = new(text.Length);
        foreach (char letter in text)
            clean.Append(IsHostile(letter) ? '\uFFFD' : letter);
        return clean.ToString();
    }

    /// <summary>Text broken between words so that no line is wider than <paramref name="width"/>, lines after the first set in.</summary>
    public static string Wrap(string text, int width, string indent = "  ")
    {
        StringBuilder wrapped = new();
        int column = 0;
        foreach (string word in text.Split(' '))
        {
            if (column > indent.Length && column + 1 + word.Length > width)
            {
                wrapped.Append('\n').Append(indent);
                column = indent.Length;
            }
            else if (column > 0)
            {
                wrapped.Append(' ');
                column++;
            }

            wrapped.Append(word);
            column += word.Length;
        }

        return wrapped.ToString();
    }

    /// <summary>A line of progress or explanation; silenced by <c>--quiet</c> and <c>--json</c>.</summary>
    public void Line(string text = "")
    {
        if (_quiet || _json)
            return;
        UnfailingWriter.Out.Forgive(() => Result(text));
    }

    /// <summary>A line of the result; silenced by <c>--json</c> only.</summary>
    public void Result(string text)
    {
        if (_json)
            return;
        string clean = Clean(text);
        lock (_lock)
            Console.Out.WriteLine(Console.IsOutputRedirected || clean.Length < Width ? clean : Wrap(clean, Width - 1));
    }

    /// <summary>Text of the result that must not be wrapped, such as a command to paste; silenced by <c>--json</c> only.</summary>
    public void Raw(string text)
    {
        if (_json)
            return;
        lock (_lock)
            Console.Out.Write(string.Join('\n', text.Split('\n').Select(Clean)));
    }

    /// <summary>The result as a document of its own, such as comma-separated values: into the file where one was asked for, else printed as it is.</summary>
    public void Document(string text)
    {
        if (_record is null)
            Raw(text);
        else
            _record.Append(text);
    }

    /// <summary>A table of the result, as wide as the terminal allows; silenced by <c>--json</c> only.</summary>
    public void Table(IRenderable table)
    {
        if (_json)
            return;
        lock (_lock)
            Terminal.Write(table);
    }

    /// <summary>One event of <c>--json</c>: a line with a type and whatever <paramref name="members"/> adds.</summary>
    public void Event(string type, Action<Utf8JsonWriter> members)
    {
        Object(writer =>
        {
            writer.WriteString("event", type);
            members(writer);
        });
    }

    /// <summary>One JSON object on a line: printed with <c>--json</c>, and kept for the file where one was asked for.</summary>
    public void Object(Action<Utf8JsonWriter> members)
    {
        if (!_json && _record is null)
            return;
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        string line = Encoding.UTF8.GetString(buffer.WrittenSpan);
        lock (_lock)
        {
            _record?.Append(line).Append('\n');
            if (_json)
                Console.Out.WriteLine(line);
        }
    }

    private static bool IsHostile(char letter) => char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static IAnsiConsole CreateTerminal()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
                ? ColorSystemSupport.NoColors
                : ColorSystemSupport.Detect,
        });
        console.Profile.Width = Width;
        return console;
    }
}
