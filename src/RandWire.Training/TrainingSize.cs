using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>Images of an epoch: the network's own size, or the smaller one of the first epochs.</summary>
/// <param name="Format">How images become input.</param>
/// <param name="Program">The network for that size; null for its own.</param>
/// <param name="MultiplyAddsPerImage">Multiply-adds of one image forward.</param>
internal sealed record TrainingSize(InputFormat Format, Program? Program, double MultiplyAddsPerImage)
{
    /// <summary>Whether an epoch, counted from 0, takes small images.</summary>
    public static bool IsEarly(Recipe recipe, int epoch) => epoch < recipe.EarlyEpochs;

    /// <summary>The size of an epoch.</summary>
    /// <exception cref="SpecException">The network cannot take images so small, or they are not smaller than its own.</exception>
    public static TrainingSize Of(TrainingSetup setup, int epoch)
    {
        NetworkSpec network = setup.Network;
        if (!IsEarly(setup.Recipe, epoch)) return new TrainingSize(setup.Format, null, network.Cost().MultiplyAddsConvFc);
        int height = network.Input.Height, width = network.Input.Width, side = Math.Min(height, width), early = setup.Recipe.EarlySize;
        if (early >= side) throw new SpecException($"Recipe: earlysize={early} must lie below {side}, the shorter side of the network's input.");
        InputFormat format = setup.Format with { Height = Scaled(height), Width = Scaled(width) };
        try
        {
            NetworkSpec small = (network with { Input = new TensorShape(format.Height, format.Width, format.Channels) }).Checked();
            return new TrainingSize(format, small.Lower(), small.Cost().MultiplyAddsConvFc);
        }
        catch (SpecException error)
        {
            throw new SpecException($"Recipe: earlysize={early} is too small for this network. {error.Message}");
        }

        int Scaled(int length) => (int)Math.Round((double)length * early / side, MidpointRounding.AwayFromZero);
    }
}
