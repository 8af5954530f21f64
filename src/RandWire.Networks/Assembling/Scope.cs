namespace RandWire.Networks.Assembling;

/// <summary>Where operations get their names from: the path of a place, and how often each word was used there. The second <c>norm</c> is <c>norm2</c>.</summary>
/// <param name="prefix">The path, such as <c>stage3.b2.f</c>.</param>
internal sealed class Scope(string prefix)
{
    private readonly Dictionary<string, int> _used = [];

    public string Prefix { get; } = prefix;

    /// <summary>Whether whatever is built first has the path to itself: a stage's whole body.</summary>
    public bool IsWhole { get; set; }

    public string Unique(string part)
    {
        int count = _used[part] = _used.GetValueOrDefault(part) + 1;
        return count == 1 ? $"{Prefix}.{part}" : FormattableString.Invariant($"{Prefix}.{part}{count}");
    }
}
