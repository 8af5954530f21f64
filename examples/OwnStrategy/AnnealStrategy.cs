using RandWire.Engine;
using RandWire.Search;

namespace OwnStrategy;

/// <summary>Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983): a change of where it stands, which it takes if that was better, or by chance if it was a little worse, and less and less so.</summary>
/// <remarks>Over points a strategy says what comes next and nothing else. The same few lines search cells, wirings, members of a family, settings of generators, and tables of trained networks.</remarks>
internal sealed class AnnealStrategy(PointSpace space, SelectionCriterion criterion) : PointStrategy("anneal", space, criterion, window: 4)
{
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        IReadOnlyList<PointResult> results = Results(history);
        if (results.Count == 0) return Space.Draw(seed.Child(number));
        // Where it stands follows from what was seen, so nothing has to be kept.
        PointResult here = results[0];
        double temperature = 0.05;
        foreach (PointResult result in results.Skip(1))
        {
            if (result.Score >= here.Score || seed.Child("chance").Uniform((ulong)result.Trial) < Math.Exp((result.Score - here.Score) / temperature)) here = result;
            temperature *= 0.97;
        }
        return Space.Mutate(here.Point, seed.Child(number));
    }
}
