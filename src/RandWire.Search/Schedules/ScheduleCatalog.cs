using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>All schedules by name: what they are, how their texts read, their numbers from a budget.</summary>
/// <remarks>Texts: <c>none</c> or <c>none(epochs=27)</c>, <c>halving</c> or <c>halving(rungs=4,epochs=27)</c>, <c>hyperband</c>, <c>asha(window=8)</c>, <c>median(grace=1,fewest=5,window=8)</c>, and before any of them
/// <c>screen(score=naswot,factor=4,then=halving)</c>. Every option may be left out but the score.</remarks>
public static class ScheduleCatalog
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ScheduleText.Names];

    /// <summary>One sentence on each, by name.</summary>
    public static IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["none"] = "every network trained equally long",
        ["halving"] = "the better third trained three times as long, rung by rung",
        ["hyperband"] = "several ladders of halving, from many short trainings to few long ones",
        ["asha"] = "halving that promotes at once instead of waiting for a rung to be whole",
        ["median"] = "trainings that fall below the median of the others end early",
        ["screen"] = "several times as many networks scored untrained, the best of them passed on",
    };

    /// <summary>The canonical text of a schedule.</summary>
    /// <exception cref="SpecException">The text is no schedule; the message says what is allowed.</exception>
    public static string Canonical(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ScheduleText.Parse(text).Text;
    }

    /// <summary>Throws when a text is no schedule, names a score that there is not, or has no place for a fixed number of trials.</summary>
    internal static ScheduleText Require(string text, int? trials)
    {
        ArgumentNullException.ThrowIfNull(text);
        ScheduleText schedule = ScheduleText.Parse(text);
        if (schedule.Then is not null) NetworkScores.Find(schedule.Score);
        if (trials is not null && schedule.Trains.Name == "hyperband")
            throw new SpecException($"{schedule.Text}: the number of trials follows from the budget and cannot be {trials}. Leave the number out, or take halving or asha.");
        return schedule;
    }

    /// <summary>The numbers that a schedule has under a budget. Pure.</summary>
    /// <param name="text">The schedule.</param>
    /// <param name="budget">Multiply-adds for the search.</param>
    /// <param name="epochCost">Multiply-adds of one epoch of one trial, validation included; above 0.</param>
    /// <param name="trainImages">Images per epoch, at least 1.</param>
    /// <param name="trials">Number of candidates to train when the user fixed it; not for <c>hyperband</c>, whose brackets follow from the budget.</param>
    /// <param name="scoreCost">Multiply-adds of scoring one candidate.</param>
    /// <returns>A plan that costs no more than the budget, unless the user's number of trials does; without brackets when the budget is too small.</returns>
    /// <exception cref="SpecException">The text is no schedule, or trials cannot be fixed for it.</exception>
    public static SchedulePlan Plan(string text, double budget, double epochCost, int trainImages, int? trials = null, double scoreCost = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epochCost);
        ArgumentOutOfRangeException.ThrowIfLessThan(trainImages, 1);
        ScheduleText schedule = Require(text, trials), training = schedule.Trains;
        if (schedule.Then is null) return new SchedulePlan(schedule.Text, Brackets(training, budget, epochCost, trainImages, trials));

        // Scoring is paid from the same purse: less is left for training, which lets fewer be scored, until both fit.
        int factor = schedule.Values["factor"];
        SchedulePlan plan = new(schedule.Text, []);
        for (double left = budget; left > 0;)
        {
            plan = plan with { Brackets = Brackets(training, left, epochCost, trainImages, trials) };
            plan = plan with { Scored = factor * plan.Trained };
            double over = plan.Cost(epochCost, scoreCost) - budget;
            if (over <= 0 || plan.Trained == 0 || trials is not null) break;
            left = Math.Min(left, Planner.BracketsCost(plan.Brackets, epochCost)) - Math.Max(over, epochCost);
            if (left <= 0) plan = new SchedulePlan(schedule.Text, []);
        }
        if (plan.Trained == 0 && trials is not null && Brackets(training, budget, epochCost, trainImages, trials) is { Count: > 0 } brackets)
        {
            plan = plan with { Brackets = brackets };
            return plan with { Scored = factor * plan.Trained };
        }
        // The steps down may have passed it.
        if (plan.Trained == 0 && schedule.IsFixed && Least(text, trainImages) is var least && least.Cost(epochCost, scoreCost) <= budget) return least;
        return plan;
    }

    /// <summary>The least that a schedule comes to whose text fixes its rungs or its epochs. Pure.</summary>
    /// <param name="text">The schedule.</param>
    /// <param name="trainImages">Images per epoch, at least 1.</param>
    internal static SchedulePlan Least(string text, int trainImages)
    {
        ScheduleText schedule = ScheduleText.Parse(text);
        SchedulePlan plan = new(schedule.Text, [Planner.LeastLadder(trainImages, Rungs(schedule.Trains), schedule.Trains.Fixed("epochs"))]);
        return schedule.Then is null ? plan : plan with { Scored = schedule.Values["factor"] * plan.Trained };
    }

    /// <summary>The schedule of a plan.</summary>
    /// <param name="plan">Its numbers, with at least one bracket.</param>
    /// <param name="criterion">By what the better ones are chosen.</param>
    /// <exception cref="SpecException">The plan's text is no schedule, or it has no bracket.</exception>
    public static ISchedule Make(SchedulePlan plan, SelectionCriterion criterion)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ScheduleText schedule = ScheduleText.Parse(plan.Text);
        if (plan.Brackets.Count == 0) throw new SpecException($"{plan.Text}: the budget is too small for a search, so there is no schedule. Give a larger budget.");
        return schedule.Then is null ? Training(schedule, plan, criterion)
            : new ScreenSchedule(Training(schedule.Then, plan, criterion), schedule.Score, schedule.Values["factor"], plan.Trained);
    }

    private static ISchedule Training(ScheduleText schedule, SchedulePlan plan, SelectionCriterion criterion) => schedule.Name switch
    {
        "none" or "halving" => new HalvingSchedule(plan.Brackets[0], criterion),
        "hyperband" => new HyperbandSchedule(plan.Brackets, criterion),
        "asha" => new AshaSchedule(plan.Brackets[0], criterion, schedule.Values["window"]),
        "median" => new MedianSchedule(new HalvingSchedule(plan.Brackets[0], criterion), criterion, schedule.Values["grace"], schedule.Values["fewest"], schedule.Values["window"]),
        _ => throw new SpecException($"{schedule.Text}: no schedule that trains."),
    };

    private static IReadOnlyList<IReadOnlyList<RungPlan>> Brackets(ScheduleText schedule, double budget, double epochCost, int trainImages, int? trials)
    {
        if (schedule.Name == "hyperband") return Planner.Brackets(budget, epochCost, trainImages);
        int? number = Rungs(schedule);
        IReadOnlyList<RungPlan> rungs = schedule.IsFixed ? Planner.Ladder(budget, epochCost, trainImages, trials, number, schedule.Fixed("epochs"))
            : number == 1 ? Planner.Rungs(budget, epochCost, trainImages, trials, mostRungs: 1) : Planner.Rungs(budget, epochCost, trainImages, trials);
        return rungs.Count == 0 ? [] : [rungs];
    }

    // Null: as the budget allows.
    private static int? Rungs(ScheduleText schedule) => schedule.Name is "none" or "median" ? 1 : schedule.Fixed("rungs");
}
