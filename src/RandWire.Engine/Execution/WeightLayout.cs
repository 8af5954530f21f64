namespace RandWire.Engine.Execution;

/// <summary>How the elements of a parameter lie in the store.</summary>
internal abstract record WeightLayout
{
    /// <summary>Stored floats, padding counted: a multiple of 16.</summary>
    public abstract int Length { get; }

    /// <summary>Where an element of the logical (PyTorch) order lies.</summary>
    public abstract int Place(int element);
}
