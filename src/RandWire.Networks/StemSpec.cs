using System.Collections.Immutable;

namespace RandWire.Networks;

/// <summary>The convolutions between the images and the first stage: <c>conv1</c>, <c>conv2</c>, ... in order.</summary>
/// <remarks>Equal by value. Plain, not separable, as in Xie et al. 2019.</remarks>
/// <param name="Convolutions">None where the first stage reads the images.</param>
public sealed record StemSpec(ImmutableArray<StemConvolution> Convolutions)
{
    /// <inheritdoc/>
    public bool Equals(StemSpec? other) => other is not null && Convolutions.AsSpan().SequenceEqual(other.Convolutions.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (StemConvolution convolution in Convolutions) hash.Add(convolution);
        return hash.ToHashCode();
    }
}
