namespace RandWire.Training.Data.Readers;

/// <summary>The three parts of a data set.</summary>
internal enum SplitKind
{
    /// <summary>To train on, and to carve the others from.</summary>
    Train,

    /// <summary>To choose by.</summary>
    Validation,

    /// <summary>To report by.</summary>
    Test,
}
