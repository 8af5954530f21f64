using System.Net;

namespace RandWire.Graphs.Formats;

/// <summary>The tokens of GML: keys, numbers, quoted strings and brackets; # starts a comment.</summary>
internal sealed class GmlTokens(TextReader reader, string source)
{
    private readonly TextScanner _scanner = new(reader, source);

    public int Line => _scanner.TokenLine;

    public InvalidDataException Bad(string message) => _scanner.Bad(message);

    public InvalidDataException BadAt(int line, string message) => _scanner.BadAt(line, message);

    /// <summary>The next key, or "]"; null at the end of the text.</summary>
    public string? NextKey()
    {
        (Kind kind, string text) = Next();
        return kind switch
        {
            Kind.End => null,
            Kind.Close => "]",
            Kind.Word when char.IsAsciiLetter(text[0]) || text[0] == '_' => text,
            _ => throw Bad($"'{TextScanner.Shortened(text)}' where a key was expected."),
        };
    }

    /// <summary>The next key of an open list; null where the list ends.</summary>
    public string? NextInList() => NextKey() switch
    {
        null => throw Bad("the text ends inside '['."),
        "]" => null,
        string key => key,
    };

    public void Open(string key)
    {
        if (Next().Kind != Kind.Open) throw Bad($"'{key}' must be followed by '['.");
    }

    /// <summary>The value of a key that must be a number, a string or a word (as Gephi takes it), as a node's name: numbers of equal value have one
    /// name.</summary>
    public string Scalar(string key)
    {
        (Kind kind, string text) = Next();
        return kind switch
        {
            Kind.Text => WebUtility.HtmlDecode(text),
            Kind.Word => NumberName.TryOf(text) ?? text,
            _ => throw Bad($"'{key}' must be followed by a number or a string."),
        };
    }

    /// <summary>The value of a key that says yes or no: whether it is a number other than 0.</summary>
    public bool Flag(string key) => Scalar(key) != "0";

    /// <summary>Passes over the value of a key, a list with all it holds included.</summary>
    public void SkipValue()
    {
        int depth = 0;
        do
        {
            Kind kind = Next().Kind;
            switch (kind)
            {
                case Kind.End: throw Bad("the text ends where a value was expected.");
                case Kind.Close when depth == 0: throw Bad("']' where a value was expected.");
                case Kind.Close: depth--; break;
                case Kind.Open when ++depth > TextScanner.DeepestNesting: throw Bad($"nested deeper than {TextScanner.DeepestNesting} levels.");
            }
        }
        while (depth > 0);
    }

    private (Kind Kind, string Text) Next()
    {
        while (_scanner.Peek() is int blank && blank != TextScanner.End && (char.IsWhiteSpace((char)blank) || blank == '#'))
        {
            if (blank == '#') _scanner.SkipLine(orReturn: true);
            else _scanner.Read();
        }
        _scanner.StartToken();
        switch (_scanner.Peek())
        {
            case TextScanner.End: return (Kind.End, "the end of the text");
            case '[': _scanner.Read(); return (Kind.Open, "[");
            case ']': _scanner.Read(); return (Kind.Close, "]");
            case '"': return (Kind.Text, Quoted());
        }
        while (_scanner.Peek() is int next && next != TextScanner.End && !char.IsWhiteSpace((char)next) && next is not ('[' or ']' or '"' or '#'))
            _scanner.Append(_scanner.Read());
        return (Kind.Word, _scanner.Token());
    }

    private string Quoted()
    {
        _scanner.Read();
        while (true)
        {
            int read = _scanner.Read();
            if (read == TextScanner.End) throw Bad("the text ends inside a string.");
            if (read == '"') return _scanner.Token();
            _scanner.Append(read);
        }
    }

    private enum Kind
    {
        End,
        Open,
        Close,
        Word,
        Text,
    }
}
