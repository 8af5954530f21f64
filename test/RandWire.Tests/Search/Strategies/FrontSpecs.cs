using RandWire.Engine;
using RandWire.Networks;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Strategies;

/// <summary>Fronts and crowding of NSGA-II, and what it finds; the densities of BOHB.</summary>
public sealed class FrontSpecs
{
    // By hand: a, b and d are beaten by nobody; c by b; e by c and all before.
    [Fact]
    public void Fronts_and_crowding_are_those_of_the_paper()
    {
        (double Score, double Cost)[] values = [(9, 8), (7, 4), (6, 5), (2, 1), (1, 6)];
        int[] fronts = NonDominated.Fronts(values);
        Assert.Equal([0, 0, 1, 0, 2], fronts);
        double[] crowding = NonDominated.Crowding(values, fronts);
        Assert.Equal((9 - 2) / 7.0 + (8 - 1) / 7.0, crowding[1], 1e-12);
        Assert.All((int[])[0, 2, 3, 4], i => Assert.Equal(double.PositiveInfinity, crowding[i]));
    }

    [Fact]
    public void A_front_is_what_is_left_when_those_before_are_taken_away()
    {
        for (int round = 0; round < 50; round++)
        {
            Seed seed = Seed.From(round);
            // Few values, so that many are equal.
            (double Score, double Cost)[] values = [.. Enumerable.Range(0, 30).Select(i => ((double)seed.Below((ulong)(2 * i), 8), (double)seed.Below((ulong)(2 * i + 1), 8)))];
            int[] fronts = NonDominated.Fronts(values);
            List<int> left = [.. Enumerable.Range(0, values.Length)];
            for (int front = 0; left.Count > 0; front++)
            {
                int[] free = [.. left.Where(i => !left.Exists(j => NonDominated.Dominates(values[j], values[i])))];
                Assert.Equal(free, Enumerable.Range(0, values.Length).Where(i => fronts[i] == front));
                left.RemoveAll(free.Contains);
            }
        }
    }

    // Accuracy here is a share of the multiply-adds, less what one of the edges spoils: many cells are worth their cost.
    [Fact]
    public void Crossover_finds_more_of_the_front_than_random_search()
    {
        FamilySpace space = new("nasbench201(cell=*,cells=1,filters=4)", new PresetOptions { Height = 8, Width = 8, ImageChannels = 1, Classes = 10 });
        double[] leads = [.. Enumerable.Range(1, 30).Select(seed => Area(Found(space, "nsga2", seed)) - Area(Found(space, "random", seed)))];
        double mean = leads.Average(), error = Math.Sqrt(leads.Sum(lead => (lead - mean) * (lead - mean)) / (leads.Length - 1) / leads.Length);
        Assert.True(mean > 3 * error, $"{mean} with a standard error of {error}");
    }

    // Two points of three: kernels 1 - h of their own value, h / (c - 1) of others; all four pairs of a point and a point, two differ on axis 0, none on axis 1.
    [Fact]
    public void The_density_of_BOHB_is_a_mean_of_kernels()
    {
        FamilySpace space = new("resnet(depth=8|14|20,width=0.5|1)", new PresetOptions { Height = 8, Width = 8, ImageChannels = 1, Classes = 10 });
        BohbStrategy.Density density = new(space, [new([0, 1]), new([2, 1])]);
        double wide = 0.5 * Math.Pow(2, -1 / 6.0);
        Assert.Equal(wide, density.Widths[0], 1e-12);
        Assert.Equal(1e-3, density.Widths[1], 1e-12);
        Assert.Equal((1 - wide + wide / 2) / 2 * 0.999, Math.Exp(density.LogAt(new Point([0, 1]))), 1e-12);
        Assert.Equal(wide / 2 * 1e-3, Math.Exp(density.LogAt(new Point([1, 0]))), 1e-12);
        double sum = (from a in Enumerable.Range(0, 3) from b in Enumerable.Range(0, 2) select Math.Exp(density.LogAt(new Point([a, b])))).Sum();
        Assert.Equal(1, sum, 1e-12);
        // A sample stays, or is any of the three.
        int stayed = Enumerable.Range(0, 3000).Count(i => density.Sample(Seed.From(i))[0] != 1);
        Assert.InRange(stayed / 3000.0, 1 - wide / 3 - 0.04, 1 - wide / 3 + 0.04);
    }

