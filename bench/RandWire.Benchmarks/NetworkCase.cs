using RandWire.Networks;

namespace RandWire.Benchmarks;

/// <summary>A preset at an image size.</summary>
/// <param name="Preset">Its name.</param>
/// <param name="Size">Height and width of the images.</param>
/// <param name="Batch">Images.</param>
public sealed record NetworkCase(string Preset, int Size, int Batch) : IWork
{
    /// <inheritdoc/>
    public string Unit => "GFLOP/s";

    /// <summary>The network: WS(4, 0.75), seed 1.</summary>
    public NetworkSpec Spec => Presets.Create(Preset, new PresetOptions { Height = Size, Width = Size });

    /// <inheritdoc/>
    /// <remarks>Multiply-adds of convolutions and the classifier, three times as many with the backward pass, as DESIGN counts.</remarks>
    public double Amount(bool backward) => 2.0 * Spec.Cost().MultiplyAddsConvFc * Batch * (backward ? 3 : 1);

    /// <inheritdoc/>
    public override string ToString() => $"{Preset} {Size}x{Size} batch {Batch}";
}
