using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Graphs;
using RandWire.Networks.Assembling;

namespace RandWire.Networks.Blocks;

/// <summary>A layer at its place: what it reads, and what it takes of its stage.</summary>
/// <param name="Assembler">What builds the network.</param>
/// <param name="Scope">Where names come from.</param>
/// <param name="Place">The stage's channels and stride, as far as the layer's surroundings hand them down.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Input">What it reads.</param>
internal readonly record struct LayerSite(Assembler Assembler, Scope Scope, Place Place, Layer Layer, ValueId Input)
{
    public TensorShape Shape => Assembler.Shape(Input);

    /// <summary>The stride that the layer has to take.</summary>
    public int Stride => Layer.TakesStride ? Place.Stride : 1;

    /// <summary>Output channels of a convolution: those said, or the stage's.</summary>
    public int Channels => Said(Layer.Channels ?? Width.Stage, 1, NetworkSpec.MaximumChannels, "channels");

    /// <summary>The number in the parentheses.</summary>
    public int Number(int low, int high, string what) => Said(Layer.Channels!, low, high, what);

    public int Groups => Layer.Options.Groups is { } groups ? Said(groups, 1, NetworkSpec.MaximumChannels, "groups") : 1;

    public Window Window => new(Layer.Word.Height, Layer.Word.Width, Stride, Layer.Options.Dilation) { Along = Layer.Options.StrideAlong };

    public ValueId Add(string part, Function function, params ReadOnlySpan<ValueId> inputs) => Assembler.Add(Scope.Unique(part), function, inputs);

    private int Said(Width width, int low, int high, string what)
    {
        int value = Assembler.Value(width, Place, Shape.Channels);
        return value >= low && value <= high ? value
            : throw new SpecException(FormattableString.Invariant($"{Layer.Text}: {what} = {value} must lie in [{low}, {high}]."));
    }
}
