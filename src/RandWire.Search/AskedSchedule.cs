namespace RandWire.Search;

/// <summary>A schedule whose rungs or epochs the user fixed, held against a budget by what its networks really cost: it is done, or refused, since another search is not what was asked for.</summary>
/// <remarks>Where the number of trials is fixed too it may take more than a search's usual share.</remarks>
internal sealed record AskedSchedule
{
    // A plan that does not fit is made again for so much of the purse.
    private const double Less = 0.9;

    /// <summary>The schedule.</summary>
    public required ScheduleText Text { get; init; }

    /// <summary>Number of trials when the user fixed it.</summary>
    public required int? Trials { get; init; }

    /// <summary>Training, validation and test images.</summary>
    public required (int Train, int Validation, int Test) Images { get; init; }

    /// <summary>Full trainings that were asked for; null: as planned.</summary>
    public required int? Seeds { get; init; }

    /// <summary>Multiply-adds of an image through a usual network.</summary>
    public required double PerImage { get; init; }

    /// <summary>Multiply-adds of an image through each of the networks that come first, in order, at least one.</summary>
    public required IReadOnlyList<double> Known { get; init; }

    /// <summary>Multiply-adds of scoring a network, where the schedule screens.</summary>
    public required double ScreeningCost { get; init; }

    /// <summary>Multiply-adds of the scores beside every training, by those of the shortest training.</summary>
    public required Func<double, double> TrainingScores { get; init; }

    /// <summary>The shortest plan there is.</summary>
    public SchedulePlan Least => Trials is null ? ScheduleCatalog.Least(Text.Text, Images.Train) : Plan(0);

    /// <summary>The plan for a purse that fits into what is available; null where not even the shortest does.</summary>
    /// <param name="purse">Multiply-adds that the search should take.</param>
    /// <param name="available">Multiply-adds that it may take with the least of the final trainings.</param>
    public SchedulePlan? Within(double purse, double available)
    {
        for (double left = purse; ; left *= Less)
        {
            SchedulePlan plan = Plan(left);
            if (plan.Brackets.Count > 0 && Cost(plan) <= available) return plan;
            if (left < PerImage * EpochImages) return null;
        }
    }

    /// <summary>Budget that the shortest plan needs, measuring aside: the plan for this much holds it.</summary>
    public double Needed => Math.Max(Cost(Least), Trials is null ? Least.Cost(PerImage * EpochImages, ScreeningCost) / Planner.SearchShare : 0);

    private double EpochImages => 3.0 * Images.Train + Images.Validation;

    private SchedulePlan Plan(double purse) => ScheduleCatalog.Plan(Text.Text, purse, PerImage * EpochImages, Images.Train, Trials, ScreeningCost);

    // Who is scored is known, and who passes may be the dearest of them; so may whoever comes to a higher rung.
    private double Cost(SchedulePlan plan)
    {
        IReadOnlyList<RungPlan> ladder = plan.Brackets[0];
        int pool = Math.Max(plan.Scored, ladder[0].Trials);
        double[] first = [.. Known.Take(pool)];
        double usual = first.Average();
        double[] dearest = [.. first.Concat(Enumerable.Repeat(usual, pool - first.Length)).OrderDescending()];
        double trainings = ladder.Sum(rung => rung.Epochs * dearest.Take(rung.Trials).Sum()) * EpochImages;
        return trainings + plan.Scored * ScreeningCost + plan.Trainings * TrainingScores(ladder[0].Epochs * usual * EpochImages) + Planner.FinalsLeast(Math.Max(PerImage, dearest[0]), Images, Seeds);
    }
}
