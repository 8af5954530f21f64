namespace RandWire.Training.Data.NearDuplicates;

/// <summary>How much is looked for; it shrinks as the number of photos grows, since every photo is set against every other one.</summary>
internal enum NearDuplicateScope
{
    /// <summary>Copies, mirrored and turned ones, bursts, and crops down to 78 % of either side.</summary>
    Crops,

    /// <summary>Copies, mirrored and turned ones, and crops that lose at most 5 % of either side.</summary>
    Margins,

    /// <summary>Copies and mirrored ones whose hashes share 16 neighboring signs; crops are not looked for.</summary>
    WholePictures,
}
