using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>What may be searched, as <c>--space</c> takes it: terms with lists and ranges, <c>ws(k=2..8:2,p=0..1) er(p=0.1..0.9) ba(m=1|2|5)</c>.</summary>
/// <remarks>
/// <para>A term is a generator's text with domains for values. A domain is a number, a list <c>2|4|8</c>, a range <c>a..b</c>, a range with steps <c>a..b:s</c>, or a list of these. A range
/// without steps goes by 2 for k, which is even, and by 1 for n, m and width; for p and ratio it is every number between, rounded to <see cref="SpaceDimension.Decimals"/> decimals, and
/// then stands alone. Beside the generator's own parameters stand <c>width</c>, the preset's C, and <c>ratio</c>, the channels of a stage over those of the stage before it. The
/// word <c>paper</c> stands for the paper's 25 settings.</para>
/// <para>Terms are separated by blanks or semicolons. <see cref="Text"/> is canonical and parses back.</para>
/// </remarks>
public sealed class SearchSpace
{
    /// <summary>Most settings that are ever listed.</summary>
    public const int MostSettings = 100_000;

    private const int UsualLevels = 5;

    private SearchSpace(IReadOnlyList<SpaceTerm> terms) => Terms = terms;

    /// <summary>The terms, at least one.</summary>
    public IReadOnlyList<SpaceTerm> Terms { get; }

    /// <summary>Canonical text.</summary>
    public string Text => string.Join(' ', Terms.Select(static term => term.Text));

    /// <summary>Whether some parameter may be any number of a range.</summary>
    public bool IsContinuous => Terms.Any(static term => term.IsContinuous);

    /// <summary>How many settings there are, graphs aside; continuous ranges count their rounded values.</summary>
    public double Count => Terms.Sum(static term => term.Count);

    /// <summary>The space of settings that are given one by one, each as it is.</summary>
    /// <param name="settings">At least one; any text that the space of networks can read.</param>
    public static SearchSpace Of(IReadOnlyList<string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfZero(settings.Count);
        return new SearchSpace([.. settings.Select(static setting => new SpaceTerm(setting, []))]);
    }

    /// <summary>The space of settings that are given one by one, each with its parameters where it is a generator's.</summary>
    /// <param name="settings">At least one; any text that the space of networks can read.</param>
    internal static SearchSpace Read(IReadOnlyList<string> settings) =>
        new([.. settings.Select(static setting => GraphModel.Names.Contains(Wirings.Family(setting)) && Term.Read(setting) is { HasParentheses: true } ? Read(setting) : new SpaceTerm(setting, []))]);

    /// <summary>Reads a space.</summary>
    /// <exception cref="SpecException">A term is no generator's, a domain cannot be read, or a value is out of range; the message says what is allowed.</exception>
    public static SearchSpace Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<SpaceTerm> terms = [];
        foreach (string piece in Term.Split(text.Replace(';', ' ').ReplaceLineEndings(" ").Replace('\t', ' '), ' '))
        {
            if (string.IsNullOrWhiteSpace(piece)) continue;
            if (piece.Equals("paper", StringComparison.OrdinalIgnoreCase)) terms.AddRange(Wirings.Paper.Select(static setting => Read(setting)));
            else terms.Add(Read(piece));
        }
        if (terms.Count == 0) throw new SpecException("The space is empty. Give generators with what their parameters may be, such as ws(k=2..8,p=0..1) er(p=0.1..0.9), or the word paper.");
        return new SearchSpace(terms);
    }

    /// <summary>All settings in the order of the text: terms as written; within a term the first parameter changes slowest.</summary>
    /// <param name="levels">Values that a continuous range is given, at equal distances, both ends among them; at least 2.</param>
    /// <exception cref="SpecException">There are more than <see cref="MostSettings"/>.</exception>
    public IReadOnlyList<string> Settings(int levels = UsualLevels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 2);
        double count = CountOf(levels);
        if (count > MostSettings)
            throw new SpecException(string.Create(CultureInfo.InvariantCulture, $"{Text}: {count:0} settings are too many to list, at most {MostSettings}. Take wider steps or fewer values, or strategy random or quasi."));
        return [.. Terms.SelectMany(term => term.Settings(levels)).Distinct()];
    }

    /// <summary>All settings where there are no more than so many, continuous ranges with five values; of a larger space the corners: every parameter at its least and its largest.</summary>
    internal IReadOnlyList<string> Listed(int most) => CountOf(UsualLevels) <= most ? Settings() : [.. Terms.SelectMany(static term => term.Corners()).Distinct()];

    /// <inheritdoc/>
    public override string ToString() => Text;

    private double CountOf(int levels) => Terms.Sum(term => term.Dimensions.Aggregate(1.0, (product, dimension) => product * (dimension.IsContinuous ? levels : dimension.Count)));

    private static SpaceTerm Read(string piece)
    {
        Term? term = Term.Read(piece);
        string name = term?.Name.ToLowerInvariant() ?? "";
        if (term is not { HasParentheses: true } || !GraphModel.Names.Contains(name))
            throw new SpecException($"'{Shown(piece)}' is no term of a space. Give a generator with what its parameters may be, such as ws(k=2..8,p=0..1); generators: {string.Join(", ", GraphModel.Names)}. Or one of {ComposedSpaces.Words}.");
        List<SpaceDimension> dimensions = [];
        foreach (TermItem item in term.Items)
        {
            string key = item.Key?.ToLowerInvariant() ?? throw new SpecException($"{Shown(piece)}: '{Shown(item.Text)}' is not of the form key=values, such as k=2..8 or p=0.25|0.5.");
            if (!SpaceTerm.Keys.Contains(key)) throw new SpecException($"{Shown(piece)}: unknown parameter '{Shown(key)}'. A term takes its generator's parameters, width and ratio.");
            if (dimensions.Any(dimension => dimension.Key == key)) throw new SpecException($"{Shown(piece)}: {key} is given twice. Keep one of the two.");
            dimensions.Add(DomainText.Read(Shown(piece), key, item.Value));
        }
        // A generator without parameters is a setting as it is.
        if (dimensions.Count == 0) return new SpaceTerm($"{name}()", []);
        return new SpaceTerm(name, [.. SpaceTerm.Keys.SelectMany(key => dimensions.Where(dimension => dimension.Key == key))]).Checked();
    }

    private static string Shown(string text) => text.Length <= 80 ? text : text[..77] + "...";
}
