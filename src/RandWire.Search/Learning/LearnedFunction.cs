using System.Diagnostics.CodeAnalysis;
using RandWire.Engine;

namespace RandWire.Search;

/// <summary>A small network of the engine that a strategy learns by: what it predicts with, or draws from. Numbers in, numbers out, moved by Adam.</summary>
/// <remarks>The engine's bits depend neither on threads nor on vector width, so decisions that rest on it do not either. One thread; memory is the engine's and goes with the object. Not safe for concurrent use.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "It is kept with a history for as long as that is asked, which says no end; its memory has finalizers.")]
internal sealed class LearnedFunction
{
    private readonly Program _program;
    private readonly ParameterStore _parameters;
    private readonly Executor _executor;
    private readonly Adam _adam;
    private readonly double[] _values, _gradients;
    private readonly float[] _buffer;

    /// <summary>A function.</summary>
    /// <param name="program">From [1, 1, inputs] to [1, 1, outputs].</param>
    /// <param name="batch">Most rows at once.</param>
    /// <param name="adam">How it is moved.</param>
    /// <param name="initial">The value that an element of a parameter begins with, by its number.</param>
    public LearnedFunction(Program program, int batch, Adam adam, Func<ParameterInfo, int, double> initial)
    {
        (_program, _adam) = (program, adam);
        _parameters = new ParameterStore(program, new Seed(0));
        _executor = Executor.Compile(_parameters, new ExecutorOptions { BatchSize = batch, Training = true, Threads = 1, Loss = LossKind.Linear });
        _values = new double[program.Parameters.Sum(static parameter => parameter.Length)];
        _gradients = new double[_values.Length];
        _buffer = new float[program.Parameters.Max(static parameter => parameter.Length)];
        int place = 0;
        foreach (ParameterInfo parameter in program.Parameters)
            for (int i = 0; i < parameter.Length; i++) _values[place++] = initial(parameter, i);
        Write();
    }

    /// <summary>All parameters, in the program's order; what is written here counts after <see cref="Write"/>.</summary>
    public Span<double> Values => _values;

    /// <summary>Outputs of so many rows.</summary>
    /// <param name="inputs">Rows of inputs.</param>
    /// <returns>Rows of outputs, until the next call.</returns>
    public ReadOnlySpan<float> Evaluate(ReadOnlySpan<float> inputs)
    {
        int count = Take(inputs);
        _executor.Forward(count);
        return _executor.Logits[..(count * _program.Classes)];
    }

    /// <summary>Gradients of a loss by all parameters, in the program's order.</summary>
    /// <param name="inputs">Rows of inputs.</param>
    /// <param name="gradients">Gradient of a row's loss by its outputs; the loss is the mean over rows.</param>
    public ReadOnlySpan<double> Gradients(ReadOnlySpan<float> inputs, ReadOnlySpan<float> gradients)
    {
        int count = Take(inputs), place = 0;
        gradients.CopyTo(_executor.Targets);
        _executor.ForwardBackward(count, StepRandomness.None);
        for (int p = 0; p < _program.Parameters.Length; p++)
        {
            Span<float> own = _buffer.AsSpan(0, _program.Parameters[p].Length);
            _parameters.ReadGradient(new ParameterId(p), own);
            foreach (float gradient in own) _gradients[place++] = gradient;
        }
        return _gradients;
    }

    /// <summary>One step of Adam down such a gradient.</summary>
    public void Learn(ReadOnlySpan<float> inputs, ReadOnlySpan<float> gradients)
    {
        Gradients(inputs, gradients);
        _adam.Step(_values, _gradients);
        Write();
    }

    /// <summary>Takes <see cref="Values"/> over.</summary>
    public void Write()
    {
        int place = 0;
        for (int p = 0; p < _program.Parameters.Length; p++)
        {
            Span<float> own = _buffer.AsSpan(0, _program.Parameters[p].Length);
            for (int i = 0; i < own.Length; i++) own[i] = (float)_values[place++];
            _parameters.Write(new ParameterId(p), own);
        }
    }

    private int Take(ReadOnlySpan<float> inputs)
    {
        inputs.CopyTo(_executor.Images);
        return inputs.Length / _program.Shapes[0].Channels;
    }
}
