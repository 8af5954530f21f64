namespace RandWire.Training.Data;

/// <summary>What is done about photos that are nearly the same: encoded again, mirrored, cropped, or shot in one burst.</summary>
public enum NearDuplicateRule
{
    /// <summary>Those that lie in different splits are listed; the splits stay as they are.</summary>
    Tell,

    /// <summary>They are kept on one side of the split, which changes the splits.</summary>
    Together,

    /// <summary>Nobody looks for them.</summary>
    Ignore,
}
