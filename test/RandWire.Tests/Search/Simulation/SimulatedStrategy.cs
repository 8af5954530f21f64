using RandWire.Engine;
using RandWire.Search;

namespace RandWire.Tests.Search.Simulation;

/// <summary>A strategy whose answers depend on everything that it may see: two studies that see something else at any moment end otherwise.</summary>
internal sealed class SimulatedStrategy(int window) : IStrategy
{
    public string Name => "simulated";

    public int Window => window;

    public IReadOnlyList<Proposal> Propose(History history, int wanted, Seed seed)
    {
        int id = history.Candidates.Count;
        double seen = window == int.MaxValue ? 0 : history.Trials.Sum(trial => trial.Outcome?.ValidationTop1 ?? 0);
        return [new Proposal(Make(id, $"w{seed.Child(id).Child(BitConverter.DoubleToInt64Bits(seen)).Below(0, 1000)}"))];
    }

    private static Candidate Make(int id, string wiring) => new()
    {
        Id = id,
        Wiring = wiring,
        Family = "w",
        WiringSeed = id,
        Network = wiring,
        Parameters = 10,
        MultiplyAdds = 100,
        Clustering = 0,
        AveragePath = null,
        LongestPath = 1,
    };
}
