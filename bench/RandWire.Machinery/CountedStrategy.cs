using RandWire.Engine;
using RandWire.Search;

namespace RandWire.Machinery;

/// <summary>Candidates that cost nothing to make, so that what is measured is all machinery.</summary>
internal sealed class CountedStrategy(int window) : IStrategy
{
    public string Name => "counted";

    public int Window => window;

    public IReadOnlyList<Proposal> Propose(History history, int wanted, Seed seed) =>
        [.. Enumerable.Range(history.Candidates.Count, wanted).Select(static id => new Proposal(new Candidate
        {
            Id = id,
            Wiring = "ws(k=4,p=0.75)",
            Family = "ws",
            WiringSeed = id,
            // As long as the text of a network of the small preset.
            Network = new string('n', 500),
            Parameters = 1,
            MultiplyAdds = 1,
            Clustering = 0,
            AveragePath = 1,
            LongestPath = 1,
        }))];
}
