namespace RandWire.Engine;

/// <summary>How a pooling window is reduced.</summary>
public enum PoolingKind
{
    /// <summary>Largest element; the first of equals in row order gets the gradient.</summary>
    Maximum,

    /// <summary>Mean over the elements that lie inside the image (padding is not counted).</summary>
    Average,
}
