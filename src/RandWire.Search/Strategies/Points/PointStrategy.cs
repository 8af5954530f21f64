using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>A strategy over the points of a space: it says the next point, and this class makes candidates of points. Whoever derives from it keeps nothing between calls that changes an answer: what is
/// drawn at random is a function of the seed and the number of the decision.</summary>
/// <remarks>A point that comes again is trained again, with the next seed: evolution and sampling propose points twice, and a second look at one of them says how lucky the first was.</remarks>
/// <param name="name">Its name.</param>
/// <param name="space">The space.</param>
/// <param name="criterion">What trainings are judged by.</param>
/// <param name="window">How many trials may be under way when it decides.</param>
public abstract class PointStrategy(string name, PointSpace space, SelectionCriterion criterion, int window) : IStrategy
{
    private const int MostGraphs = 20, MostSeed = 1_000_000;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Window => window;

    /// <summary>The space.</summary>
    protected PointSpace Space => space;

    /// <summary>What trainings are judged by.</summary>
    protected SelectionCriterion Criterion => criterion;

    /// <inheritdoc/>
    /// <exception cref="SpecException">The space holds nothing that may be drawn.</exception>
    public IReadOnlyList<Proposal> Propose(History history, int wanted, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(history);
        List<Proposal> proposals = [];
        List<Point> pending = LooksAtPending ? [.. PointResults.Pending(history, space)] : [];
        Seed own = seed.Child(name);
        try
        {
            while (proposals.Count < wanted && Next(history, history.Count + proposals.Count, pending, own) is { } point)
            {
                proposals.Add(space.IsSampled ? Sampled(history, proposals, point, own.Child("graph").Child(history.Count + proposals.Count)) : Proposed(history, proposals, point));
                pending.Add(point);
            }
        }
        catch (SpecException refusal)
        {
            throw new SpecException($"Strategy {name}: {refusal.Message}");
        }
        return proposals;
    }

    /// <summary>Whether the next point depends on those under way.</summary>
    protected virtual bool LooksAtPending => true;

    /// <summary>The next point.</summary>
    /// <param name="history">What may be known.</param>
    /// <param name="number">Number of the decision: what is random about it comes from <paramref name="seed"/>'s child of this number.</param>
    /// <param name="pending">Points whose outcome is not to be seen yet.</param>
    /// <param name="seed">The strategy's seed in this study.</param>
    /// <returns>Null where an outcome has to be seen first, or the space holds no more.</returns>
    protected abstract Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed);

    /// <summary>Results so far, in order of trial; a failed one has negative infinity. Those of other lengths than most are made comparable.</summary>
    protected IReadOnlyList<PointResult> Results(History history) => PointResults.Of(history, space, criterion);

    /// <summary>Whether random points are still to come: those under way count, and one result is needed at least.</summary>
    protected static bool IsBeginning(IReadOnlyList<PointResult> results, IReadOnlyList<Point> pending, int initial) => results.Count == 0 || results.Count + pending.Count < initial;

    private Proposal Proposed(History history, List<Proposal> before, Point point)
    {
        string setting = space.Write(point);
        int known = history.Candidates.Count;
        Candidate? there = history.Candidates.FirstOrDefault(candidate => candidate.Wiring == setting) ?? before.FirstOrDefault(one => one.Candidate.Wiring == setting)?.Candidate;
        return there is not null ? Again(history, before, there) : new Proposal(space.Make(known + Fresh(before, known), setting, 0, name));
    }

    // Another graph of the setting; where it has no other, the first again.
    private Proposal Sampled(History history, List<Proposal> before, Point point, Seed seed)
    {
        string setting = space.Write(point);
        int known = history.Candidates.Count, id = known + Fresh(before, known);
        Candidate? same = null;
        for (int draw = 0; draw < MostGraphs; draw++)
        {
            Candidate candidate = space.Make(id, setting, seed.Below((ulong)draw, MostSeed), name);
            string identity = GraphIdentity.Of(candidate.Spec);
            Candidate? there = history.Candidates.Concat(before.Select(static one => one.Candidate)).FirstOrDefault(one => GraphIdentity.Of(one.Spec) == identity);
            if (there is null) return new Proposal(candidate);
            same ??= there;
        }
        return Again(history, before, same!);
    }

    private static Proposal Again(History history, List<Proposal> before, Candidate there) =>
        new(there, history.Trials.Count(trial => trial.Plan.Candidate == there.Id && trial.Plan is { Kind: not TrialKind.Final, Rung: 0 }) + before.Count(one => one.Candidate.Id == there.Id));

    private static int Fresh(List<Proposal> before, int known) => before.Select(static one => one.Candidate.Id).Where(id => id >= known).Distinct().Count();
}
