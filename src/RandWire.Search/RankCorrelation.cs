namespace RandWire.Search;

/// <summary>Whether a rung foretold the next one.</summary>
/// <param name="FromRung">The lower rung.</param>
/// <param name="ToRung">The higher rung.</param>
/// <param name="Trials">Trials that finished on both.</param>
/// <param name="Spearman">Spearman's rank correlation of their validation accuracies; null with fewer than three, or when all are
/// equal.</param>
/// <param name="Interval">Its 95 % interval by resampling trials (bias-corrected and accelerated); null where there is none.</param>
public sealed record RankCorrelation(int FromRung, int ToRung, int Trials, double? Spearman, Interval? Interval = null);
