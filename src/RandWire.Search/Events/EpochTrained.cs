using RandWire.Training;

namespace RandWire.Search;

/// <summary>A training within the study finished an epoch.</summary>
/// <param name="Progress">Where the study stands.</param>
/// <param name="Trial">Number of the trial.</param>
/// <param name="FinalRun">Number of the final run; null during the search.</param>
/// <param name="Epochs">Epochs that this training will have.</param>
/// <param name="Epoch">The epoch.</param>
public sealed record EpochTrained(StudyProgress Progress, int Trial, int? FinalRun, int Epochs, EpochResult Epoch) : StudyEvent(Progress);
