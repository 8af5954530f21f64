using System.Globalization;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Families;

/// <summary>A family of hand-made networks: a text with parameters. Members are named as <c>resnet(depth=20)</c>.</summary>
/// <remarks>A family is a file of lines (<c>Families/*.net</c>), no code: <c>parameter</c> lines say what may be chosen; <c>set</c> lines give names a value where they have
/// none yet, in order; <c>require</c> lines refuse; lines after &gt; are the network's text, with holes in braces. In brackets stand the conditions of a line. <c>member</c>
/// lines hold what is published of a member, <c>undefined</c> lines of networks without a public definition. An <c>also</c> line gives another name; several <c>family</c>
/// lines make as many families of one text, told apart by <c>name</c>.</remarks>
public sealed class Family
{
    // Largest images for which a small form is made; larger ones are those of ImageNet.
    private const int UsualSide = 224;

    private readonly List<FamilyLine> _lines = [];
    private readonly Dictionary<string, FamilyMacro> _macros = [];
    private readonly List<FamilyMember> _members = [];
    private readonly List<FamilyParameter> _parameters = [];
    private readonly List<string> _otherNames = [];

    private Family() { }

    /// <summary>The word in front of the parentheses.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it is, and its source.</summary>
    public string Title { get; private set; } = "";

    /// <summary>What may be chosen.</summary>
    public IReadOnlyList<FamilyParameter> Parameters => _parameters;

    /// <summary>Other names of the same.</summary>
    public IReadOnlyList<string> OtherNames => _otherNames;

    /// <summary>What is published of its members, in the order of the file.</summary>
    public IReadOnlyList<FamilyMember> Members => _members;

    /// <summary>Whether a word in front of parentheses means this family, or a network that belongs to it but has no definition.</summary>
    internal bool IsNamed(string word) =>
        Name.Equals(word, StringComparison.OrdinalIgnoreCase) || _otherNames.Contains(word, StringComparer.OrdinalIgnoreCase) || Undefined(word) is not null;

    private FamilyMember? Undefined(string word) => _members.Find(member => !member.IsDefined && member.Text.Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>A member, checked.</summary>
    /// <param name="text">The family's name, with its parameters in parentheses where they are not the usual ones.</param>
    /// <param name="options">Size and channels of the images, classes, dropout; a height of 0 takes the size that the member was made for.</param>
    /// <exception cref="SpecException">A parameter is not known or out of range, or the images are too small; the message says what is allowed.</exception>
    public NetworkSpec Create(string text, PresetOptions options)
    {
        Undefined(text.Split('(')[0].Trim())?.Create();
        if (options.Channels is { } channels) throw new SpecException($"{Name}: channels = {channels} belongs to the presets. Leave it out; the family has parameters of its own: {string.Join(", ", _parameters.Select(static parameter => parameter.Name))}.");
        FamilyValues values = Values(text, options);
        if (BrokenRule(values) is { } broken)
        {
            (string condition, string words) = Rule(broken);
            if (words.Contains("{nearest}", StringComparison.Ordinal)) values.SetIfMissing("nearest", Nearest(text, options, values, condition));
            throw new SpecException($"{Name}: {values.Fill(words)}.");
        }
        SetRest(values, options);
        return NetworkSpec.Parse(string.Join(' ', _lines.Where(line => line.Kind == FamilyLineKind.Text && values.Holds(line.Guard)).Select(line => values.Fill(line.Text))));
    }

    // Gives names their values, line by line; the first rule that does not hold, or null.
    private FamilyLine? BrokenRule(FamilyValues values)
    {
        foreach (FamilyLine line in _lines)
        {
            if (line.Kind == FamilyLineKind.Text || !values.Holds(line.Guard)) continue;
            if (line.Kind == FamilyLineKind.Require)
            {
                if (!values.Holds(Rule(line).Condition)) return line;
                continue;
            }
            foreach (string pair in line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                int equals = pair.IndexOf('=', StringComparison.Ordinal);
                values.SetIfMissing(pair[..equals], values.Fill(pair[(equals + 1)..]));
            }
        }
        return null;
    }

    private static (string Condition, string Words) Rule(FamilyLine line)
    {
        int colon = line.Text.IndexOf(':', StringComparison.Ordinal);
        return (line.Text[..colon], line.Text[(colon + 1)..].Trim());
    }

    // The whole numbers next to a parameter's value, below and above, with which every rule holds; all else as it was given.
    private string Nearest(string text, PresetOptions options, FamilyValues values, string condition)
    {
        FamilyParameter parameter = _parameters.First(parameter => condition.Contains(parameter.Name, StringComparison.Ordinal));
        int value = int.Parse(values[parameter.Name], CultureInfo.InvariantCulture);
        return string.Join(" and ", ((int[])[-1, 1]).Select(step => Next(value, step)).OfType<int>());

        int? Next(int from, int step)
        {
            try
            {
                for (int next = from + step; next > 0; next += step)
                    if (BrokenRule(Values(text, options, (parameter.Name, next.ToString(CultureInfo.InvariantCulture)))) is null) return next;
            }
            catch (SpecException)
            {
                // Beyond the parameter's range.
            }
            return null;
        }
    }

    /// <summary>Reads a file: a family for every line that names one.</summary>
    internal static IEnumerable<Family> ReadAll(string text) => Enumerable.Range(0, NamesIn(text).Length).Select(which => Read(text, which));

    /// <summary>Reads one family of a file.</summary>
    internal static Family Read(string text, int which = 0)
    {
        string[] names = NamesIn(text);
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
            bool isOfOther = word == "family" ? families++ != which : word == "member" && IsOfOther(rest, names, names[which]);
            if (!isOfOther) family.Add(guard, word, rest);
        }
        return family;
    }

