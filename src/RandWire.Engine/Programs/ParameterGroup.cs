namespace RandWire.Engine;

/// <summary>Which parameters an optimizer step moves.</summary>
public enum ParameterGroup
{
    /// <summary>All that are trained.</summary>
    All,

    /// <summary>All but the gates.</summary>
    Weights,

    /// <summary>The gates alone (<see cref="ParameterKind.Gate"/>).</summary>
    Gates,
}
