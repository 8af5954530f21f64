using RandWire.Training;

namespace RandWire.Search;

/// <summary>One full training of the winner.</summary>
/// <param name="Number">Number of the run, from 0.</param>
/// <param name="Seed">Seed of the training.</param>
/// <param name="Status">How it ended.</param>
/// <param name="MultiplyAdds">Multiply-adds charged.</param>
/// <param name="Seconds">Wall seconds.</param>
/// <param name="Curve">The epochs done; no validation, those images are trained on.</param>
/// <param name="WeightsSha256">Hash of the delivered weights; null unless finished.</param>
/// <param name="Message">What went wrong; null when nothing did.</param>
/// <param name="Test">The evaluation on the test images; null until the study's one look at them, and unless finished.</param>
public sealed record FinalRun(
    int Number, long Seed, TrialStatus Status, double MultiplyAdds, double Seconds, IReadOnlyList<EpochResult> Curve,
    string? WeightsSha256, string? Message, Evaluation? Test);