    private static string[] NamesIn(string text) =>
        [.. text.Split('\n').Where(static line => line.StartsWith("family ", StringComparison.Ordinal)).Select(static line => line["family ".Length..].Split(':')[0].Trim())];

    // Of families that share a file each has the members that begin with its name.
    private static bool IsOfOther(string member, string[] names, string own)
    {
        string name = member.Split('(', ' ')[0];
        if (names.Length > 1 && !names.Contains(name)) throw new InvalidOperationException($"The line 'member {member}' names none of {string.Join(", ", names)}.");
        return names.Length > 1 && name != own;
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
            case "define":
                string[] words = before.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                _macros[words[0]] = new FamilyMacro(words[1..], after);
                break;
            case "member" or "undefined":
                _members.Add(FamilyMemberReader.Read(rest, word == "member"));
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

    private FamilyValues Values(string text, PresetOptions options, (string Name, string Value)? instead = null)
    {
        FamilyValues values = new(Name, _macros);
        if (instead is { } other) _parameters.First(parameter => parameter.Name == other.Name).Give(values, Name, other.Value);
        if (text.Contains('(', StringComparison.Ordinal))
        {
            TextTerm term = TextTerm.Parse(text);
            foreach (FamilyParameter parameter in _parameters)
                if (term.Has(parameter.Name) && term.Text(parameter.Name) is var given && parameter.Name != instead?.Name) parameter.Give(values, Name, given);
            term.RefuseOthers();
        }
        foreach (FamilyParameter parameter in _parameters)
        {
            if (parameter.IsRequired && !values.Has(parameter.Name)) throw new SpecException($"{Name} needs {parameter.Name}: {parameter.About}. Write {Name}({parameter.Name}=..).");
            if (parameter.Usual != "auto" && !values.Has(parameter.Name)) parameter.Give(values, Name, parameter.Usual);
        }
        values.SetIfMissing("name", Name);
        values.SetIfMissing("classes", options.Classes.ToString(CultureInfo.InvariantCulture));
        if (options.Dropout is { } dropout) values.SetIfMissing("dropout", dropout.ToString("R", CultureInfo.InvariantCulture));
        if (options.Height > 0) values.SetIfMissing("side", Math.Max(options.Height, options.Width).ToString(CultureInfo.InvariantCulture));
        return values;
    }

    private static void SetRest(FamilyValues values, PresetOptions options)
    {
        values.SetIfMissing("dropout", "0");
        int side = values.Has("side") ? int.Parse(values["side"], CultureInfo.InvariantCulture) : UsualSide;
        int height = options.Height > 0 ? options.Height : side, width = options.Height > 0 ? options.Width : side;
        values.SetIfMissing("input", new TensorShape(height, width, options.ImageChannels).ToString());
    }
}
