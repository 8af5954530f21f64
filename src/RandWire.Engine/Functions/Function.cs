using System.Collections.Immutable;
using RandWire.Engine.Execution;

namespace RandWire.Engine.Functions;

/// <summary>What an operation computes: a value without a name or a place. Closed; all that is known of a function stands on it.</summary>
/// <remarks>Shapes are those of one image, [height, width, channels]. Every function refuses in words (<see cref="ArgumentException"/>) what it cannot read.</remarks>
public abstract record Function
{
    private protected Function() { }

    /// <summary>Shape of the value that it gives for inputs of these shapes.</summary>
    /// <exception cref="ArgumentException">There are too few or too many of them, they do not fit, or one of the function's own numbers is out of its range.</exception>
    public abstract TensorShape Shape(ReadOnlySpan<TensorShape> inputs);

    /// <summary>Its parameters for inputs of these shapes, in order; none for most.</summary>
    public virtual ImmutableArray<ParameterShape> Parameters(ReadOnlySpan<TensorShape> inputs) => [];

    /// <summary>Its work for one image.</summary>
    /// <exception cref="OverflowException">It does not fit into 64 bits.</exception>
    public virtual Work Work(ReadOnlySpan<TensorShape> inputs) => default;

    /// <summary>What it makes of the order of its inputs' channels: <see cref="ChannelUse.Alike"/> unless it says otherwise.</summary>
    /// <param name="inputs">How many values it reads.</param>
    public virtual ChannelUse UseOfChannels(int inputs) => ChannelUse.Alike;

    /// <summary>Whether it reads the input images as they are stored, without padding between their pixels; all others are given a padded copy.</summary>
    internal virtual bool ReadsUnpadded => false;

    /// <summary>Whether its backward pass reads its inputs; where no reader of a value does, it need not be kept.</summary>
    internal virtual bool ReadsInputsAgain => true;

    /// <summary>How one of its parameters lies in the store.</summary>
    /// <param name="parameter">Position in <see cref="Parameters"/>.</param>
    /// <param name="shape">The parameter.</param>
    /// <param name="input">Shape of the first input.</param>
    /// <param name="storedChannels">Channels with which the first input is stored.</param>
    internal virtual WeightLayout Layout(int parameter, ParameterShape shape, TensorShape input, int storedChannels) => new PlainLayout(shape.Length);

    /// <summary>What it does in the place of its only input, where it is a function of one number; null for others.</summary>
    internal virtual InPlace? InPlace => null;

    /// <summary>Adds the steps of a forward pass.</summary>
    internal abstract void Forward(PlanCompiler plan, Operation operation);

    /// <summary>Adds the steps of a backward pass; the gradient of the output is there or with its readers.</summary>
    internal abstract void Backward(PlanCompiler plan, Operation operation);

    /// <summary>The one input that there must be.</summary>
    private protected TensorShape Only(ReadOnlySpan<TensorShape> inputs) => inputs.Length == 1 ? inputs[0]
        : throw Refused($"reads one value, and {inputs.Length} are given. Join them first, by a sum or a concatenation.");

    /// <summary>The shape that all inputs must have, of which there must be some.</summary>
    private protected TensorShape Common(ReadOnlySpan<TensorShape> inputs, int atLeast)
    {
        if (inputs.Length < atLeast) throw Refused($"reads {atLeast} values at least, and {inputs.Length} are given. Name more inputs.");
        foreach (TensorShape input in inputs)
        {
            if (input != inputs[0])
                throw Refused($"reads values of one shape, and {inputs[0]} and {input} are given. Bring them to one shape first, by a convolution or a pooling.");
        }
        return inputs[0];
    }

    /// <summary>Refuses a number outside of its range.</summary>
    private protected void CheckRange(string name, int value, int low, int high)
    {
        if (value < low || value > high) throw Refused($"has {name} {value}, and {low} to {high} are allowed.");
    }

    /// <summary>A refusal: the function's name, then what is wrong with what is given, what is allowed, what to do.</summary>
    private protected ArgumentException Refused(string what) => new($"{GetType().Name} {what}");
}
