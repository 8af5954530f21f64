namespace RandWire.Training.Data.NearDuplicates;

/// <summary>The hash of a whole picture with the signs of it that count.</summary>
internal readonly record struct MaskedHash(GradientHash Hash, GradientHash Mask);
