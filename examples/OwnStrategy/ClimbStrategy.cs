using RandWire.Engine;
using RandWire.Search;

namespace OwnStrategy;

/// <summary>Random settings at first; then, every other time, another graph of the setting that has the best mean so far.</summary>
/// <remarks>A strategy is a pure function of the history: it keeps nothing, so a study that was killed goes on with what it would have proposed.</remarks>
internal sealed class ClimbStrategy(ISearchSpace space) : IStrategy
{
    public string Name => "climb";

    // Decision n sees the outcomes of the trials before n - 4, so up to four can be trained at once, and the study is the same for any number of workers.
    public int Window => 4;

    public IReadOnlyList<Proposal> Propose(History history, int wanted, Seed seed)
    {
        List<Proposal> proposals = [];
        for (int id = history.Candidates.Count; proposals.Count < wanted; id++)
        {
            string? best = history.Trials.Where(trial => trial.Outcome?.ValidationTop1 is not null)
                .GroupBy(trial => history.Candidates[trial.Plan.Candidate].Wiring, trial => trial.Outcome!.ValidationTop1!.Value)
                .OrderByDescending(setting => setting.Average()).ThenBy(setting => setting.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;
            string setting = best is not null && id % 2 == 1 ? best : space.Settings[seed.Child(id).Below(0, space.Settings.Count)];
            proposals.Add(new Proposal(space.Make(id, setting, graphSeed: seed.Child(id).Below(1, 1_000_000), Name)));
        }
        return proposals;
    }
}
