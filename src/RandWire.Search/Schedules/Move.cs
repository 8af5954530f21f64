namespace RandWire.Search;

/// <summary>What a schedule decides. Closed: <see cref="New"/>, <see cref="Again"/>, <see cref="Wait"/> and <see cref="End"/>.</summary>
public abstract record Move
{
    private Move()
    {
    }

    /// <summary>Train what the strategy proposes next.</summary>
    /// <param name="Epochs">For so many epochs; 0: only scores.</param>
    /// <param name="Rung">On this rung.</param>
    /// <param name="Bracket">In this bracket.</param>
    /// <param name="Prune">When to end early; null: never.</param>
    public sealed record New(int Epochs, int Rung = 0, int Bracket = 0, PruneRule? Prune = null) : Move;

    /// <summary>Train a candidate that was proposed before: for longer, or at last, when so far it was only scored.</summary>
    /// <param name="Candidate">Its number.</param>
    /// <param name="Epochs">For so many epochs, from fresh weights.</param>
    /// <param name="Rung">On this rung.</param>
    /// <param name="Bracket">In this bracket.</param>
    /// <param name="SeedOffset">Added to the study's seed: that of the trial that earned it.</param>
    /// <param name="Prune">When to end early; null: never.</param>
    public sealed record Again(int Candidate, int Epochs, int Rung, int Bracket = 0, int SeedOffset = 0, PruneRule? Prune = null) : Move;

    /// <summary>An outcome has to be seen first.</summary>
    public sealed record Wait : Move;

    /// <summary>The search is over.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record End(string Reason) : Move;
}
