using System.Text;

namespace RandWire.Graphs.Formats;

/// <summary>Reads untrusted text character by character, counts lines, and limits the length of what it gathers.</summary>
internal sealed class TextScanner(TextReader reader, string source)
{
    /// <summary>Longest name, number or line: 65,536 characters.</summary>
    public const int LongestToken = 1 << 16;

    /// <summary>Deepest nesting of lists, subgraphs and elements.</summary>
    public const int DeepestNesting = 64;

    public const int End = -1;

    private readonly StringBuilder _token = new();

    /// <summary>The line, from 1, on which the last token that <see cref="StartToken"/> began starts.</summary>
    public int TokenLine { get; private set; } = 1;

    private int Line { get; set; } = 1;

    public int Peek() => reader.Peek();

    public int Read()
    {
        int read = reader.Read();
        if (read == '\n') Line++;
        return read;
    }

    public void StartToken()
    {
        TokenLine = Line;
        _token.Clear();
    }

    public void Append(int character)
    {
        if (_token.Length == LongestToken) throw Bad($"longer than {LongestToken} characters.");
        _token.Append((char)character);
    }

    public string Token() => _token.ToString();

    /// <summary>The rest of the line without its end, a line feed, a carriage return or both; null at the end of the text.</summary>
    public string? ReadLine()
    {
        StartToken();
        if (Peek() == End) return null;
        while (Read() is int read && read != End && read != '\n')
        {
            if (read == '\r' && Peek() != '\n')
            {
                Line++;
                break;
            }
            Append(read);
        }
        return Token();
    }

    /// <summary>Passes over the rest of the line, however long.</summary>
    /// <param name="orReturn">Whether a carriage return ends the line, too.</param>
    public void SkipLine(bool orReturn = false)
    {
        while (Peek() is int next && next != End && next != '\n' && !(orReturn && next == '\r')) Read();
    }

    /// <summary>An error on the line of the last token.</summary>
    public InvalidDataException Bad(string message) => BadAt(TokenLine, message);

    public InvalidDataException BadAt(int line, string message) => new($"{source} line {line}: {message}");

    /// <summary>Part of a token that is short enough for a message.</summary>
    public static string Shortened(string token) => token.Length <= 40 ? token : token[..40] + "...";
}
