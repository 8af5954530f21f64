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
        for (int i = 0; i < _used.Count; i++)
        {
            if (_used[i].Part != part) continue;
            int count = _used[i].Count + 1;
            _used[i] = (part, count);
            return FormattableString.Invariant($"{Prefix}.{part}{count}");
        }
        _used.Add((part, 1));
        return $"{Prefix}.{part}";
    }
}
