using RandWire.Engine.Kernels;

namespace RandWire.Benchmarks;

/// <summary>One kernel at one shape, on one thread.</summary>
public sealed class KernelCase : IWork
{
    private readonly string _name;
    private readonly double _multiplyAdds;
    private readonly int _floatsMoved;

    /// <param name="name">What the table shows.</param>
    /// <param name="multiplyAdds">Multiply-adds of a call, or 0 for what only moves memory.</param>
    /// <param name="floatsMoved">Floats read or written by a call, each operand once, for what only moves memory.</param>
    /// <param name="prepare">Takes the operands and returns the call.</param>
    internal KernelCase(string name, double multiplyAdds, int floatsMoved, Func<KernelTable, Operands, Action> prepare)
    {
        (_name, _multiplyAdds, _floatsMoved) = (name, multiplyAdds, floatsMoved);
        Prepare = prepare;
    }

    /// <inheritdoc/>
    public string Unit => _multiplyAdds > 0 ? "GFLOP/s" : "GB/s";

    /// <inheritdoc/>
    public int Threads => 1;

    /// <inheritdoc/>
    public int? OwnBytes => _multiplyAdds > 0 ? null : sizeof(float) * _floatsMoved;

    internal Func<KernelTable, Operands, Action> Prepare { get; }

    /// <inheritdoc/>
    /// <remarks>As the kernel is asked: padded channels count where it computes them.</remarks>
    public double Amount(bool backward) => _multiplyAdds > 0 ? 2 * _multiplyAdds : sizeof(float) * (double)_floatsMoved;

    /// <inheritdoc/>
    public override string ToString() => _name;
}
