namespace RandWire.Search;

/// <summary>Does what a trial asks for. One object serves one worker.</summary>
public interface ITrialRunner
{
    /// <summary>Begins a trial, or goes on with it where an earlier attempt stood.</summary>
    /// <param name="claim">The claim.</param>
    ITrialExecution Begin(TrialClaim claim);

    /// <summary>Forgets what attempts at a trial left, because it is over.</summary>
    /// <param name="trial">Number of the trial.</param>
    void Clean(int trial);
}
