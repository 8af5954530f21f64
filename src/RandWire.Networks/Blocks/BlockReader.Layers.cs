using System.Globalization;
using RandWire.Engine.Functions;
using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Blocks;

internal sealed partial class BlockReader
{
    private Layer ReadLayer(LayerWord word)
    {
        Layer layer = new(word);
        HashSet<string> said = [];
        string inside = Inside();
        if (inside.Length == 0) return Complete(layer, word);
        foreach (TermItem item in Term.Split(inside, ',').Select(static text => new TermItem(text)))
        {
            string key = item.Key ?? (item.Text is "stride" or "bias" ? item.Text : "");
            if (!said.Add(key)) throw Misused(word, key.Length == 0 ? $"a second '{item.Text}'" : $"'{key}' twice");
            layer = With(layer, key, key.Length == 0 ? item.Text : item.Value);
        }
        return Complete(layer, word);
    }

    private static Layer Complete(Layer layer, LayerWord word) => word.Definition.Argument switch
    {
        LayerArgument.Number when layer.Channels is null => throw new SpecException($"{word.Name} needs a number. Write {word.Name}(..)."),
        LayerArgument.Rate when layer.Options.Rate <= 0 => throw new SpecException($"{word.Name} needs a rate above 0 and below 1. Write {word.Name}(0.2)."),
        _ => layer,
    };

    private static Layer With(Layer layer, string key, string value)
    {
        LayerWord word = layer.Word;
        LayerOptions options = layer.Options;
        if (key == "stride")
        {
            StrideAxes? along = value switch
            {
                "stride" when word.CarriesStride => StrideAxes.Both,
                "rows" when word.Definition.Options.Contains("stride") && word.Width == 1 => StrideAxes.Rows,
                "columns" when word.Definition.Options.Contains("stride") && word.Height == 1 => StrideAxes.Columns,
                _ => null,
            };
            if (along is null) throw Misused(word, value == "stride" ? "a stride" : $"stride={TextTerm.Short(value)}");
            return layer with { TakesStride = true, Options = options with { StrideAlong = along.Value } };
        }
        if (key.Length == 0)
        {
            return word.Definition.Argument switch
            {
                LayerArgument.None => throw Misused(word, $"'{TextTerm.Short(value)}'"),
                LayerArgument.Rate => Optioned(layer, options with { Rate = Number(word, value, 0, 1) }),
                _ => layer with { Channels = Width.Parse(value) },
            };
        }
        if (!word.Definition.Options.Contains(key)) throw Misused(word, $"'{TextTerm.Short(key)}'");
        return Optioned(layer, key switch
        {
            "groups" => options with { Groups = Width.Parse(value) },
            "dilation" => options with { Dilation = (int)Number(word, value, 1, 9, whole: true) },
            "bias" => value == "bias" ? options with { HasBias = true } : throw Misused(word, $"bias={value}"),
            "pad" => options with { Padding = SpecNames.Padding(value) },
            "affine" => options with { IsAffine = value switch { "yes" => true, "no" => false, _ => throw new SpecException($"{word.Name}: affine is yes or no, not '{TextTerm.Short(value)}'.") } },
            _ => options with { Epsilon = Number(word, value, 1e-12, 1, above: false) },
        });
    }

    private static Layer Optioned(Layer layer, LayerOptions options) => new(layer.Word, layer.Channels, layer.TakesStride, options);

    // In [low, high), or [low, high] where whole or where the bound may be reached.
    private static double Number(LayerWord word, string text, double low, double high, bool whole = false, bool above = true)
    {
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        if (isNumber && value >= low && (value < high || (!above && value <= high)) && (!whole || value == Math.Floor(value))) return value;
        string range = FormattableString.Invariant($"[{low}, {high}{(above ? ")" : "]")}");
        throw new SpecException($"{word.Name}: '{TextTerm.Short(text)}' must be {(whole ? "a whole number" : "a number")} in {range}.");
    }

    private static SpecException Misused(LayerWord word, string what)
    {
        List<string> allowed = [];
        if (word.Definition.Argument != LayerArgument.None) allowed.Add(word.Definition.Argument switch { LayerArgument.Rate => "a rate", LayerArgument.Channels => "channels", _ => "a number" });
        if (word.CarriesStride) allowed.Add("stride");
        foreach (string option in word.Definition.Options)
        {
            if (option != "stride") allowed.Add(option == "bias" ? option : option + "=..");
            else if (word.Width == 1 || word.Height == 1) allowed.Add(word.Width == 1 ? "stride=rows" : "stride=columns");
        }
        string list = allowed.Count == 0 ? "Nothing is: write it without parentheses" : "Allowed: " + string.Join(", ", allowed);
        return new SpecException($"{word.Name}: {what} is not allowed here. {list}.");
    }
}
