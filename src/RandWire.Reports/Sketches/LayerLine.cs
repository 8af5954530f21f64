using RandWire.Engine.Functions;
using RandWire.Networks.Blocks;

namespace RandWire.Reports.Sketches;

/// <summary>Layers in the words of the field.</summary>
internal static class LayerLine
{
    /// <summary>A layer with its numbers; null where it does nothing here.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="site">Where it stands.</param>
    /// <param name="input">Channels that it reads.</param>
    public static LineSketch? Of(Layer layer, Site site, int input)
    {
        int stride = layer.TakesStride ? site.Stride : 1;
        string words = Words(layer, site, input, stride);
        bool isLight = layer.Word is { CarriesStride: false, ChangesChannels: false } && layer.Word.Name is not ("mean" or "shift" or "shuffle");
        Layer laid = layer with { TakesStride = stride > 1 };
        return words.Length == 0 ? null : new LineSketch(laid.Text, words, isLight);
    }

    /// <summary>Channels that a layer gives.</summary>
    public static int Channels(Layer layer, Site site, int input) => layer switch
    {
        { Word.Name: "half" } => site.Value(layer.Channels!, input) == 0 ? input / 2 : input - (input / 2),
        { Word.ChangesChannels: true, Channels: { } width } => site.Value(width, input),
        { Word.Name: "fc" } => site.Classes,
        { Word.ChangesChannels: true } => site.Channels ?? input,
        { Word.Name: "skip" } when layer.TakesStride && site.Stride > 1 => site.Channels ?? input,
        _ => input,
    };

    private static string Words(Layer layer, Site site, int input, int stride)
    {
        string name = layer.Word.Name, window = FormattableString.Invariant($"{layer.Word.Height} × {layer.Word.Width}");
        string channels = layer.Channels is { } width ? site.Text(width, input) : FormattableString.Invariant($"{Channels(layer, site, input)}");
        string more = More(layer, site, input, stride);
        return Kind(name) switch
        {
            "conv" => $"conv {window}, {channels}{more}",
            "dwconv" => $"depthwise {window}{more}",
            "sepconv" => $"separable {window}, {channels}{more}",
            "maxpool" => $"max pool {window}{more}",
            "avgpool" => $"average pool {window}{more}",
            "norm" => layer.Options.IsAffine ? "norm" : "norm, not affine",
            "relu" => "ReLU",
            "relu6" => "ReLU6",
            "hardswish" => "hard swish",
            "hardsigmoid" => "hard sigmoid",
            "gelu" => "GELU",
            "mean" => "global average",
            "fc" => layer.Channels is null ? $"classifier, {channels}" : $"fully connected, {channels}",
            "dropout" => FormattableString.Invariant($"dropout {layer.Options.Rate}"),
            "subsample" => stride == 1 ? "" : stride == 2 ? "every second pixel" : FormattableString.Invariant($"every {stride}th pixel"),
            "padchannels" => Channels(layer, site, input) == input && !site.IsSymbolic ? "" : $"zeros to {channels} channels",
            "half" => site.Value(layer.Channels!, input) == 0 ? "first half of channels" : "second half of channels",
            "shuffle" => $"shuffle {channels} groups",
            "shift" => "shift by a pixel",
            "skip" => stride > 1 ? "factorized reduction" + more : "",
            "none" => "zeros" + more,
            _ => layer.Text,
        };
    }

    private static string More(Layer layer, Site site, int input, int stride)
    {
        LayerOptions options = layer.Options;
        string along = options.StrideAlong == StrideAxes.Both ? "" : options.StrideAlong == StrideAxes.Rows ? " along rows" : " along columns";
        string more = stride > 1 ? FormattableString.Invariant($", stride {stride}{along}") : "";
        if (options.Groups is { } groups) { more += $", {site.Text(groups, input)} groups"; }
        if (options.Dilation > 1) { more += FormattableString.Invariant($", dilation {options.Dilation}"); }
        if (options.HasBias) more += ", bias";
        if (options.Padding == Padding.None) more += ", unpadded";
        return more;
    }

    // The word without its window.
    private static string Kind(string name)
    {
        int end = name.Length;
        if (name.Length > 3 && name[^2] == 'x' && char.IsAsciiDigit(name[^1]) && char.IsAsciiDigit(name[^3])) end -= 3;
        return name[..end];
    }
}
