using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Strategies;

/// <summary>What strategies over points do step by step, against what their papers say.</summary>
public sealed class PointStrategySpecs
{
    private static readonly PresetOptions Images = new() { Height = 8, Width = 8, ImageChannels = 1, Classes = 10 };

    private static FamilySpace Cells => new("nasbench201(cell=*,cells=1,filters=4)", Images);

    [Fact]
    public void The_child_of_evolution_is_one_change_away_from_the_best_of_the_young()
    {
        FamilySpace space = Cells;
        // With so large a sample every living point is drawn.
        EvolutionStrategy strategy = new(space, initial: 4, population: 3, sample: 200);
        (List<Candidate> candidates, List<TrialRecord> trials) = Search(strategy, 40, out List<Point> points);
        for (int number = 4; number < trials.Count; number++)
        {
            int parent = Enumerable.Range(number - 3, 3).MaxBy(i => (Score(points[i]), -i));
            Assert.Equal(1, points[number].Distance(points[parent]));
        }
        Assert.Equal(trials.Count, candidates.Count + trials.Count(trial => trial.Plan.Seed > 0));
    }

    [Fact]
    public void Local_search_tries_neighbours_of_the_best_of_its_start_and_no_point_twice()
    {
        FamilySpace space = Cells;
        Search(new LocalStrategy(space, initial: 5), 60, out List<Point> points);
        Assert.Equal(points.Count, points.Distinct().Count());
        Point here = points.Take(5).MaxBy(Score)!;
        int moves = 0;
        foreach (Point point in points.Skip(5))
        {
            if (point.Distance(here) != 1)
            {
                // A new start: nothing around was better.
                Assert.DoesNotContain(space.Neighbours(here), neighbour => Score(neighbour) > Score(here));
                Assert.True(moves > 0);
                return;
            }
            if (Score(point) <= Score(here)) continue;
            (here, moves) = (point, moves + 1);
        }
        Assert.True(moves > 0);
    }

    // Three kernels and the prior: floor 1/4, so rows are (1.25, 0.25, 0.25) / 1.75.
    [Fact]
    public void The_estimate_of_Parzen_is_the_mixture_that_Optuna_s_rules_say()
    {
        Point[] points = [new([0]), new([0]), new([2])];
        double[] estimate = TpeStrategy.Estimate(points, 0, 3), expected =
        [
            (2 * 1.25 / 1.75 + 0.25 / 1.75 + 1 / 3.0) / 4, (3 * 0.25 / 1.75 + 1 / 3.0) / 4, (2 * 0.25 / 1.75 + 1.25 / 1.75 + 1 / 3.0) / 4,
        ];
        for (int value = 0; value < 3; value++) Assert.Equal(expected[value], estimate[value], 1e-12);
        // 28 points: the oldest three weigh 1/28, 29/56 and 1.
        double[] aged = TpeStrategy.Estimate([.. Enumerable.Range(0, 28).Select(static i => new Point([i < 1 ? 1 : 0]))], 0, 2);
        double weights = 1 / 28.0 + (1 + 1 / 28.0) / 2 + 1 + 25 + 1, floor = 1 / 29.0, row = 1 + 2 * floor;
        Assert.Equal((1 / 28.0 * (1 + floor) / row + (weights - 1 - 1 / 28.0) * floor / row + 0.5) / weights, aged[1], 1e-12);
    }

