using RandWire.Engine;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Learning;

/// <summary>The controller that REINFORCE and PPO move, against what its formulas say.</summary>
public sealed class RecurrentControllerSpecs
{
    private static readonly int[] Sizes = [3, 2, 4];

    [Fact]
    public void Gradients_are_those_of_central_differences()
    {
        RecurrentController controller = Large();
        Point[] points = [new([0, 1, 3]), new([2, 0, 1])];
        double[] weights = [0.7, -1.3];
        const double Entropy = 0.2, Step = 3e-3;
        double[] told = [.. controller.Function.Gradients(controller.Rows(points), controller.OutputGradients(points, controller.Function.Evaluate(controller.Rows(points)), (i, _) => weights[i], Entropy))];
        double largest = told.Max(Math.Abs);
        for (int i = 0; i < told.Length; i++)
        {
            double value = controller.Function.Values[i];
            double Loss(double at)
            {
                controller.Function.Values[i] = at;
                controller.Function.Write();
                return LossOf(controller, points, weights, Entropy);
            }
            double difference = (Loss(value + Step) - Loss(value - Step)) / (2 * Step);
            Loss(value);
            // Logits are floats: a loss of about 4 is known to some 1e-7 of itself, which a step of 0.003 makes 1e-4; the step itself is off by its square.
            Assert.InRange(difference - told[i], -2e-3 * largest - 2e-4, 2e-3 * largest + 2e-4);
        }
        Assert.True(largest > 0.05);
    }

    [Fact]
    public void Probabilities_of_all_points_add_up_to_one_and_draws_follow_them()
    {
        RecurrentController controller = Large(20);
        Point[] all = [.. from a in Enumerable.Range(0, 3) from b in Enumerable.Range(0, 2) from c in Enumerable.Range(0, 4) select new Point([a, b, c])];
        double[] shares = [.. controller.LogProbabilities(all).Select(Math.Exp)];
        Assert.Equal(1, shares.Sum(), 1e-6);
        Assert.True(shares.Max() > 2 * shares.Min());
        const int Draws = 4000;
        Dictionary<Point, int> drawn = Enumerable.Range(0, Draws).Select(i => controller.Draw(Seed.From(i))).GroupBy(static point => point).ToDictionary(static group => group.Key, static group => group.Count());
        for (int i = 0; i < all.Length; i++)
        {
            double expected = Draws * shares[i], spread = Math.Sqrt(expected * (1 - shares[i]));
            Assert.InRange(drawn.GetValueOrDefault(all[i]), expected - 4.5 * spread, expected + 4.5 * spread);
        }
    }

    [Fact]
    public void A_draw_is_what_drawing_one_axis_after_the_other_gives()
    {
        RecurrentController controller = Large(40);
        int changed = 0;
        for (int i = 0; i < 200; i++)
        {
            Seed seed = Seed.From(i);
            int[] choices = [0, 0, 0];
            for (int axis = 0; axis < 3; axis++)
            {
                // Of what an axis might be, given those before, by the shares of all.
                double[] logs = controller.LogProbabilities([.. Enumerable.Range(0, Sizes[axis]).SelectMany(value => Completions(choices, axis, value))]);
                int each = logs.Length / Sizes[axis];
                double[] raised = [.. Enumerable.Range(0, Sizes[axis]).Select(value => logs.Skip(value * each).Take(each).Sum(Math.Exp))];
                choices[axis] = Shares.At([.. raised.Select(one => one / raised.Sum())], seed.Uniform((ulong)axis));
            }
            Point drawn = controller.Draw(seed);
            Assert.Equal(new Point(choices), drawn);
            changed += drawn[0] == 0 ? 0 : 1;
        }
        Assert.True(changed > 20);

        static IEnumerable<Point> Completions(int[] before, int axis, int value)
        {
            int[] all = [.. before];
            all[axis] = value;
            IEnumerable<int[]> open = [all];
            for (int later = axis + 1; later < 3; later++) open = open.SelectMany(one => Enumerable.Range(0, Sizes[later]).Select(choice => { int[] next = [.. one]; next[later] = choice; return next; })).ToArray();
            return open.Select(static one => new Point(one));
        }
    }

