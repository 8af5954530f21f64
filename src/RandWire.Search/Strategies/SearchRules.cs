using RandWire.Engine;

namespace RandWire.Search;

/// <summary>What bounds a search: costs, purse, seeds.</summary>
public sealed record SearchRules
{
    /// <summary>Multiply-adds that the search may be charged.</summary>
    public required double Purse { get; init; }

    /// <summary>Multiply-adds that training a candidate for so many epochs is charged, from the network alone; with 0 epochs, those of scoring it.</summary>
    public required Func<Candidate, int, double> Cost { get; init; }

    /// <summary>Multiply-adds that must be left beside the purse once this candidate may win, where it is dearer than the purse allows for; 0 for most.</summary>
    public Func<Candidate, double> Reserve { get; init; } = static _ => 0;

    /// <summary>Why a candidate cannot be trained here (memory); null when it can. Must not depend on the machine of the day.</summary>
    public Func<Candidate, string?> Refuse { get; init; } = static _ => null;

    /// <summary>Bytes that training a candidate needs, for the workers that share the memory; 0 where that is not known.</summary>
    public Func<Candidate, long> Memory { get; init; } = static _ => 0;

    /// <summary>Seed of the strategy.</summary>
    public required Seed StrategySeed { get; init; }

    /// <summary>Seed of the trainings, to which a proposal's offset is added.</summary>
    public required long TrainingSeed { get; init; }

    /// <summary>Failed trials in a row after which a study stops and says why, at least 1.</summary>
    public int MostFailuresInARow { get; init; } = 5;

    /// <summary>Whether decisions see every outcome there is, in no fixed order.</summary>
    public bool Asynchronous { get; init; }
}