    [Fact]
    public void BOHB_s_others_are_those_after_the_good_and_many_axes_are_told_apart()
    {
        PointResult[] results = [.. Enumerable.Range(0, 14).Select(static i => new PointResult(i, new Point([i]), i < 12 ? 1 - 0.05 * i : double.NegativeInfinity))];
        (Point[] good, Point[] others) = BohbStrategy.Divided(results, 6);
        Assert.Equal(Enumerable.Range(0, 7), good.Select(static point => point[0]));
        Assert.Equal(Enumerable.Range(7, 7), others.Select(static point => point[0]));
        // Of a hundred the best 15; of failures alone none is good.
        (good, others) = BohbStrategy.Divided([.. Enumerable.Range(0, 100).Select(static i => new PointResult(i, new Point([i]), -i))], 6);
        Assert.Equal((15, 85), (good.Length, others.Length));
        Assert.Empty(BohbStrategy.Divided([.. results.Skip(12)], 1).Good);
        // 496 axes: a density is far below the smallest number, and its logarithm is not.
        WiringSpace space = new("wirings(n=32)", static _ => throw new InvalidOperationException());
        Point[] points = [.. Enumerable.Range(0, 30).Select(i => space.Combine(Seed.From(i)))];
        BohbStrategy.Density density = new(space, points);
        double near = density.LogAt(points[0].With(3, 1 - points[0][3])), far = density.LogAt(space.Combine(Seed.From(99)));
        Assert.True(near > far && far > double.NegativeInfinity && near < -200, $"{near} {far}");
    }

    private const double Dearest = 110_000;

    private static List<(double Score, double Cost)> Found(FamilySpace space, string name, int seed)
    {
        IStrategy strategy = PointStrategyCatalog.Make(name, space);
        List<Candidate> candidates = [];
        List<TrialRecord> trials = [];
        List<(double Score, double Cost)> found = [];
        for (int number = 0; number < 120; number++)
        {
            Proposal proposal = Assert.Single(strategy.Propose(new History(candidates, trials, number, number), 1, Seed.From(seed)));
            if (proposal.Candidate.Id == candidates.Count) candidates.Add(proposal.Candidate);
            double worth = Worth(space.Read(proposal.Candidate.Wiring));
            found.Add((worth, proposal.Candidate.MultiplyAdds / Dearest));
            TrialOutcome outcome = new() { Status = TrialStatus.Finished, ChargedMultiplyAdds = 1, Curve = [new(1, 0, 0, worth, 0, 0, 0, 0, 1)] };
            trials.Add(new TrialRecord { Plan = new TrialPlan(number, TrialKind.Search, proposal.Candidate.Id, 0, 1, proposal.SeedOffset, 1), State = TrialState.Finished, Outcome = outcome });
        }
        return found;
    }

    // The area that is beaten, of accuracies and of multiply-adds from 0 to the dearest cell's.
    private static double Area(List<(double Score, double Cost)> found)
    {
        double area = 0, at = 1;
        foreach ((_, double cost) in found.OrderByDescending(static one => one.Cost))
        {
            if (cost >= at) continue;
            area += (at - cost) * found.Where(one => one.Cost <= cost).Max(static one => one.Score);
            at = cost;
        }
        return area;
    }

    // Convolutions are worth something on three edges alone.
    private static double Worth(Point point)
    {
        double worth = 0.1;
        foreach (int edge in (int[])[0, 3, 5]) worth += point[edge] switch { 3 => 0.3, 2 => 0.15, 1 => 0.05, _ => 0 };
        return worth;
    }
}
