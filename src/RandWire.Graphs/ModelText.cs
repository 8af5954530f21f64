using System.Globalization;
using System.Text;

namespace RandWire.Graphs;

/// <summary>The text form of models, <c>name(key=value,...)</c>: names and keys in any case, blanks allowed, keys in any order.</summary>
internal static class ModelText
{
    private const int LongestShown = 120;

    private static readonly Form[] Forms =
    [
        new("er", ["n", "p"], "er(n=32,p=0.2)", values => new ErdosRenyi(values.Nodes, values.Number("p"))),
        new("ba", ["n", "m"], "ba(n=32,m=5)", values => new BarabasiAlbert(values.Nodes, values.Whole("m"))),
        new("ba-star", ["n", "m"], "ba-star(n=32,m=5)", values => new BarabasiAlbertStar(values.Nodes, values.Whole("m"))),
        new("ws", ["n", "k", "p"], "ws(n=32,k=4,p=0.75)", values => new WattsStrogatz(values.Nodes, values.Whole("k"), values.Number("p"))),
        new("ws-connected", ["n", "k", "p"], "ws-connected(n=32,k=4,p=0.75)",
            values => new ConnectedWattsStrogatz(values.Nodes, values.Whole("k"), values.Number("p"))),
        new("chain", ["n"], "chain(n=32)", values => new PathGraph(values.Nodes)),
        new("complete", ["n"], "complete(n=32)", values => new CompleteGraph(values.Nodes)),
    ];

    /// <summary>The names of all models.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Forms.Select(form => form.Name)];

    /// <summary>The canonical text; an open number of nodes is left out.</summary>
    public static string Write(string name, int? nodes, params ReadOnlySpan<(string Key, double Value)> parameters)
    {
        StringBuilder text = new(name);
        char before = '(';
        if (nodes is int n)
        {
            text.Append(CultureInfo.InvariantCulture, $"(n={n}");
            before = ',';
        }
        foreach ((string key, double value) in parameters)
        {
            // Adding zero turns -0 into 0, which has one text only.
            text.Append(CultureInfo.InvariantCulture, $"{before}{key}={value + 0.0:R}");
            before = ',';
        }
        return before == '(' ? $"{name}()" : text.Append(')').ToString();
    }

    /// <summary>The model that the text writes, checked.</summary>
    public static GraphModel Read(string text)
    {
        string trimmed = text.Trim(), shown = trimmed.Length <= LongestShown ? trimmed : trimmed[..LongestShown] + "...";
        if (Term.Read(trimmed) is not { HasParentheses: true } term)
            throw new SpecException($"'{shown}' is not a graph model. Write one like {string.Join(", ", Forms.Select(form => form.Example))}.");

        Form form = Forms.FirstOrDefault(form => form.Name.Equals(term.Name, StringComparison.OrdinalIgnoreCase))
            ?? throw new SpecException($"{shown}: there is no model '{Shortened(term.Name)}'. Models: {string.Join(", ", Forms.Select(form => form.Signature))}.");

        Values values = new(shown, form);
        foreach (TermItem item in term.Items) values.Add(item);
        return form.Make(values).Checked();
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private sealed record Form(string Name, string[] Keys, string Example, Func<Values, GraphModel> Make)
    {
        public string Signature => $"{Name}({string.Join(',', Keys)})";
    }

    private sealed class Values(string shown, Form form)
    {
        private readonly Dictionary<string, string> _values = [];

        public int? Nodes => _values.ContainsKey("n") ? Whole("n") : null;

        public void Add(TermItem item)
        {
            if (item.Key is null) throw Broken($"'{Shortened(item.Text)}' is not of the form key=value. Example: {form.Example}.");
            string key = item.Key.ToLowerInvariant(), value = item.Value;
            if (!form.Keys.Contains(key))
                throw Broken($"unknown parameter '{Shortened(key)}'. {form.Name} takes {string.Join(", ", form.Keys)}. Example: {form.Example}.");
            if (!_values.TryAdd(key, value)) throw Broken($"{key} is given twice. Keep one of the two.");
        }

        public int Whole(string key)
        {
            string value = Of(key);
            if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)) return number;
            bool digits = value.TrimStart('-', '+') is { Length: > 0 } rest && rest.All(char.IsAsciiDigit);
            throw Broken(digits
                ? $"{key} = {Shortened(value)} is out of range. A graph has at most {Graph.MaxNodes} nodes."
                : $"{key} = '{Shortened(value)}' is not a whole number. Example: {form.Example}.");
        }

        public double Number(string key)
        {
            string value = Of(key);
            return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                ? number
                : throw Broken($"{key} = '{Shortened(value)}' is not a number. Example: {form.Example}.");
        }

        private string Of(string key) =>
            _values.TryGetValue(key, out string? value) ? value : throw Broken($"parameter {key} is missing. Example: {form.Example}.");

        private SpecException Broken(string rule) => new($"{shown}: {rule}");
    }
}
