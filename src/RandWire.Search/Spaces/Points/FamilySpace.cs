using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Families;

namespace RandWire.Search;

/// <summary>Members of a family whose parameters are open: <c>nasbench201(cell=*,cells=1,filters=8|16)</c>, <c>resnet(depth=8|14|20)</c>. Every open parameter is an axis; one with a word for every edge
/// is an axis an edge.</summary>
/// <remarks><c>a|b</c> opens a parameter to these values, <c>*</c> to all its words.</remarks>
public sealed class FamilySpace : ComposedSpace
{
    private readonly Family _family;
    private readonly PresetOptions _images;
    private readonly List<(FamilyParameter Parameter, string? Fixed, int First)> _parts = [];
    private readonly List<Axis> _axes = [];
    private readonly List<string> _written = [];

    /// <summary>A space.</summary>
    /// <param name="text">A member of a family with open parameters.</param>
    /// <param name="images">Images and classes.</param>
    /// <param name="limits">What candidates may cost; null: whatever they do.</param>
    /// <exception cref="SpecException">There is no such family or parameter, or none is open.</exception>
    public FamilySpace(string text, PresetOptions images, SearchLimits? limits = null) : base(limits)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(images);
        _images = images;
        Term term = Term.Read(text) ?? throw new SpecException($"Space '{Short(text)}': write a family with open parameters, such as {Example}.");
        _family = FamilyCatalog.Find(term.Name)
            ?? throw new SpecException($"Space '{Short(text)}': '{Short(term.Name)}' is no family. Known: {string.Join(", ", FamilyCatalog.All.Select(static family => family.Name))}.");
        // In the family's order, so that two spellings of a space are one.
        foreach (TermItem item in term.Items.OrderBy(item => _family.Parameters.Select(static one => one.Name).ToList().IndexOf(item.Key?.ToLowerInvariant() ?? "")))
        {
            FamilyParameter parameter = _family.Parameters.FirstOrDefault(one => one.Name == item.Key?.ToLowerInvariant())
                ?? throw new SpecException($"Space '{Short(text)}': '{Short(item.Text)}' is no parameter of {_family.Name}. It has {string.Join(", ", _family.Parameters.Select(static one => one.Name))}.");
            if (_parts.Any(part => part.Parameter == parameter)) throw new SpecException($"Space '{Short(text)}': {parameter.Name} is given twice. Keep one of the two.");
            Open(text, parameter, item.Value);
        }
        if (_axes.Count == 0) throw new SpecException($"Space '{Short(text)}': no parameter is open. Write values with | between, or * for all words, such as nasbench201(cell=*,cells=1,filters=8|16).");
        Text = $"{_family.Name}({string.Join(',', _written)})";
    }

    /// <summary>A space as it may be written.</summary>
    public const string Example = "nasbench201(cell=*,cells=1,filters=8)";

    /// <summary>Whether a text names a family, and so can be no space of generators.</summary>
    public static bool IsFamily(string text) => FamilyCatalog.Find(text) is not null;

    /// <inheritdoc/>
    public override string Text { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes => _axes;

    /// <inheritdoc/>
    public override string Write(Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return $"{_family.Name}({string.Join(',', _parts.Select(part => $"{part.Parameter.Name}={part.Fixed ?? string.Join('.', Enumerable.Range(part.First, part.Parameter.Places).Select(axis => _axes[axis].Values[point[axis]]))}"))})";
    }

    private protected override NetworkSpec Compose(Point point) => FamilyCatalog.Create(Write(point), _images);

    private protected override Point? Parse(string setting)
    {
        int[] choices = new int[_axes.Count];
        ILookup<string, string> given = (Term.Read(setting) is { } term && term.Name == _family.Name ? term.Items : []).ToLookup(static item => item.Key ?? "", static item => item.Value);
        foreach ((FamilyParameter parameter, string? fix, int first) in _parts)
        {
            string[] words = fix is null && given[parameter.Name].FirstOrDefault() is { } value ? parameter.Places == 1 ? [value] : value.Split('.') : [];
            for (int place = 0; fix is null && place < parameter.Places; place++)
            {
                choices[first + place] = place < words.Length ? Place(_axes[first + place].Values, words[place]) : -1;
                if (choices[first + place] < 0) return null;
            }
        }
        return new Point(choices);
    }

    private void Open(string text, FamilyParameter parameter, string value)
    {
        int first = _axes.Count;
        if (value == "*")
        {
            if (parameter.Words.Count == 0) throw new SpecException($"Space '{Short(text)}': {parameter.Name} takes {parameter.Allowed}, which has no list of words. Write the values with | between.");
            foreach (string place in parameter.PlaceNames) _axes.Add(new Axis(place, parameter.Words));
            _parts.Add((parameter, null, first));
            _written.Add($"{parameter.Name}=*");
            return;
        }
        // A value of edges may be written with | too.
        string[] values = [.. (parameter.Places == 1 ? value.Split('|', StringSplitOptions.TrimEntries) : [value]).Select(one => parameter.Canonical(_family.Name, one))];
        if (values.Distinct().Count() < values.Length) throw new SpecException($"Space '{Short(text)}': {parameter.Name} has a value twice. Keep one of the two.");
        _written.Add($"{parameter.Name}={string.Join('|', values)}");
        if (values.Length > 1) _axes.Add(new Axis(parameter.Name, values));
        _parts.Add((parameter, values.Length > 1 ? null : values[0], first));
    }

    private static int Place(IReadOnlyList<string> values, string word)
    {
        for (int place = 0; place < values.Count; place++)
            if (values[place] == word) return place;
        return -1;
    }
}
