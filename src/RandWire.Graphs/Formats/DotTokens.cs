namespace RandWire.Graphs.Formats;

/// <summary>The tokens of DOT, cut as Graphviz cuts them (lib/cgraph/scan.l). Comments: <c>/* */</c>, <c>//</c> and #, each anywhere.</summary>
internal sealed class DotTokens
{
    /// <summary>First character of a name that is markup: <c>&lt;b&gt;</c> and <c>"&lt;b&gt;"</c> are two names. Half a surrogate pair, which no file holds.</summary>
    public const char MarkupMark = '\uD800';

    private readonly TextScanner _scanner;
    private bool _blanks;

    public DotTokens(TextReader reader, string source)
    {
        _scanner = new TextScanner(reader, source);
        if (_scanner.Peek() == 0xFEFF) _scanner.Read();
        Advance();
    }

    private enum Kind
    {
        Mark,
        Word,
        Quoted,
        Markup,
        End,
    }

    /// <summary>The current token: a mark ({ } [ ] ; , = : + @ -- ->) or a name.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Whether the current token is a name: quoted, markup, or an unquoted word that is no keyword.</summary>
    public bool IsName => Current is Kind.Quoted or Kind.Markup || (Current == Kind.Word && !IsKeyword);

    /// <summary>Whether the current token is a quoted name.</summary>
    public bool IsQuoted => Current == Kind.Quoted;

    /// <summary>Whether the text is at its end.</summary>
    public bool IsEnd => Current == Kind.End;

    /// <summary>A sentence about unquoted names that stand side by side without a blank, as in <c>1a</c>; null where there are none.</summary>
    public string? SplitNames { get; private set; }

    public int Line => _scanner.TokenLine;

    private Kind Current { get; set; }

    private bool IsKeyword => IsWord("graph") || IsWord("digraph") || IsWord("subgraph") || IsWord("node") || IsWord("edge") || IsWord("strict");

    /// <summary>Whether the current token is this mark.</summary>
    public bool Is(string mark) => Current == Kind.Mark && Text == mark;

    /// <summary>Whether the current token is this unquoted word, in any case.</summary>
    public bool IsWord(string word) => Current == Kind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public InvalidDataException Bad(string message) => _scanner.Bad(message);

    public InvalidDataException Unexpected(string expected) =>
        Bad(IsEnd ? $"the text ends where {expected} was expected."
            : $"'{GraphAssembler.Shown(Text)}' where {expected} was expected.{(Current == Kind.Word && IsKeyword ? " A node of that name is written in quotes." : "")}");

    public void Expect(string mark)
    {
        if (!Is(mark)) throw Unexpected($"'{mark}'");
        Advance();
    }

    /// <summary>The current name; then advances.</summary>
    public string TakeName()
    {
        if (!IsName) throw Unexpected("a name");
        string name = Text;
        Advance();
        return name;
    }

    public void Advance()
    {
        Kind before = Current;
        string last = Text;
        SkipBlanks();
        _scanner.StartToken();
        (Current, Text) = Next();
        if (Current == Kind.Word && before == Kind.Word && !_blanks && SplitNames is null)
        {
            SplitNames = $"Line {Line}: '{TextScanner.Shortened(last + Text)}' is read as the names '{TextScanner.Shortened(last)}' and "
                + $"'{TextScanner.Shortened(Text)}', as Graphviz reads it. Write it in quotes if it is one name.";
        }
    }

    private static bool IsDigit(int character) => character is >= '0' and <= '9';

    // As Graphviz, which takes every byte above 127 for a letter.
    private static bool IsLetter(int character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' or >= 0x80;

    private (Kind Kind, string Text) Next()
    {
        int next = _scanner.Peek();
        switch (next)
        {
            case TextScanner.End: return (Kind.End, "");
            case '{' or '}' or '[' or ']' or ';' or ',' or '=' or ':' or '+' or '@':
                _scanner.Read();
                return (Kind.Mark, ((char)next).ToString());
            case '"': return (Kind.Quoted, ReadQuoted());
            case '<': return (Kind.Markup, ReadMarkup());
        }
        if (IsLetter(next))
        {
            while (IsLetter(_scanner.Peek()) || IsDigit(_scanner.Peek())) _scanner.Append(_scanner.Read());
            return (Kind.Word, _scanner.Token());
        }
        if (next == '-')
        {
            _scanner.Append(_scanner.Read());
            if (_scanner.Peek() is '-' or '>') return (Kind.Mark, _scanner.Read() == '-' ? "--" : "->");
        }
        return (Kind.Word, ReadNumber());
    }

    // [-]?([0-9]+(\.[0-9]*)?|\.[0-9]+), the sign being read already.
    private string ReadNumber()
    {
        bool digits = TakeDigits();
        if (_scanner.Peek() == '.')
        {
            _scanner.Append(_scanner.Read());
            digits |= TakeDigits();
        }
        if (digits) return _scanner.Token();
        int read = _scanner.Peek();
        throw Bad(read == TextScanner.End ? "the text ends inside a number." : $"unexpected character '{(char)read}'. A name with such characters is written in quotes.");
    }

    private bool TakeDigits()
    {
        bool any = false;
        for (; IsDigit(_scanner.Peek()); any = true) _scanner.Append(_scanner.Read());
        return any;
    }

    private void SkipBlanks()
    {
        _blanks = false;
        while (_scanner.Peek() is ' ' or '\t' or '\r' or '\n' or '#' or '/')
        {
            _blanks = true;
            if (_scanner.Peek() == '#') _scanner.SkipLine();
            else if (_scanner.Peek() == '/') SkipComment();
            else _scanner.Read();
        }
    }

    private void SkipComment()
    {
        _scanner.StartToken();
        _scanner.Read();
        int kind = _scanner.Read();
        if (kind == '/')
        {
            _scanner.SkipLine();
            return;
        }
        if (kind != '*') throw Bad("'/' that starts no comment.");
        for (int last = 0, read = _scanner.Read(); last != '*' || read != '/'; last = read, read = _scanner.Read())
            if (read == TextScanner.End) throw Bad("the text ends inside a comment.");
    }

    // As Graphviz: only \" and an escaped line end are escapes here, but in \\ the second character must not be taken for the start of one.
    private string ReadQuoted()
    {
        _scanner.Read();
        while (true)
        {
            int read = _scanner.Read();
            if (read == TextScanner.End) throw Bad("the text ends inside a string.");
            if (read == '"') return _scanner.Token();
            if (read == '\\' && _scanner.Peek() is '"' or '\\' or '\n')
            {
                int escaped = _scanner.Read();
                if (escaped == '\\') _scanner.Append('\\');
                if (escaped == '\n') continue;
                read = escaped;
            }
            _scanner.Append(read);
        }
    }

    private string ReadMarkup()
    {
        _scanner.Append(MarkupMark);
        _scanner.Read();
        for (int depth = 1; ;)
        {
            int read = _scanner.Read();
            if (read == TextScanner.End) throw Bad("the text ends inside '<'.");
            if (read == '<') depth++;
            if (read == '>' && --depth == 0) return _scanner.Token();
            _scanner.Append(read);
        }
    }
}
