using System.Globalization;
using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Blocks;

/// <summary>Reads a block's text by descent: chain, part, cell, wire. Whatever stands in parentheses is at most <see cref="NetworkSpec.MaximumDepth"/> deep.</summary>
internal sealed partial class BlockReader
{
    // More than a network may have operations.
    private const int MostParts = NetworkSpec.MaximumOperations;

    private readonly string _text;
    private int _at, _depth, _parts;

    private BlockReader(string text, int depth) => (_text, _depth) = (text, depth);

    /// <summary>The block of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="depth">How deep it stands already.</param>
    public static Block Read(string text, int depth = 0)
    {
        if (text.Length > NetworkSpec.MaximumTextLength)
            throw new SpecException($"A block's text of {text.Length} characters is longer than the {NetworkSpec.MaximumTextLength} allowed.");
        BlockReader reader = new(TextTerm.OnOneLine(text), depth);
        Block block = reader.ReadChain();
        return reader.Peek() == '\0' ? block : throw reader.Wrong("nothing may follow");
    }

    /// <summary>Whether a text can name a node, a gate or a block.</summary>
    public static bool IsName(string text) =>
        text.Length is >= 1 and <= 40 && char.IsAsciiLetter(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>Whether a text may name a gate: names with dots between them, the pieces behind the first of digits too.</summary>
    internal static bool IsGateName(string text) =>
        text.Length <= 40 && IsName(text.Replace('.', '_')) && !text.StartsWith('.') && !text.EndsWith('.') && !text.Contains("..", StringComparison.Ordinal);

    /// <summary>Whether a name means something already, so that no block of <c>let</c> can have it.</summary>
    public static bool IsReserved(string name) => name is "cell" or "repeat" or "mix" or "match" or "wired" or "in" or "prev" or "out" or "stride" || LayerWord.TryParse(name) is not null;

    private Block ReadChain()
    {
        List<Block> parts = ReadParts();
        return parts.Count == 1 ? parts[0] : new Chain(new([.. parts]));
    }

    private List<Block> ReadParts()
    {
        List<Block> parts = [ReadPart()];
        while (Take('+')) parts.Add(ReadPart());
        return parts;
    }

    private Block ReadPart()
    {
        if (++_parts > MostParts) throw new SpecException(FormattableString.Invariant($"A block has more than {MostParts} parts. Repeat blocks with repeat(times,block) or a stage's repeat=."));
        if (Take('(')) return Deeper(ReadGroup);
        string word = Word("a layer or a block");
        if (Peek() != '(') return Plain(word);
        Expect('(');
        return word switch
        {
            "cell" => Deeper(ReadCell),
            "repeat" => Deeper(ReadRepeat),
            "mix" => Deeper(ReadMixed),
            "match" => ReadMatch(),
            "wired" => Deeper(ReadWired),
            _ when LayerWord.TryParse(word) is { } known => ReadLayer(known),
            _ => ReadNamed(word),
        };
    }

    private static Block Plain(string word) => LayerWord.TryParse(word) is { } known ? Complete(new Layer(known), known) : new Named(word);

    // A single part in parentheses is a chain of its own, and nothing in them is the identity.
    private Block ReadGroup()
    {
        if (Take(')')) return Block.Identity;
        List<Block> parts = ReadParts();
        Expect(')');
        return new Chain(new([.. parts]));
    }

    private Block ReadRepeat()
    {
        int times = Integer("repeat", "how often");
        Expect(',');
        Block body = ReadChain();
        Block? first = null;
        if (Take(','))
        {
            if (Word("first=") != "first" || !Take('=')) throw Wrong("repeat(times,block,first=block) is allowed");
            first = ReadChain();
        }
        Expect(')');
        return new Repeat(times, body, first);
    }

    private Block ReadMixed()
    {
        string gate = Word("a gate's name");
        while (Peek() == '.')
        {
            _at++;
            gate += "." + Word("the rest of the gate's name");
        }
        Expect(',');
        GateKind kind = GateKinds.Parse(Word(GateKinds.Words)) ?? throw Wrong($"a gate is {GateKinds.Words}");
        List<Block> choices = [];
        while (Take(',')) choices.Add(ReadChain());
        Expect(')');
        return new Mixed(gate, kind, new([.. choices]));
    }

    private Match ReadMatch()
    {
        string inside = Inside();
        TermItem[] items = [.. Term.Split(inside, ',').Select(static text => new TermItem(text))];
        if (items.Length < 2 || items[1].Key != "like") throw new SpecException($"match({TextTerm.Short(inside)}) names no value to match. Write match(C,like=in).");
        if (items.Length > 2 && (items.Length > 3 || items[2].Text != "always"))
            throw new SpecException($"match: '{TextTerm.Short(items[^1].Text)}' is not allowed here. Write match(C,like=in) or match(C,like=in,always).");
        return new Match(Width.Parse(items[0].Text), new Source(items[1].Value), items.Length == 3);
    }

    private Wired ReadWired()
    {
        string inside = Inside();
        int comma = inside.IndexOf(',', StringComparison.Ordinal);
        bool strides = comma >= 0 && inside.AsSpan(0, comma).Trim() is "stride";
        TextTerm term = TextTerm.Parse($"wired({(strides ? inside[(comma + 1)..] : inside)})");
        Wired wired = SpecFields.ReadWired(term, _depth);
        term.RefuseOthers();
        return wired with { TakesStride = strides };
    }

    private Named ReadNamed(string word) => Inside() == "stride" ? new Named(word, true)
        : throw new SpecException($"'{TextTerm.Short(word)}' is no layer; a block by name takes (stride) or nothing. Layers: {string.Join(", ", LayerWords.Names)}.");

    // ---- characters

    private Block Deeper(Func<Block> read)
    {
        if (++_depth > NetworkSpec.MaximumDepth)
            throw new SpecException($"Blocks are nested more than {NetworkSpec.MaximumDepth} deep. Name some of them in let(...).");
        Block block = read();
        _depth--;
        return block;
    }

    // All up to the parenthesis that closes the open one.
    private string Inside()
    {
        int start = _at, depth = 1;
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] == '(') depth++;
            else if (_text[_at] == ')' && --depth == 0) return _text[start.._at++].Trim();
        }
        throw Wrong("a parenthesis is not closed");
    }

    private string Word(string wanted)
    {
        Peek();
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-')) _at++;
        return _at > start ? _text[start.._at] : throw Wrong($"{wanted} is wanted");
    }

    private int Integer(string where, string what) =>
        int.TryParse(Word(what), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : throw Wrong($"{where} begins with {what}, a whole number");

    private char Peek()
    {
        while (_at < _text.Length && _text[_at] == ' ') _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Take(char character)
    {
        if (Peek() != character) return false;
        _at++;
        return true;
    }

    private void Expect(char character)
    {
        if (!Take(character)) throw Wrong($"'{character}' is wanted");
    }

    private SpecException Wrong(string what)
    {
        string found = Peek() == '\0' ? "at the end" : $"at '{TextTerm.Short(_text[_at..])}'";
        return new SpecException($"'{TextTerm.Short(_text)}', {found}: {what}.");
    }
}
