using RandWire.Engine;
using RandWire.Tests.Engine.Reference;

namespace RandWire.Benchmarks;

/// <summary>One operation at a shape of the paper's networks.</summary>
/// <param name="Name">What the table shows.</param>
/// <param name="Shape">Shape that the operation reads.</param>
/// <param name="Batch">Images.</param>
/// <param name="Build">Adds the operation to a program.</param>
/// <param name="MultiplyAddsPerImage">Forward multiply-adds, or 0 for what only moves memory.</param>
/// <param name="TensorsMoved">Tensors of this shape read or written forward, for what only moves memory.</param>
public sealed record ProgramCase(
    string Name, TensorShape Shape, int Batch, Func<ProgramBuilder, ValueId, ValueId> Build, double MultiplyAddsPerImage, double TensorsMoved = 0) : IWork
{
    /// <inheritdoc/>
    public string Unit => MultiplyAddsPerImage > 0 ? "GFLOP/s" : "GB/s";

    /// <inheritdoc/>
    /// <remarks>Backward takes twice the multiply-adds (input and weight gradient), and about twice the memory passes.</remarks>
    public double Amount(bool backward)
    {
        double forward = MultiplyAddsPerImage > 0 ? 2 * MultiplyAddsPerImage * Batch : 4 * TensorsMoved * Shape.PaddedElements * Batch;
        return backward ? 3 * forward : forward;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