    [Fact]
    public void A_Gaussian_process_is_what_its_formulas_say()
    {
        Point[] points = [new([0, 0, 0]), new([0, 1, 0]), new([1, 1, 2]), new([2, 0, 1])];
        double[] values = [0.5, -1.2, 1.1, -0.4];
        const double Noise = 0.01, Length = 4;
        GaussianProcess process = GaussianProcess.With(points, values, Noise, Length);
        double[,] covariance = new double[4, 4];
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++) covariance[i, j] = Math.Exp(-2.0 * points[i].Distance(points[j]) / Length) + (i == j ? Noise : 0);
        Point at = new([0, 1, 2]);
        double[] beside = [.. points.Select(point => Math.Exp(-2.0 * point.Distance(at) / Length))];
        double[] weights = Solved(covariance, values, out double determinant), explained = Solved(covariance, beside, out _);
        (double mean, double deviation) = process.Predict(at);
        Assert.Equal(beside.Zip(weights, static (a, b) => a * b).Sum(), mean, 1e-12);
        Assert.Equal(Math.Sqrt(1 - beside.Zip(explained, static (a, b) => a * b).Sum()), deviation, 1e-12);
        Assert.Equal(-0.5 * values.Zip(weights, static (a, b) => a * b).Sum() - 0.5 * Math.Log(determinant) - 2 * Math.Log(2 * Math.PI), process.LogLikelihood, 1e-12);
        Assert.Equal(GaussianProcess.Lengths.Max(length => GaussianProcess.With(points, values, Noise, length).LogLikelihood), GaussianProcess.Fit(points, values, Noise).LogLikelihood);
    }

    [Theory]
    [InlineData(0.3, 0.5, 0.1)]
    [InlineData(-1, 0.2, 0)]
    [InlineData(2, 1, 0.5)]
    public void Expected_improvement_is_the_integral_that_it_stands_for(double mean, double deviation, double best)
    {
        double sum = 0, step = 1e-4;
        for (double z = -8; z < 8; z += step) sum += Math.Max(0, mean + deviation * z - best) * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI) * step;
        Assert.Equal(sum, GaussianProcessStrategy.Improvement((mean, deviation), best), 1e-6);
    }

    [Fact]
    public void Several_in_flight_do_not_try_the_same()
    {
        foreach (string name in PointStrategyCatalog.NamesFor(Cells).Except(["reinforce", "ppo", "tpe", "evolution", "nsga2"]))
        {
            IStrategy strategy = PointStrategyCatalog.Make(name, Cells);
            (List<Candidate> candidates, List<TrialRecord> trials) = Search(strategy, 20, out _);
            IReadOnlyList<Proposal> four = strategy.Propose(new History(candidates, trials, 20, 20), 4, Seed.From(7));
            Assert.Equal(4, four.Select(static proposal => proposal.Candidate.Wiring).Distinct().Count());
            Assert.Equal(Enumerable.Range(candidates.Count, 4), four.Select(static proposal => proposal.Candidate.Id));
        }
    }

    [Fact]
    public void A_family_space_writes_points_that_read_back_and_are_networks()
    {
        FamilySpace space = new("resnet(depth=8|14|20,shortcut=*,width=0.5|1)", Images);
        Assert.Equal(["depth", "shortcut", "width"], space.Axes.Select(static axis => axis.Name));
        Assert.Equal(space.Count, space.Settings.Count);
        foreach (string setting in space.Settings)
        {
            Assert.Equal(setting, space.Write(space.Read(setting)));
            Assert.Equal(setting, space.Make(3, setting, 0, "").Wiring);
        }
        Assert.Equal(new FamilySpace(space.Text, Images).Settings, space.Settings);
        Assert.Equal(15_625, Cells.Count);
    }

    [Theory]
    [InlineData("nothing(a=1|2)", "'nothing' is no family")]
    [InlineData("resnet(depth=8)", "no parameter is open")]
    [InlineData("resnet(size=8|14)", "is no parameter of resnet. It has")]
    [InlineData("resnet(depth=*)", "which has no list of words")]
    [InlineData("resnet(depth=8|8)", "a value twice")]
    [InlineData("resnet(depth=8,width=0.5|0.50)", "a value twice")]
    [InlineData("resnet(depth=8|1x4|14)", "resnet: depth = '1x4' is no whole number")]
    [InlineData("resnet(depth=8|14,width=-3)", "resnet: width = -3")]
    [InlineData("nasbench201(cell=*,filters=banana)", "filters = 'banana' is no whole number")]
    [InlineData("resnet(depth=8|14,depth=20)", "given twice")]
    [InlineData("resnet(depth=8) x", "write a family with open parameters")]
    public void A_space_that_is_none_is_refused_with_what_to_write(string text, string words) =>
        Assert.Contains(words, Assert.Throws<SpecException>(() => new FamilySpace(text, Images)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("resnet(depth=8,depth=8)")]
    [InlineData("resnet(depth=8,width=4)")]
    [InlineData("resnet(depth=8,bogus=1)")]
    [InlineData("resnet(depth=20)")]
    [InlineData("densenet(depth=8)")]
    public void What_a_space_did_not_write_it_does_not_read(string setting) => Assert.Throws<SpecException>(() => new FamilySpace("resnet(depth=8|14)", Images).Read(setting));

    [Fact]
    public void Progressive_search_grows_the_best_of_a_size_and_waits_for_it()
    {
        ComposedSpace space = ComposedSpaces.Read("cells(form=nasnet,nodes=1..3,filters=4)", Images, static _ => throw new InvalidOperationException(), null);
        PnasStrategy strategy = new(space, beam: 4, ensemble: 2);
        List<Candidate> candidates = [];
        List<TrialRecord> trials = [];
        List<Point> points = [];
        // What a cell is worth: how many of its operations are the seventh.
        static double Worth(Point point) => Enumerable.Range(1, point.Count - 1).Count(axis => axis % 3 != 1 && point[axis] == 7);
        while (strategy.Propose(new History(candidates, trials, trials.Count, trials.Count), 1, Seed.From(3)) is [{ } proposal])
        {
            candidates.Add(proposal.Candidate);
            points.Add(space.Read(proposal.Candidate.Wiring));
            TrialOutcome outcome = new() { Status = TrialStatus.Finished, ChargedMultiplyAdds = 1, Curve = [new(1, 0, 0, 0.1 * Worth(points[^1]), 0, 0, 0, 0, 1)] };
            trials.Add(new TrialRecord { Plan = new TrialPlan(trials.Count, TrialKind.Search, trials.Count, 0, 1, 0, 1), State = TrialState.Finished, Outcome = outcome });
        }
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], points.Select(static point => point[0]));
        for (int i = 4; i < points.Count; i++)
        {
            int level = points[i][0];
            Point shrunk = space.Settled(points[i].With(0, level - 1));
            Assert.Contains(shrunk, points.Where(point => point[0] == level - 1));
        }
        Assert.True(points.TakeLast(4).Average(Worth) > points.Take(4).Average(Worth));
        // Three of a size are done and one is under way: nothing is proposed before it ends.
        Assert.Empty(strategy.Propose(new History(candidates, trials, 4, 3), 1, Seed.From(3)));
        Assert.Contains("grows cells", Assert.Throws<SpecException>(() => new PnasStrategy(Cells)).Message, StringComparison.Ordinal);
    }

    // 25 of 15,625.
    [Fact]
    public void A_space_of_few_networks_among_many_points_is_searched_to_its_end()
    {
        FamilySpace space = new("nasbench201(cell=*,cells=1,filters=4)", Images, SearchLimits.Parse("parameters=20222.."));
        int all = space.Listed!.Count;
        Assert.InRange(all, 2, 60);
        foreach (string name in PointStrategyCatalog.NamesFor(Cells))
        {
            (List<Candidate> candidates, _) = Search(PointStrategyCatalog.Make(name, space), all, out _);
            if (name is "random" or "grid" or "local" or "gp" or "bohb" or "bananas") Assert.Equal(all, candidates.Count);
            Assert.All(candidates, static candidate => Assert.True(candidate.Parameters >= 20_222));
        }
    }

    [Fact]
    public void Failures_are_no_good_points_and_worse_than_all_that_was_measured()
    {
        PointResult[] results = [.. Enumerable.Range(0, 21).Select(static i => new PointResult(i, new Point([i]), i == 4 ? 0.5 : double.NegativeInfinity))];
        Assert.Equal(1, TpeStrategy.Good(results));
        Assert.Equal(0, TpeStrategy.Good(results[..4]));
        Assert.Equal(3, TpeStrategy.Good([.. results.Select(static one => one with { Score = one.Trial })]));
        Assert.Equal(25, TpeStrategy.Good([.. Enumerable.Range(0, 400).Select(static i => new PointResult(i, new Point([i]), i))]));
        // Eight that are equal have no middle half, one failed.
        double[] values = StandardScores.Of([.. Enumerable.Range(0, 10).Select(static i => new PointResult(i, new Point([i]), i == 9 ? double.NegativeInfinity : i == 8 ? 0.9 : 0.5))])!;
        Assert.True(values[9] < values[0] && values[0] < values[8]);
        Assert.Equal(0, values.Average(), 1e-12);
    }

    [Fact]
    public void Trainings_that_ended_early_count_and_those_of_other_lengths_are_made_comparable()
    {
        FamilySpace space = Cells;
        List<Candidate> candidates = [];
        List<TrialRecord> trials = [];
        (int Epochs, double Value, TrialStatus Status)[] told = [(1, 0.2, TrialStatus.Finished), (1, 0.4, TrialStatus.Finished), (1, 0.3, TrialStatus.Pruned), (9, 0.8, TrialStatus.Finished), (9, 0.6, TrialStatus.Finished), (1, 0.9, TrialStatus.Skipped), (1, 0.9, TrialStatus.Diverged)];
        foreach ((int epochs, double value, TrialStatus status) in told)
        {
            candidates.Add(space.Make(candidates.Count, space.Write(space.Draw(new Seed((ulong)candidates.Count))), 0, ""));
            TrialOutcome outcome = new() { Status = status, ChargedMultiplyAdds = 1, Curve = [new(1, 0, 0, value, 0, 0, 0, 0, 1)] };
            trials.Add(new TrialRecord { Plan = new TrialPlan(trials.Count, TrialKind.Search, trials.Count, 0, epochs, 0, 1), State = outcome.State, Outcome = outcome });
        }
        IReadOnlyList<PointResult> results = PointResults.Of(new History(candidates, trials, trials.Count, trials.Count), space, SelectionCriterion.Accuracy);
        Assert.Equal([0, 1, 2, 3, 4, 6], results.Select(static result => result.Trial));
        double[] expected = [0.2, 0.4, 0.3, 0.4, 0.2, double.NegativeInfinity];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], results[i].Score, 1e-12);
        Assert.Equal(results.Take(3), PointResults.Of(new History(candidates, trials, 3, 3), space, SelectionCriterion.Accuracy));
        // Shown in any order, what is under way is what has no outcome.
        trials[1] = trials[1] with { State = TrialState.Running, Outcome = null };
        Assert.Equal(space.Read(candidates[1].Wiring), Assert.Single(PointResults.Pending(new History(candidates, trials, trials.Count, 0, everything: true), space)));
    }

    // By hand: with the first reward as its own mean nothing moves; then Adam's first step that is not 0.
    [Fact]
    public void The_policy_of_REINFORCE_moves_towards_what_was_better_than_usual()
    {
        FamilySpace space = new("resnet(depth=8|14,width=0.5|1)", Images);
        ReinforceStrategy strategy = new(space, rate: 5);
        List<Candidate> candidates = [];
        List<TrialRecord> trials = [];
        foreach ((string setting, double value) in ((string, double)[])[("resnet(depth=8,width=1)", 0.5), ("resnet(depth=14,width=0.5)", 0.9)])
        {
            candidates.Add(space.Make(candidates.Count, setting, 0, ""));
            TrialOutcome outcome = new() { Status = TrialStatus.Finished, ChargedMultiplyAdds = 1, Curve = [new(1, 0, 0, value, 0, 0, 0, 0, 1)] };
            trials.Add(new TrialRecord { Plan = new TrialPlan(trials.Count, TrialKind.Search, trials.Count, 0, 1, 0, 1), State = TrialState.Finished, Outcome = outcome });
        }
        // A step of several logits leaves next to nothing of the other choices.
        string[] drawn = [.. Enumerable.Range(0, 50).Select(i => strategy.Propose(new History(candidates, trials, 2, 2), 1, Seed.From(i))[0].Candidate.Wiring)];
        Assert.True(drawn.Count(static wiring => wiring == "resnet(depth=14,width=0.5)") > 40);
    }

    [Fact]
    public void What_is_no_network_is_never_drawn()
    {
        FamilySpace space = new("resnet(depth=8|9|10|11|12|13|14)", Images);
        Assert.Equal(["resnet(depth=8)", "resnet(depth=14)"], space.Settings);
        for (int i = 0; i < 20; i++) Assert.True(space.Holds(space.Mutate(space.Draw(new Seed((ulong)i)), new Seed((ulong)i))));
        Assert.Equal("resnet(depth=14)", space.Write(Assert.Single(space.Neighbours(space.Read("resnet(depth=8)")))));
    }

    // A sum over edges, with a hint of the rest so that no two points are equal.
    private static double Score(Point point)
    {
        double score = 0;
        for (int axis = 0; axis < point.Count; axis++) score += point[axis] * (1 + 0.01 * axis) + 1e-4 * Seed.From(5).Child(point.ToString()).Uniform((ulong)axis);
        return score;
    }

    private static (List<Candidate> Candidates, List<TrialRecord> Trials) Search(IStrategy strategy, int count, out List<Point> points)
    {
        List<Candidate> candidates = [];
        List<TrialRecord> trials = [];
        points = [];
        for (int number = 0; number < count; number++)
        {
            Proposal proposal = Assert.Single(strategy.Propose(new History(candidates, trials, number, number), 1, Seed.From(7)));
            if (proposal.Candidate.Id == candidates.Count) candidates.Add(proposal.Candidate);
            points.Add(Cells.Read(proposal.Candidate.Wiring));
            TrialPlan plan = new(number, TrialKind.Search, proposal.Candidate.Id, 0, 1, proposal.SeedOffset, 1);
            TrialOutcome outcome = new() { Status = TrialStatus.Finished, ChargedMultiplyAdds = 1, Curve = [new(1, 0, 0, Score(points[number]), 0, 0, 0, 0, 1)] };
            trials.Add(new TrialRecord { Plan = plan, State = TrialState.Finished, Outcome = outcome });
        }
        return (candidates, trials);
    }

    // Gauss's elimination with pivots.
    private static double[] Solved(double[,] matrix, double[] right, out double determinant)
    {
        int count = right.Length;
        double[,] left = (double[,])matrix.Clone();
        double[] solved = [.. right];
        determinant = 1;
        for (int column = 0; column < count; column++)
        {
            int pivot = Enumerable.Range(column, count - column).MaxBy(row => Math.Abs(left[row, column]));
            if (pivot != column)
            {
                determinant = -determinant;
                for (int j = 0; j < count; j++) (left[column, j], left[pivot, j]) = (left[pivot, j], left[column, j]);
                (solved[column], solved[pivot]) = (solved[pivot], solved[column]);
            }
            determinant *= left[column, column];
            for (int row = 0; row < count; row++)
            {
                if (row == column) continue;
                double factor = left[row, column] / left[column, column];
                for (int j = 0; j < count; j++) left[row, j] -= factor * left[column, j];
                solved[row] -= factor * solved[column];
            }
        }
        for (int row = 0; row < count; row++) solved[row] /= left[row, row];
        return solved;
    }
}
