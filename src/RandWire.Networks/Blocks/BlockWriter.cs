using System.Globalization;
using System.Text;
using RandWire.Engine.Functions;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Blocks;

/// <summary>Writes a block's canonical text; <see cref="BlockReader"/> reads it.</summary>
internal static class BlockWriter
{
    private static readonly (Join Join, string Word)[] Joins =
        [(Join.Sum, "sum"), (Join.Mean, "mean"), (Join.WeightedSum, "weighted-sum"), (Join.Concatenation, "cat"), (Join.Product, "product")];

    public static string Write(Block block)
    {
        StringBuilder text = new();
        if (block is Chain chain && chain.Parts.Count > 1) Parts(text, chain.Parts);
        else Part(text, block);
        return text.ToString();
    }

    /// <summary>The text in pieces, which + joins.</summary>
    public static IReadOnlyList<string> PartsOf(Block block)
    {
        if (block is not Chain { Parts.Count: > 1 } chain) return [Write(block)];
        List<string> parts = [];
        foreach (Block part in chain.Parts)
        {
            StringBuilder text = new();
            Part(text, part);
            parts.Add(text.ToString());
        }
        return parts;
    }

    public static string Of(Join join) => Array.Find(Joins, entry => entry.Join == join).Word;

    public static Join? JoinOf(string word)
    {
        int index = Array.FindIndex(Joins, entry => entry.Word == word);
        return index < 0 ? null : Joins[index].Join;
    }

    private static void Parts(StringBuilder text, Sequence<Block> parts)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            if (i > 0) text.Append('+');
            Part(text, parts[i]);
        }
    }

    // A chain within a chain stands in parentheses, one of a single part too: both parse back to what they were.
    private static void Part(StringBuilder text, Block block)
    {
        switch (block)
        {
            case Layer layer:
                Write(text, layer);
                break;
            case Chain chain:
                text.Append('(');
                Parts(text, chain.Parts);
                text.Append(')');
                break;
            case Named named:
                text.Append(named.Name).Append(named.TakesStride ? "(stride)" : "");
                break;
            case Match match:
                text.Append(CultureInfo.InvariantCulture, $"match({match.Channels.Text},like={match.Like.Name}{(match.Always ? ",always" : "")})");
                break;
            case Repeat repeat:
                text.Append(CultureInfo.InvariantCulture, $"repeat({repeat.Times},{Write(repeat.Body)}");
                if (repeat.First is { } first) text.Append(",first=").Append(Write(first));
                text.Append(')');
                break;
            case Mixed mixed:
                text.Append("mix(").Append(mixed.Gate).Append(',').Append(mixed.Kind.Word());
                foreach (Block choice in mixed.Choices) text.Append(',').Append(Write(choice));
                text.Append(')');
                break;
            case Wired wired:
                text.Append(wired.TakesStride ? "wired(stride," : "wired(");
                Fields(text, wired);
                text.Append(')');
                break;
            case Cell cell:
                Write(text, cell);
                break;
            default:
                throw new InvalidOperationException($"No text is known for {block.GetType().Name}.");
        }
    }

    /// <summary>The fields of a random stage: <c>wiring=..,seed=..,aggregation=..,transform=..</c>.</summary>
    public static void Fields(StringBuilder text, Wired wired)
    {
        text.Append("wiring=").Append(wired.Wiring.Text);
        if (wired.Wiring is GeneratedWiring generated) text.Append(CultureInfo.InvariantCulture, $",seed={generated.Seed}");
        text.Append(",aggregation=").Append(SpecNames.Of(wired.Node.Aggregation)).Append(",transform=").Append(Write(wired.Node.Transform));
    }

    private static void Write(StringBuilder text, Layer layer)
    {
        LayerOptions options = layer.Options;
        List<string> arguments = [];
        if (layer.Channels is { } channels) arguments.Add(channels.Text);
        if (layer.Word.Definition.Argument == LayerArgument.Rate) arguments.Add(options.Rate.ToString("R", CultureInfo.InvariantCulture));
        if (layer.TakesStride) arguments.Add(options.StrideAlong switch { StrideAxes.Rows => "stride=rows", StrideAxes.Columns => "stride=columns", _ => "stride" });
        if (options.Groups is { } groups) arguments.Add("groups=" + groups.Text);
        if (options.Dilation != 1) arguments.Add(FormattableString.Invariant($"dilation={options.Dilation}"));
        if (options.HasBias) arguments.Add("bias");
        if (options.Padding != Engine.Functions.Padding.Same) arguments.Add("pad=" + SpecNames.Of(options.Padding));
        if (!options.IsAffine) arguments.Add("affine=no");
        if (options.Epsilon != LayerOptions.None.Epsilon) arguments.Add("eps=" + options.Epsilon.ToString("R", CultureInfo.InvariantCulture));
        text.Append(layer.Word.Name);
        if (arguments.Count > 0) text.Append('(').AppendJoin(',', arguments).Append(')');
    }

    private static void Write(StringBuilder text, Cell cell)
    {
        text.Append("cell(");
        foreach (Node node in cell.Nodes)
        {
            Place(text, node.Name, node.Join, node.Wires, node.Body);
            text.Append(',');
        }
        Place(text, "out", cell.Output, cell.Of, cell.After);
        text.Append(')');
    }

    private static void Place(StringBuilder text, string name, Join join, Sequence<Wire> wires, Block body)
    {
        text.Append(name).Append('=');
        if (join != Join.Sum || wires.Count != 1) text.Append(Of(join));
        text.Append('(');
        for (int i = 0; i < wires.Count; i++)
        {
            if (i > 0) text.Append(',');
            Write(text, wires[i]);
        }
        text.Append(')');
        Following(text, '+', body);
    }

    private static void Write(StringBuilder text, Wire wire)
    {
        text.Append(wire.From.Name);
        Following(text, '>', wire.Body);
        if (wire.Fit.Kind == FitKind.Drop) text.Append('?');
        if (wire.Fit.By is { } by) text.Append('~').Append(Write(by));
    }

    private static void Following(StringBuilder text, char mark, Block block)
    {
        if (!block.IsIdentity) text.Append(mark).Append(Write(block));
    }
}
