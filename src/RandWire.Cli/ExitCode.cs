namespace RandWire.Cli;

/// <summary>What the process hands back to the shell.</summary>
internal enum ExitCode
{
    /// <summary>The work is done.</summary>
    Done = 0,

    /// <summary>The command line, a spec or a setting is wrong.</summary>
    Usage = 2,

    /// <summary>A file or a data set cannot be used.</summary>
    Data = 3,

    /// <summary>Stopped early, and the same command goes on from there.</summary>
    Interrupted = 4,

    /// <summary>The budget is spent, or training diverged, and there is no model to hand over.</summary>
    NoModel = 5,

    /// <summary>Anything else: a defect, or a machine that cannot do the work.</summary>
    Internal = 6,
}
