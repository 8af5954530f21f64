using System.Text.Json;

namespace RandWire.Search;

/// <summary>What a watcher is told of one network.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Wiring">The setting it was drawn from.</param>
/// <param name="WiringSeed">Seed of the graph.</param>
/// <param name="MultiplyAdds">Multiply-adds per image.</param>
public sealed record NetworkGlance(int Id, string Wiring, long WiringSeed, long MultiplyAdds)
{
    /// <summary>Of a candidate.</summary>
    public static NetworkGlance Of(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return new NetworkGlance(candidate.Id, candidate.Wiring, candidate.WiringSeed, candidate.MultiplyAdds);
    }

    internal static NetworkGlance Of(JsonElement candidate) => new(
        candidate.GetProperty("id").GetInt32(), candidate.GetProperty("wiring").GetString()!, candidate.GetProperty("wiringSeed").GetInt64(), candidate.GetProperty("multiplyAdds").GetInt64());
}
