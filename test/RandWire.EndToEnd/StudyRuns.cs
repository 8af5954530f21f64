namespace RandWire.EndToEnd;

/// <summary>Studies that the tests of one class share: what they come to undisturbed is found once.</summary>
public sealed class StudyRuns : IDisposable
{
    /// <summary>Long enough to be disturbed in many ways.</summary>
    internal StudyRun Usual { get; } = new();

    /// <summary>As short as a study with every kind of durable write can be, to be run many times.</summary>
    internal StudyRun Brief { get; } = new("5GMAC", trials: 3, seeds: 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        Usual.Dispose();
        Brief.Dispose();
    }
}