    [Fact]
    public void What_is_rewarded_becomes_likelier_and_entropy_alone_makes_all_alike()
    {
        RecurrentController controller = new(Sizes, 8, 0.01, new Seed(3));
        Point liked = new([1, 0, 2]), other = new([0, 1, 0]);
        double before = controller.LogProbabilities([liked])[0];
        for (int step = 0; step < 40; step++) controller.Learn([liked, other], static (i, _) => i == 0 ? 1 : -1, 0);
        Assert.True(controller.LogProbabilities([liked])[0] > before + 1);
        for (int step = 0; step < 3000; step++) controller.Learn([liked, other], static (_, _) => 0, 1);
        Assert.Equal(Math.Log(1 / 24.0), controller.LogProbabilities([liked])[0], 0.05);
    }

    [Fact]
    public void Choices_that_mean_nothing_are_not_learned_from()
    {
        RecurrentController controller = new(Sizes, 5, 0.01, new Seed(1), static (point, axis) => axis != 1 || point[0] != 0);
        Point[] points = [new([0, 0, 3])];
        float[] gradients = controller.OutputGradients(points, controller.Function.Evaluate(controller.Rows(points)), static (_, _) => 1, 0.5);
        Assert.Equal([0, 0], gradients[3..5]);
        Assert.All((int[])[0, 1, 2, 5, 6, 7, 8], i => Assert.NotEqual(0, gradients[i]));
        Assert.Equal(controller.LogProbabilities(points)[0], controller.LogProbabilities([new([0, 1, 3])])[0], 0.05);
        // About log(1/3) + log(1/4), for the middle axis counts nothing.
        Assert.Equal(Math.Log(1 / 12.0), controller.LogProbabilities(points)[0], 0.1);
    }

    [Theory]
    [InlineData(1.5, 0.1)]
    [InlineData(1.5, 0.3)]
    [InlineData(1.5, -0.4)]
    [InlineData(-0.5, 0.3)]
    [InlineData(-0.5, -0.1)]
    [InlineData(-0.5, -0.4)]
    public void A_point_that_moved_further_than_the_clip_pulls_no_more(double lead, double moved)
    {
        const double Clip = 0.2, Step = 1e-6;
        static double Objective(double lead, double moved) => Math.Min(Math.Exp(moved) * lead, Math.Clamp(Math.Exp(moved), 1 - Clip, 1 + Clip) * lead);
        Assert.Equal((Objective(lead, moved + Step) - Objective(lead, moved - Step)) / (2 * Step), ControllerStrategy.Pull(lead, moved, Clip), 1e-6);
    }

    // Weights so large that choices depend on those before.
    private static RecurrentController Large(double times = 8)
    {
        RecurrentController controller = new(Sizes, 5, 0.01, new Seed(1));
        foreach (ref double value in controller.Function.Values) value *= times;
        controller.Function.Write();
        return controller;
    }

    private static double LossOf(RecurrentController controller, Point[] points, double[] weights, double entropy)
    {
        float[] logits = [.. controller.Function.Evaluate(controller.Rows(points))];
        int width = Sizes.Sum();
        double loss = 0;
        for (int i = 0; i < points.Length; i++)
        {
            int place = i * width;
            for (int axis = 0; axis < Sizes.Length; axis++)
            {
                double[] raised = [.. logits.Skip(place).Take(Sizes[axis]).Select(static logit => Math.Exp(logit))];
                double[] shares = [.. raised.Select(one => one / raised.Sum())];
                loss += -weights[i] * Math.Log(shares[points[i][axis]]) + entropy * shares.Sum(static share => share * Math.Log(share));
                place += Sizes[axis];
            }
        }
        return loss / points.Length;
    }
}
