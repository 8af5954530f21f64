using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Networks.Forms;

/// <summary>One <c>name(key=value,...)</c> of the canonical text; values may hold parentheses of their own.</summary>
internal sealed class TextTerm : IFieldReader
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _order = [];
    private readonly List<string> _known = [];

    private TextTerm(string name) => Name = name;

    internal string Name { get; }

    /// <summary>Terms separated by spaces outside parentheses.</summary>
    internal static List<TextTerm> ParseAll(string text) => [.. Term.Split(OnOneLine(text), ' ').Where(static part => part.Length > 0).Select(Parse)];

    /// <summary>The text with spaces in the place of line breaks and tabs: a file may spread it over lines.</summary>
    internal static string OnOneLine(string text) => text.AsSpan().IndexOfAny('\r', '\n', '\t') < 0 ? text : text.Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ');

    internal static TextTerm Parse(string text)
    {
        if (Term.Read(text) is not { HasParentheses: true } written)
            throw new SpecException($"'{Short(text.Trim())}' is not of the form name(key=value,...). Print a spec to see its text form.");
        TextTerm term = new(written.Name.ToLowerInvariant());
        foreach (TermItem item in written.Items)
        {
            if (item.Text.Length == 0) continue;
            if (string.IsNullOrEmpty(item.Key)) throw new SpecException($"{term.Name}: '{Short(item.Text)}' is not of the form key=value.");
            term._order.Add(item.Key);
            if (!term._values.TryAdd(item.Key, item.Value)) throw new SpecException($"{term.Name}: '{item.Key}' is given twice. Keep one.");
        }
        return term;
    }

    /// <summary>Every pair, in the order given.</summary>
    internal List<(string Name, string Text)> TakeAll()
    {
        List<(string, string)> all = [.. _order.Where(_values.ContainsKey).Select(key => (key, _values[key]))];
        _values.Clear();
        return all;
    }

    public bool Has(string name)
    {
        _known.Add(name);
        return _values.ContainsKey(name);
    }

    public string Text(string name) => Text(name, null);

    public string Parts(string name, string usual) => Text(name, usual);

    public string Choice(string name, string usual) => Text(name, usual);

    internal string Text(string key, string? otherwise)
    {
        _known.Add(key);
        if (_values.Remove(key, out string? value)) return value;
        return otherwise ?? throw new SpecException($"{Name}: '{key}' is missing. Write {Name}({key}=...).");
    }

    public int Integer(string name, int? usual = null)
    {
        string text = Text(name, usual?.ToString(CultureInfo.InvariantCulture));
        return TryInteger(text, out int value)
            ? value
            : throw new SpecException($"{Name}: {name} = '{Short(text)}' is no whole number that fits 32 bits.");
    }

    public long Long(string name, long usual)
    {
        string text = Text(name, usual.ToString(CultureInfo.InvariantCulture));
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new SpecException($"{Name}: {name} = '{Short(text)}' is no whole number that fits 64 bits.");
    }

    public double Number(string name, double? usual = null)
    {
        string text = Text(name, usual?.ToString("R", CultureInfo.InvariantCulture));
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new SpecException($"{Name}: {name} = '{Short(text)}' is no number. Write it with a point, such as 0.2.");
    }

    /// <summary>Throws when a key was given that nobody asked for.</summary>
    public void RefuseOthers()
    {
        if (_values.Count > 0)
            throw new SpecException($"{Name}: '{Short(_values.Keys.First())}' is not known here. Known: {string.Join(", ", _known.Distinct())}.");
    }

    internal static bool TryInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    internal static string Short(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
