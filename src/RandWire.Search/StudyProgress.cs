namespace RandWire.Search;

/// <summary>Where a study stands, for a live table.</summary>
/// <param name="Phase">What it is doing: <c>data</c>, <c>plan</c>, <c>search</c>, <c>final</c>, <c>test</c> or <c>done</c>.</param>
/// <param name="Rung">The rung under way, from 0; null outside the search.</param>
/// <param name="TrainingsDone">Trainings finished, final ones included.</param>
/// <param name="TrainingsPlanned">Trainings planned, final ones included.</param>
/// <param name="BestTop1">Best validation accuracy so far of the longest trainings; null before the first.</param>
/// <param name="BestWiring">The wiring that has it.</param>
/// <param name="UsedMultiplyAdds">Multiply-adds spent.</param>
/// <param name="BudgetMultiplyAdds">Multiply-adds in all; 0 before the plan.</param>
/// <param name="ElapsedSeconds">Wall seconds.</param>
/// <param name="SecondsLeft">Wall seconds left, estimated; null before the plan.</param>
/// <param name="BestBalanced">Balanced validation accuracy of that wiring; null before the first.</param>
public sealed record StudyProgress(
    string Phase, int? Rung, int TrainingsDone, int TrainingsPlanned, double? BestTop1, string? BestWiring,
    double UsedMultiplyAdds, double BudgetMultiplyAdds, double ElapsedSeconds, double? SecondsLeft,
    double? BestBalanced = null);
