using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>The data cannot be used as asked: nothing to train on, a layout that is not recognised, or two layouts at once.</summary>
/// <remarks>The message says what was found, what is allowed and what to do. The command line prints it and exits with 3.</remarks>
public sealed class DataException : Exception
{
    /// <summary>Data that cannot be used, found before any image was read.</summary>
    public DataException(string message) : base(message) { }

    /// <summary>Data that cannot be used, found after the images were read; <paramref name="report"/> lists what was seen.</summary>
    public DataException(string message, DataReport report) : base(message) => Report = report;

    /// <summary>What was found before it was given up; null when the layout itself was refused.</summary>
    public DataReport? Report { get; }
}
