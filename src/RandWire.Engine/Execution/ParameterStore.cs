using RandWire.Engine.Execution;
using RandWire.Engine.Kernels;

namespace RandWire.Engine;

/// <summary>Values, gradients and momentum of a program's parameters, in the kernels' layout, read and written in PyTorch's.</summary>
/// <remarks>Shared by executors of the same program (one that trains, one that evaluates) and of paths through it (<see cref="RandWire.Engine.Program.Along"/>). Gradients and momentum take memory from the first executor that trains, or
/// the first momentum written, on; before that they are zero. Not safe for concurrent writes.</remarks>
public sealed class ParameterStore : IDisposable
{
    private readonly NativeFloats _values;
    private NativeFloats? _gradients, _momentum;
    private object? _writer;
    private bool _disposed;

    /// <summary>Parameters of <paramref name="program"/>, initialized from <paramref name="seed"/>: He-normal weights (He et al. 2015, fan-in),
    /// the last layer uniform in +-1/sqrt(fan-in), scale 1, shift 0, wire scalars 0 (weight one half), gates 0 (equal shares), running mean 0, running variance 1.</summary>
    public ParameterStore(Program program, Seed seed) : this(new ParameterLayout(program))
    {
        for (int p = 0; p < program.Parameters.Length; p++) Initialize(p, seed);
    }

    private ParameterStore(ParameterLayout layout)
    {
        Layout = layout;
        _values = new NativeFloats(layout.Total);
    }

    /// <summary>The program.</summary>
    public Program Program => Layout.Program;

    internal ParameterLayout Layout { get; }

    internal Floats Values => _values.Start;

    /// <summary>Whether there is memory for gradients or momentum.</summary>
    internal bool HoldsTraining => _gradients is not null || _momentum is not null;

    internal Floats Gradients
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return (_gradients ??= new NativeFloats(Layout.Total)).Start;
        }
    }

    /// <summary>Before a backward pass: what another program's left is no gradient of this one, which need not write all of them.</summary>
    internal void BeginGradients(Program program)
    {
        if (ReferenceEquals(_writer, program)) return;
        _writer = program;
        _gradients?.Clear();
    }

    internal Floats Momentum => Velocities.Start;

    private NativeFloats Velocities
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _momentum ??= new NativeFloats(Layout.Total);
        }
    }

    /// <summary>Changes with the values, so that what was computed from them is known to be old.</summary>
    internal long Version { get; private set; }

    internal void Changed() => Version++;

    /// <summary>Copies a parameter's values out, in logical order: that of <see cref="ParameterInfo.Shape"/>, last dimension fastest.</summary>
    /// <exception cref="ArgumentException">The span's length is not the parameter's.</exception>
    public void Read(ParameterId parameter, Span<float> values) => Layout.ToLogical(parameter.Index, Stored(_values, parameter), values);

    /// <summary>Copies values in, in logical order.</summary>
    /// <exception cref="ArgumentException">The span's length is not the parameter's.</exception>
    public void Write(ParameterId parameter, ReadOnlySpan<float> values)
    {
        Layout.ToStored(parameter.Index, values, Stored(_values, parameter));
        Changed();
    }

    /// <summary>Copies the gradient of the last backward pass out, in logical order; zero where its program does not read the parameter.</summary>
    public void ReadGradient(ParameterId parameter, Span<float> values) => ReadOrZero(_gradients, parameter, values);

    /// <summary>Copies the optimizer's momentum out, in logical order.</summary>
    public void ReadMomentum(ParameterId parameter, Span<float> values) => ReadOrZero(_momentum, parameter, values);

    /// <summary>Copies the optimizer's momentum in, in logical order.</summary>
    public void WriteMomentum(ParameterId parameter, ReadOnlySpan<float> values) => Layout.ToStored(parameter.Index, values, Stored(Velocities, parameter));

    /// <summary>A copy with its own memory: values and momentum.</summary>
    public ParameterStore Clone()
    {
        ParameterStore copy = new(Layout);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Takes over values and momentum of another store of the same program.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The other holds another number of values.</exception>
    public void CopyFrom(ParameterStore other)
    {
        ObjectDisposedException.ThrowIf(other._disposed, other);
        other._values.CopyTo(_values);
        if (other._momentum is { } momentum) momentum.CopyTo(Velocities);
        else _momentum?.Clear();
        Changed();
    }

    /// <summary>Moves every value, running statistics included, towards another store's: this += share · (other - this). For weight averaging.</summary>
    /// <param name="other">Parameters of the same program.</param>
    /// <param name="share">How far: 0 stays, 1 arrives.</param>
    /// <param name="simd">Vector width, which changes no bit; null takes RANDWIRE_SIMD or else the widest that this processor runs well.</param>
    /// <exception cref="ArgumentOutOfRangeException">The other holds another number of values.</exception>
    public void MoveTowards(ParameterStore other, float share, SimdLevel? simd = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other._values.Length, _values.Length);
        KernelTable.For(SimdChoice.Resolve(simd)).MoveTowards(_values.Start, other._values.Start, Layout.Total, share);
        GC.KeepAlive(other);
        Changed();
    }

    /// <summary>Frees the memory; the store and its executors are not used afterwards.</summary>
    public void Dispose()
    {
        _disposed = true;
        _values.Dispose();
        _gradients?.Dispose();
        _momentum?.Dispose();
    }

    private void ReadOrZero(NativeFloats? memory, ParameterId parameter, Span<float> values)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Layout.CheckLength(parameter.Index, values.Length);
        if (memory is null) values.Clear();
        else Layout.ToLogical(parameter.Index, Stored(memory, parameter), values);
    }

    private Span<float> Stored(NativeFloats memory, ParameterId parameter) => memory.Span(Layout.Offsets[parameter.Index], Layout.Lengths[parameter.Index]);

    private void Initialize(int parameter, Seed seed)
    {
        ParameterInfo info = Program.Parameters[parameter];
        Seed own = seed.Child(info.Name);
        float[] values = new float[info.Length];
        int fanIn = info.Shape.Length > 1 ? info.Length / info.Shape[0] : 1;
        double deviation = Math.Sqrt(2.0 / fanIn), bound = 1 / Math.Sqrt(fanIn);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = info.Kind switch
            {
                ParameterKind.Convolution or ParameterKind.Depthwise => (float)(deviation * own.Normal((ulong)i)),
                ParameterKind.Linear => (float)(bound * (2 * own.Uniform((ulong)i) - 1)),
                ParameterKind.NormScale or ParameterKind.RunningVariance => 1,
                _ => 0,
            };
        }
        Write(new ParameterId(parameter), values);
    }
}
