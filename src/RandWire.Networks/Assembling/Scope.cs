namespace RandWire.Networks.Assembling;

/// <summary>Where operations get their names from: the path of a place, and how often each word was used there. The second <c>norm</c> is <c>norm2</c>.</summary>
/// <param name="prefix">The path, such as <c>stage3.b2.f</c>.</param>
internal sealed class Scope(string prefix)
{
    // A handful of words: a dictionary would cost more than it saves, and there is a scope for every node.
    private readonly List<(string Part, int Count)> _used = [];

    public string Prefix { get; } = prefix;

    /// <summary>Whether whatever is built first has the path to itself: a stage's whole body.</summary>
    public bool IsWhole { get; set; }

    public string Unique(string part)
    {
        int index = _used.FindIndex(one => one.Part == part), count = index < 0 ? 0 : _used[index].Count;
        string name;
        do name = Numbered(part, ++count);
        // The sixth relu would be the first relu6.
        while (_used.Exists(one => one.Part != part && name.StartsWith(one.Part, StringComparison.Ordinal) && Enumerable.Range(1, one.Count).Any(number => Numbered(one.Part, number) == name)));
        if (index < 0) _used.Add((part, count));
        else _used[index] = (part, count);
        return $"{Prefix}.{name}";
    }

    private static string Numbered(string part, int number) => number == 1 ? part : FormattableString.Invariant($"{part}{number}");
}
