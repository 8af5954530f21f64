namespace RandWire.Engine.Functions;

/// <summary>What lies around an image under a window. Convolutions read zeros there; a maximum and a mean do not see it.</summary>
public enum Padding
{
    /// <summary>(extent - 1) / 2 · dilation before the first row and column, and as much after the last as is met: outputs are ceil(input / stride).</summary>
    Same,

    /// <summary>Nothing: outputs are floor((input - span) / stride) + 1.</summary>
    None,

    /// <summary>Nothing before, and a last window that only begins inside counts: outputs are ceil((input - span) / stride) + 1 (PyTorch's <c>ceil_mode</c>).</summary>
    Ceil,
}
