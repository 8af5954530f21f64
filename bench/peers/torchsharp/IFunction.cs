using TorchSharp;

namespace RandWire.TorchSharpPeer;

/// <summary>What an operation computes.</summary>
internal interface IFunction
{
    /// <summary>The value for the inputs, all [N, C, H, W].</summary>
    torch.Tensor Apply(torch.Tensor[] inputs, bool training);
}
