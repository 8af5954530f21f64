using RandWire.Engine;

namespace RandWire.Search;

/// <summary>What decides a study's course, without data or files: so that a course can be followed in a test, or over a table of known results.</summary>
internal sealed record StudyTerms
{
    /// <summary>The plan.</summary>
    public required StudyPlan Plan { get; init; }

    /// <summary>Where candidates come from.</summary>
    public required IStrategy Strategy { get; init; }

    /// <summary>How trials are spent.</summary>
    public required ISchedule Schedule { get; init; }

    /// <summary>By what the schedule judges trainings; null: as the plan chooses the network.</summary>
    public SelectionCriterion? Judged { get; init; }

    /// <summary>Seed of the strategy.</summary>
    public required Seed StrategySeed { get; init; }

    /// <summary>Seed of the trainings; final run r has this plus r.</summary>
    public required long TrainingSeed { get; init; }

    /// <summary>Training, validation and test images.</summary>
    public required (int Train, int Validation, int Test) Images { get; init; }

    /// <summary>Multiply-adds that measuring the rate took.</summary>
    public double MeasuredMultiplyAdds { get; init; }

    /// <summary>Seconds that the session has lasted before it decides anything: reading, measuring.</summary>
    public double PreparedSeconds { get; init; }

    /// <summary>Full trainings that were asked for; null: as planned.</summary>
    public int? Seeds { get; init; }

    /// <summary>Whether decisions see every outcome there is.</summary>
    public bool Asynchronous { get; init; }

    /// <summary>Seconds after which work that is not begun is dropped; null: never.</summary>
    public double? DeadlineSeconds { get; init; }

    /// <summary>Workers, for an estimate of the time left.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Why a candidate cannot be trained; null when it can.</summary>
    public Func<Candidate, string?> Refuse { get; init; } = static _ => null;

    /// <summary>Bytes that training a candidate needs; 0 where it cannot be trained here at all.</summary>
    public Func<Candidate, long> Memory { get; init; } = static _ => 0;

    /// <summary>The recipe of a training of so many epochs.</summary>
    public required Func<int, string> Recipe { get; init; }

    /// <summary>Multiply-adds of scoring a candidate, where the schedule screens.</summary>
    public Func<Candidate, double> ScoreCost { get; init; } = static _ => 0;

    /// <summary>Multiply-adds of the scores that are taken beside every training of the search.</summary>
    public Func<Candidate, double> TrainingScoreCost { get; init; } = static _ => 0;

    /// <summary>Multiply-adds that a trial is charged, from the network alone: three forward passes per training image, one per validation image.</summary>
    public double Cost(Candidate candidate, TrialKind kind, int epochs)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (epochs == 0) return ScoreCost(candidate);
        int images = kind == TrialKind.Final ? Images.Train + Images.Validation : Images.Train;
        return candidate.MultiplyAdds * (double)epochs * (3.0 * images + (kind == TrialKind.Final ? 0 : Images.Validation))
            + (kind == TrialKind.Search ? TrainingScoreCost(candidate) : 0);
    }
}
