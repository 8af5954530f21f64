using System.Collections.Immutable;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

internal sealed partial class PlanCompiler
{
    /// <summary>Whether there is a backward pass.</summary>
    public bool Trains => _training;

    /// <summary>Most images of a step.</summary>
    public int Batch => _batch;

    /// <summary>Adds a step.</summary>
    public void Add(Step step)
    {
        AddSmallSteps();
        _steps.Add(step);
    }

    /// <summary>Adds a step without images that reads what steps before it left and nothing of other small ones: joins of sums and the like. Those that meet are run
    /// together.</summary>
    public void AddSmall(Step step) => _small.Add(step);

    /// <summary>Memory of the arena.</summary>
    public ArenaBuffer Allocate(string name, long length, bool persistent = false)
    {
        ArenaBuffer buffer = new(name, length, persistent);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>A value; it is allocated when first asked for.</summary>
    public TensorBuffer Value(ValueId value)
    {
        if (_remakes && IsRemade(value) && _remade.Add(value)) return Remade(value);
        if (_values[value.Index] is { } known) return known;
        TensorShape shape = _program.Shape(value);
        ArenaBuffer buffer = Allocate($"value {value.Index}", shape.PaddedElements * _batch, value == _program.Output || IsKept(value));
        return _values[value.Index] = new TensorBuffer(buffer, shape, shape.PaddedChannels);
    }

    /// <summary>Shape of a value; asking makes nothing.</summary>
    public TensorShape Shape(ValueId value) => _program.Shape(value);

    /// <summary>All inputs of an operation.</summary>
    public TensorBuffer[] InputValues(Operation operation)
    {
        TensorBuffer[] inputs = new TensorBuffer[operation.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = Value(operation.Inputs[i]);
        return inputs;
    }

    /// <summary>The images, as they are or in a padded copy.</summary>
    public void ForwardImages(Operation operation)
    {
        if (_layout.ReadsImagesDirectly) _values[operation.Output.Index] = _images;
        else Add(new PadImages(operation.Name, _images, Value(operation.Output)));
    }

    /// <summary>First float of a parameter in the store.</summary>
    public long Weight(Operation operation, int parameter) => _layout.Offsets[operation.Parameters[parameter].Index];

    /// <summary>How a parameter lies in the store.</summary>
    public WeightLayout Layout(Operation operation, int parameter) => _layout[operation.Parameters[parameter]];

    /// <summary>The gradient of an operation's output in one piece; to be asked for once.</summary>
    public TensorBuffer OutputGradient(Operation operation) => GatheredGradient(operation.Output);

    /// <summary>Where the gradient of an input goes, or null where nobody needs it. Who asks writes it.</summary>
    public GradientTarget? InputGradient(ValueId input)
    {
        if (!_needsGradient[input.Index]) return null;
        TensorBuffer gradient = Gradient(input);
        return new GradientTarget(gradient, Accumulates(input));
    }

    /// <summary>Where the gradient of a parameter goes. Operations that share it have a part of a buffer each; to be asked for once by each.</summary>
    public GradientPlace GradientOf(Operation operation, int parameter)
    {
        ParameterId id = operation.Parameters[parameter];
        int readers = _layout.Readers(id), length = _layout.Lengths[id.Index];
        if (readers == 1) return new GradientPlace(null, _layout.Offsets[id.Index]);
        if (!_sharedGradients.TryGetValue(id, out SharedGradient? shared))
        {
            // All the time, so that the part of an operation that leads nowhere stays zero.
            ArenaBuffer buffer = Allocate(_program.Parameters[id.Index].Name + ".shared", (long)readers * length, true);
            _sharedGradients[id] = shared = new SharedGradient(buffer, readers);
        }
        return new GradientPlace(shared.Buffer, (long)length * shared.Given++);
    }

    private void AddSharedGradients()
    {
        AddSmallSteps();
        foreach ((ParameterId id, SharedGradient shared) in _sharedGradients)
        {
            int readers = shared.Readers;
            AddSmall(new AddParts(
                _program.Parameters[id.Index].Name + ".sum", shared.Buffer, new GradientPlace(null, _layout.Offsets[id.Index]), _layout.Lengths[id.Index], _ => readers));
        }
    }

    /// <summary>Whether several operations have one of this operation's parameters.</summary>
    private bool IsShared(Operation operation)
    {
        foreach (ParameterId parameter in operation.Parameters) if (_layout.Readers(parameter) > 1) return true;
        return false;
    }

    private TensorBuffer Gradient(ValueId value)
    {
        if (_gradients[value.Index] is { } known) return known;
        TensorShape shape = _program.Shape(value);
        ArenaBuffer buffer = Allocate($"gradient {value.Index}", shape.PaddedElements * _batch);
        return _gradients[value.Index] = new TensorBuffer(buffer, shape, shape.PaddedChannels);
    }

    private void AddSmallSteps()
    {
        if (_small.Count > 0) _steps.Add(_small.Count == 1 ? _small[0] : new SmallSteps([.. _small]));
        _small.Clear();
    }

    /// <summary>Parts of the gradient of a parameter that several operations have.</summary>
    private sealed class SharedGradient(ArenaBuffer buffer, int readers)
    {
        public ArenaBuffer Buffer => buffer;

        public int Readers => readers;

        public int Given { get; set; }
    }
}
