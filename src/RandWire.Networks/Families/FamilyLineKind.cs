namespace RandWire.Networks.Families;

/// <summary>What a line of a family's file does.</summary>
internal enum FamilyLineKind
{
    /// <summary>Gives values to names that have none yet.</summary>
    Set,

    /// <summary>Refuses members for which a condition does not hold.</summary>
    Require,

    /// <summary>Adds to the network's text.</summary>
    Text,
}
