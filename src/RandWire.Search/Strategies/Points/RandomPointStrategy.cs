using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Random search over points: each once, until the space holds no more.</summary>
/// <param name="space">The space.</param>
/// <param name="criterion">What trainings are judged by.</param>
public sealed class RandomPointStrategy(PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy) : PointStrategy("random", space, criterion, int.MaxValue)
{
    /// <inheritdoc/>
    protected override bool LooksAtPending => false;

    /// <inheritdoc/>
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        HashSet<string> known = [.. history.Candidates.Select(static candidate => candidate.Wiring)];
        return Space.DrawOther(seed.Child(number), point => pending.Contains(point) || known.Contains(Space.Write(point)));
    }
}
