using System.Globalization;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Families;

/// <summary>A family of hand-made networks: a text with parameters. Members are named as <c>resnet(depth=20)</c>.</summary>
/// <remarks>A family is a file of lines (<c>Families/*.net</c>), no code: <c>parameter</c> lines say what may be chosen; <c>set</c> lines give names a value where they have
/// none yet, in order; <c>require</c> lines refuse; lines after &gt; are the network's text, with holes in braces. In brackets stand the conditions of a line. Several
/// <c>family</c> lines make as many families of one text, told apart by <c>name</c>; an <c>also</c> line gives another name, an <c>undefined</c> one a network that nobody can
/// build, and why.</remarks>
public sealed class Family
{
    // Largest images for which a small form is made; larger ones are those of ImageNet.
    private const int UsualSide = 224;

    private readonly List<FamilyLine> _lines = [];
    private readonly Dictionary<string, FamilyMacro> _macros = [];
    private readonly List<FamilyParameter> _parameters = [];
    private readonly List<string> _otherNames = [];
    private readonly Dictionary<string, string> _undefined = new(StringComparer.OrdinalIgnoreCase);

    private Family() { }

    /// <summary>The word in front of the parentheses.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it is, and its source.</summary>
    public string Title { get; private set; } = "";

    /// <summary>What may be chosen.</summary>
    public IReadOnlyList<FamilyParameter> Parameters => _parameters;

    /// <summary>Other names of the same.</summary>
    public IReadOnlyList<string> OtherNames => _otherNames;

    /// <summary>Networks of the literature that belong here but have no public definition, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Undefined => _undefined;

    /// <summary>Whether a word in front of parentheses means this family, be it to be refused.</summary>
    internal bool IsNamed(string word) =>
        Name.Equals(word, StringComparison.OrdinalIgnoreCase) || _otherNames.Contains(word, StringComparer.OrdinalIgnoreCase) || _undefined.ContainsKey(word);

    /// <summary>A member, checked.</summary>
    /// <param name="text">The family's name, with its parameters in parentheses where they are not the usual ones.</param>
    /// <param name="options">Size and channels of the images, classes, dropout; a height of 0 takes the size that the member was made for.</param>
    /// <exception cref="SpecException">A parameter is not known or out of range, or the images are too small; the message says what is allowed.</exception>
    public NetworkSpec Create(string text, PresetOptions options)
    {
        if (_undefined.TryGetValue(text.Split('(')[0].Trim(), out string? reason)) throw new SpecException($"{reason}.");
        if (options.Channels is { } channels) throw new SpecException($"{Name}: channels = {channels} belongs to the presets. Leave it out; the family has parameters of its own: {string.Join(", ", _parameters.Select(static parameter => parameter.Name))}.");
        FamilyValues values = Values(text, options);
        List<string> pieces = [];
        foreach (FamilyLine line in _lines)
        {
            if (!values.Holds(line.Guard)) continue;
            switch (line.Kind)
            {
                case FamilyLineKind.Set:
                    foreach (string pair in line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    {
                        int equals = pair.IndexOf('=', StringComparison.Ordinal);
                        values.SetIfMissing(pair[..equals], values.Fill(pair[(equals + 1)..]));
                    }
                    break;
                case FamilyLineKind.Require:
                    int colon = line.Text.IndexOf(':', StringComparison.Ordinal);
                    if (!values.Holds(line.Text[..colon])) throw new SpecException($"{Name}: {values.Fill(line.Text[(colon + 1)..].Trim())}.");
                    break;
                default:
                    if (pieces.Count == 0) SetInput(values, options);
                    pieces.Add(values.Fill(line.Text));
                    break;
            }
        }
        return NetworkSpec.Parse(string.Join(' ', pieces));
    }

    /// <summary>Reads a file: a family for every line that names one.</summary>
    internal static IEnumerable<Family> Read(string text) =>
        text.Split('\n').Count(static line => line.StartsWith("family ", StringComparison.Ordinal)) is var count
            ? Enumerable.Range(0, count).Select(which => Read(text, which))
            : [];

    private static Family Read(string text, int which)
    {
        Family family = new();
        int families = 0;
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim(), guard = "";
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[')
            {
                int close = line.IndexOf(']', StringComparison.Ordinal);
                (guard, line) = (line[1..close], line[(close + 1)..].Trim());
            }
            (string word, string rest) = line.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0 ? (line[..space], line[(space + 1)..].Trim()) : (line, "");
            if (word != "family" || families++ == which) family.Add(guard, word, rest);
        }
        return family;
    }

    private void Add(string guard, string word, string rest)
    {
        string before = rest.Split(':')[0], after = before.Length < rest.Length ? rest[(before.Length + 1)..].Trim() : "";
        switch (word)
        {
            case "family":
                (Name, Title) = (before, after);
                break;
            case "parameter":
                string[] parts = before.Split(' ', StringSplitOptions.RemoveEmptyEntries), pair = parts[0].Split('=');
                _parameters.Add(new FamilyParameter(pair[0], pair[1], parts[1], after));
                break;
            case "also":
                _otherNames.Add(rest);
                break;
            case "undefined":
                _undefined[before] = after;
                break;
            case "define":
                string[] words = before.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                _macros[words[0]] = new FamilyMacro(words[1..], after);
                break;
            default:
                _lines.Add(new FamilyLine(guard, word switch
                {
                    "set" => FamilyLineKind.Set,
                    "require" => FamilyLineKind.Require,
                    ">" => FamilyLineKind.Text,
                    _ => throw new InvalidOperationException($"A family's file has no lines that begin with '{word}'."),
                }, rest));
                break;
        }
    }

    private FamilyValues Values(string text, PresetOptions options)
    {
        FamilyValues values = new(Name, _macros);
        if (text.Contains('(', StringComparison.Ordinal))
        {
            TextTerm term = TextTerm.Parse(text);
            foreach (FamilyParameter parameter in _parameters)
                if (term.Has(parameter.Name)) parameter.Give(values, Name, term.Text(parameter.Name));
            term.RefuseOthers();
        }
        foreach (FamilyParameter parameter in _parameters)
        {
            if (parameter.IsRequired && !values.Has(parameter.Name)) throw new SpecException($"{Name} needs {parameter.Name}: {parameter.About}. Write {Name}({parameter.Name}=..).");
            if (parameter.Usual != "auto" && !values.Has(parameter.Name)) parameter.Give(values, Name, parameter.Usual);
        }
        values.SetIfMissing("name", Name);
        values.SetIfMissing("classes", options.Classes.ToString(CultureInfo.InvariantCulture));
        values.SetIfMissing("dropout", (options.Dropout ?? 0).ToString("R", CultureInfo.InvariantCulture));
        if (options.Height > 0) values.SetIfMissing("side", Math.Max(options.Height, options.Width).ToString(CultureInfo.InvariantCulture));
        return values;
    }

    private static void SetInput(FamilyValues values, PresetOptions options)
    {
        int side = values.Has("side") ? int.Parse(values["side"], CultureInfo.InvariantCulture) : UsualSide;
        int height = options.Height > 0 ? options.Height : side, width = options.Height > 0 ? options.Width : side;
        values.SetIfMissing("input", new TensorShape(height, width, options.ImageChannels).ToString());
    }
}
