namespace RandWire.Graphs.Formats;

/// <summary>What an object of a JSON graph says of a node or of an edge: names as <see cref="JsonNodeName"/> makes them, null where it says nothing.</summary>
internal struct JsonGraphItem
{
    public string? Id;
    public string? Key;
    public string? Name;
    public string? Source;
    public string? Target;
    public string? From;
    public string? To;
    public bool? Directed;

    /// <summary>This, completed from the object under <c>data</c>, and with <c>from</c> and <c>to</c> for a missing source and target.</summary>
    public readonly JsonGraphItem Completed(JsonGraphItem data) => new()
    {
        Id = Id ?? data.Id,
        Key = Key ?? data.Key,
        Name = Name ?? data.Name,
        Source = Source ?? data.Source ?? From ?? data.From,
        Target = Target ?? data.Target ?? To ?? data.To,
        Directed = Directed ?? data.Directed,
    };
}
