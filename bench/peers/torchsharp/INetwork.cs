using TorchSharp;

namespace RandWire.TorchSharpPeer;

/// <summary>A network in libtorch's functions.</summary>
internal interface INetwork
{
    /// <summary>Logits [N, classes] of images [N, C, H, W].</summary>
    torch.Tensor Apply(torch.Tensor images, bool training);
}
