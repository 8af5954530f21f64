namespace RandWire.Graphs.Formats;

/// <summary>The tokens of DOT. Comments: <c>/* */</c>, <c>//</c>, and lines that start with #.</summary>
internal sealed class DotTokens
{
    private readonly TextScanner _scanner;
    private bool _lineStart = true;

    public DotTokens(TextReader reader, string source)
    {
        _scanner = new TextScanner(reader, source);
        Advance();
    }

    /// <summary>The current token: a mark ({ } [ ] ; , = :), "--" for an edge of either kind, or a name.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Whether the current token is a name, quoted or not.</summary>
    public bool IsName { get; private set; }

    /// <summary>Whether the text is at its end.</summary>
    public bool IsEnd { get; private set; }

    public int Line => _scanner.TokenLine;

    private bool IsQuoted { get; set; }

    /// <summary>Whether the current token is this mark.</summary>
    public bool Is(string mark) => !IsName && !IsEnd && Text == mark;

    /// <summary>Whether the current token is this unquoted word, in any case.</summary>
    public bool IsWord(string word) => IsName && !IsQuoted && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public InvalidDataException Bad(string message) => _scanner.Bad(message);

    public InvalidDataException Unexpected(string expected) =>
        Bad(IsEnd ? $"the text ends where {expected} was expected." : $"'{TextScanner.Shortened(Text)}' where {expected} was expected.");

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
        SkipBlanks();
        _scanner.StartToken();
        IsName = IsQuoted = false;
        int next = _scanner.Peek();
        if (next == TextScanner.End)
        {
            IsEnd = true;
            Text = "";
            return;
        }
        switch ((char)next)
        {
            case '{' or '}' or '[' or ']' or ';' or ',' or '=' or ':' or '+':
                _scanner.Read();
                Text = ((char)next).ToString();
                return;
            case '"':
                Name(ReadQuoted(), quoted: true);
                return;
            case '<':
                Name(ReadMarkup(), quoted: true);
                return;
            case '-':
                _scanner.Append(_scanner.Read());
                if (_scanner.Peek() is '-' or '>')
                {
                    _scanner.Read();
                    Text = "--";
                    return;
                }
                break;
        }
        while (_scanner.Peek() is int c && (char.IsLetterOrDigit((char)c) || c is '_' or '.' || c >= 0x80) && c != TextScanner.End)
            _scanner.Append(_scanner.Read());
        string text = _scanner.Token();
        if (text.Length == 0 || text == "-") throw Bad($"unexpected character '{(char)_scanner.Peek()}'.");
        Name(text, quoted: false);
    }

    private void Name(string text, bool quoted) => (Text, IsName, IsQuoted) = (text, true, quoted);

    private void SkipBlanks()
    {
        while (_scanner.Peek() is int next && next != TextScanner.End)
        {
            if (next == '#' && _lineStart) _scanner.SkipLine();
            else if (next == '/') SkipComment();
            else if (char.IsWhiteSpace((char)next) || next == 0xFEFF) _lineStart = _scanner.Read() == '\n';
            else break;
        }
        _lineStart = false;
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
        int depth = 0;
        do
        {
            int read = _scanner.Read();
            if (read == TextScanner.End) throw Bad("the text ends inside '<'.");
            if (read == '<') depth++;
            if (read == '>') depth--;
            _scanner.Append(read);
        }
        while (depth > 0);
        return _scanner.Token();
    }
}
