namespace RandWire.Search;

/// <summary>A schedule with its numbers, as a study writes it down before it begins: what <see cref="ScheduleCatalog.Make"/> makes again, whenever the study goes on.</summary>
/// <param name="Text">Its canonical text, such as <c>halving</c> or <c>screen(score=naswot,factor=4,then=asha(window=8))</c>.</param>
/// <param name="Brackets">The rungs of every bracket, the lowest first; one bracket but for <c>hyperband</c>, none when the budget is too small for a search.</param>
/// <param name="Scored">Candidates that are scored untrained, 0 or more.</param>
public sealed record SchedulePlan(string Text, IReadOnlyList<IReadOnlyList<RungPlan>> Brackets, int Scored = 0)
{
    /// <summary>Candidates that are trained, if the space holds so many and none ends early.</summary>
    public int Trained => Brackets.Sum(static bracket => bracket[0].Trials);

    /// <summary>Trainings, of every rung of every bracket.</summary>
    internal int Trainings => Brackets.Sum(static bracket => bracket.Sum(static rung => rung.Trials));

    /// <summary>Multiply-adds that all of it is charged if no training ends early.</summary>
    /// <param name="epochCost">Multiply-adds of one epoch of one trial, validation included.</param>
    /// <param name="scoreCost">Multiply-adds of scoring one candidate.</param>
    public double Cost(double epochCost, double scoreCost) => Planner.BracketsCost(Brackets, epochCost) + Scored * scoreCost;
}
