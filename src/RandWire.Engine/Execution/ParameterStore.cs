namespace RandWire.Engine;

/// <summary>Values, gradients and momentum of a program's parameters, in the kernels' layout, read and written in PyTorch's.</summary>
/// <remarks>Shared by executors of the same program (one that trains, one that evaluates). Not safe for concurrent writes.</remarks>
public sealed class ParameterStore
{
    /// <summary>Parameters of <paramref name="program"/>, initialised from <paramref name="seed"/>: He-normal weights, scale 1, shift 0,
    /// wire scalars 0 (weight one half), running mean 0, running variance 1.</summary>
    public ParameterStore(Program program, Seed seed) => throw new NotImplementedException();

    /// <summary>The program.</summary>
    public Program Program => throw new NotImplementedException();

    /// <summary>Copies a parameter's values out, in logical order.</summary>
    public void Read(ParameterId parameter, Span<float> values) => throw new NotImplementedException();

    /// <summary>Copies values in, in logical order.</summary>
    public void Write(ParameterId parameter, ReadOnlySpan<float> values) => throw new NotImplementedException();

    /// <summary>Copies the gradient of the last backward pass out, in logical order.</summary>
    public void ReadGradient(ParameterId parameter, Span<float> values) => throw new NotImplementedException();

    /// <summary>Copies the optimizer's momentum out, in logical order.</summary>
    public void ReadMomentum(ParameterId parameter, Span<float> values) => throw new NotImplementedException();

    /// <summary>Copies the optimizer's momentum in, in logical order.</summary>
    public void WriteMomentum(ParameterId parameter, ReadOnlySpan<float> values) => throw new NotImplementedException();

    /// <summary>A copy with its own memory: values, and momentum.</summary>
    public ParameterStore Clone() => throw new NotImplementedException();

    /// <summary>Moves every value towards another store's: this += share · (other - this). For weight averaging.</summary>
    public void MoveTowards(ParameterStore other, float share) => throw new NotImplementedException();
}
