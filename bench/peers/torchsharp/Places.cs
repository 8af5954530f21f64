using TorchSharp;

namespace RandWire.TorchSharpPeer;

/// <summary>Where a window stands on an image.</summary>
/// <remarks>Same: (extent - 1) / 2 · dilation before, outputs ceil(input / stride). None: nothing, outputs floor((input - span) / stride) + 1. Ceil: nothing before, and a last
/// window that only begins inside counts.</remarks>
internal sealed class Places(WindowManifest window, string padding)
{
    /// <summary>Padding of rows and columns that libtorch can do by itself; or zeros there, and left, right, top, bottom to be padded first.</summary>
    public (long[] Before, long[]? Around) Of(torch.Tensor x)
    {
        (long top, long bottom, bool evenRows) = Side(x.shape[2], window.Height, window.RowStride);
        (long left, long right, bool evenColumns) = Side(x.shape[3], window.Width, window.ColumnStride);
        return evenRows && evenColumns ? ([top, left], null) : ([0, 0], [left, right, top, bottom]);
    }

    private (long Before, long After, bool IsEven) Side(long length, int extent, long stride)
    {
        long span = ((extent - 1L) * window.Dilation) + 1, before = 0, outputs;
        switch (padding)
        {
            case "Same":
                before = (extent - 1) / 2 * window.Dilation;
                outputs = (length + stride - 1) / stride;
                break;
            case "None":
                outputs = ((length - span) / stride) + 1;
                break;
            default:
                outputs = ((length - span + stride - 1) / stride) + 1;
                if ((outputs - 1) * stride >= length) outputs--;
                break;
        }
        long after = Math.Max(0, ((outputs - 1) * stride) + span - before - length);
        // As much after as before changes nothing where the window is not put there once more.
        return (before, after, after <= before && ((length + (2 * before) - span) / stride) + 1 == outputs);
    }
}
