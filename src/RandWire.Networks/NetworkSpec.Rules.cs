using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Networks;

public sealed partial record NetworkSpec
{
    /// <summary>This spec if a network can be built from it. Every consumer calls it first.</summary>
    /// <exception cref="SpecException">A rule is broken; the message names the part, its value, what is allowed and what to do.</exception>
    public NetworkSpec Checked()
    {
        CheckName();
        CheckRange("input", "height", Input.Height, 1, MaximumSide, "Resize the images.");
        CheckRange("input", "width", Input.Width, 1, MaximumSide, "Resize the images.");
        CheckRange("input", "channels", Input.Channels, 1, 64, "Use 3 for color and 1 for grey images.");
        CheckRange("network", "classes", Classes, 2, MaximumClasses, "A classifier tells at least two classes apart.");
        TensorShape shape = CheckStem();
        CheckCount("network", "stages", Stages.IsDefault ? 0 : Stages.Length);
        for (int i = 0; i < Stages.Length; i++) shape = CheckStage($"stage{StageNumber(i)}", Stages[i], shape);
        CheckRange("head", "channels", Head.Channels, 1, MaximumChannels, "The paper uses 1280.");
        if (Head.Dropout >= 0 && (float)Head.Dropout < 1) return this;
        throw new SpecException($"head: dropout = {Head.Dropout:R} must lie in [0, 1). "
            + "The paper uses 0.2 in the regular regime and 0 in the small one.");
    }

    private void CheckName()
    {
        if (Preset.Length is >= 1 and <= 40 && Preset.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) return;
        throw new SpecException($"preset = '{TextTerm.Short(Preset)}' must be 1 to 40 lower-case letters, digits or dashes. "
            + "Use 'custom' for a network of your own.");
    }

    private TensorShape CheckStem()
    {
        CheckCount("stem", "convolutions", Stem.Convolutions.IsDefault ? 0 : Stem.Convolutions.Length);
        TensorShape shape = Input;
        for (int i = 0; i < Stem.Convolutions.Length; i++)
        {
            (int channels, int stride) = Stem.Convolutions[i];
            string part = $"conv{i + 1}";
            CheckRange(part, "channels", channels, 1, MaximumChannels, "Choose fewer or more channels.");
            CheckStride(part, stride, shape);
            shape = shape.Strided(stride) with { Channels = channels };
        }
        return shape;
    }

    private static TensorShape CheckStage(string part, StageSpec stage, TensorShape input)
    {
        CheckRange(part, "channels", stage.Channels, 1, MaximumChannels, "Choose fewer or more channels.");
        CheckStride(part, stage.Stride, input);
        stage.Wiring.Checked();
        NodeSpec node = stage.Node;
        int layers = node.Transform.IsDefault ? 0 : node.Transform.Length;
        CheckRange(part, "layers of the transform", layers, 1, MaximumLayers, "The paper uses relu, sepconv3x3, norm.");
        if (stage.Stride == 2 && !node.CarriesStride)
        {
            throw new SpecException($"{part}: stride 2 needs a convolution or pooling in the transform, which has none. "
                + "Add sepconv3x3 or set the stride to 1.");
        }
        if (!node.ChangesChannels && stage.Channels != input.Channels)
        {
            throw new SpecException($"{part}: nothing in the transform turns {input.Channels} channels into {stage.Channels}. "
                + $"Add conv1x1 or set channels to {input.Channels}.");
        }
        if (!node.ChangesChannels && node.Aggregation == AggregationKind.Concatenation)
        {
            throw new SpecException($"{part}: concatenation needs a convolution in the transform to come back to {stage.Channels} channels. "
                + "Add conv1x1 or sepconv3x3.");
        }
        return input.Strided(stage.Stride) with { Channels = stage.Channels };
    }

    private static void CheckStride(string part, int stride, TensorShape input)
    {
        if (stride is not (1 or 2)) throw new SpecException($"{part}: stride = {stride} must be 1 or 2.");
        if (stride == 2 && input.Pixels == 1)
        {
            throw new SpecException($"{part}: the image has already shrunk to 1x1, stride 2 has nothing to halve. "
                + "Set stride 1, give larger images, or take a preset for small images.");
        }
    }

    private static void CheckCount(string part, string what, int count)
    {
        if (count is < 1 or > MaximumStages)
            throw new SpecException($"{part}: {count} {what}, but 1 to {MaximumStages} are allowed. Add or remove some.");
    }

    private static void CheckRange(string part, string name, int value, int low, int high, string advice)
    {
        if (value < low || value > high) throw new SpecException($"{part}: {name} = {value} must lie in [{low}, {high}]. {advice}");
    }
}
