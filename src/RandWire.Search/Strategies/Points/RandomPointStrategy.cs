using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Random search over points: each once, until the space holds no more.</summary>
/// <param name="space">The space.</param>
/// <param name="criterion">What trainings are judged by.</param>
public sealed class RandomPointStrategy(PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy) : PointStrategy("random", space, criterion, int.MaxValue)
{
    // Draws that were all proposed before, after which there is nothing new.
    private const int MostDraws = 1000;

    private protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        HashSet<string> known = [.. history.Candidates.Select(static candidate => candidate.Wiring)];
        Seed draws = seed.Child(number);
        for (int draw = 0; draw < MostDraws; draw++)
            if (Space.Draw(draws.Child(draw)) is var point && !pending.Contains(point) && !known.Contains(Space.Write(point))) return point;
        return null;
    }
}
