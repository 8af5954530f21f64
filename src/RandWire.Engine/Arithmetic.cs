namespace RandWire.Engine;

/// <summary>Which roundings this engine makes.</summary>
public static class Arithmetic
{
    /// <summary>Raised by one whenever the same network, seed and data begin to train to other bits: another order of a sum, another formula, other random numbers.
    /// Trainings that were stopped under another version cannot end in the bits they would have had, and are refused; models are not concerned.</summary>
    /// <remarks>The golden trainings in the tests show when that is: as long as they hold, so does this number. 1 since the first release.</remarks>
    public const int Version = 1;
}
