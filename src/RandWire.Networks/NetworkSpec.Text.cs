using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Networks;

public sealed partial record NetworkSpec
{
    /// <summary>Canonical one-line text, such as <c>small(input=224x224x3,classes=1000) conv(channels=39,stride=2) ... head(...)</c>;
    /// <see cref="Parse"/> reads it back.</summary>
    public string Text
    {
        get
        {
            StringBuilder text = new();
            text.Append(CultureInfo.InvariantCulture, $"{Preset}(input={Input},classes={Classes})");
            foreach (StemConvolution convolution in Stem.Convolutions)
                text.Append(CultureInfo.InvariantCulture, $" conv(channels={convolution.Channels},stride={convolution.Stride})");
            foreach (StageSpec stage in Stages)
            {
                text.Append(CultureInfo.InvariantCulture, $" stage(channels={stage.Channels},stride={stage.Stride},wiring={stage.Wiring.Text}");
                if (stage.Wiring is GeneratedWiring generated) text.Append(CultureInfo.InvariantCulture, $",seed={generated.Seed}");
                string transform = string.Join('+', stage.Node.Transform.Select(SpecNames.Of));
                text.Append(CultureInfo.InvariantCulture, $",aggregation={SpecNames.Of(stage.Node.Aggregation)},transform={transform})");
            }
            text.Append(CultureInfo.InvariantCulture, $" head(channels={Head.Channels},dropout={Head.Dropout:R})");
            return text.ToString();
        }
    }

    /// <summary>Reads <see cref="Text"/>; keys may be left out where the paper's value is meant (stride 2, seed 1, aggregation, transform,
    /// dropout 0).</summary>
    /// <exception cref="SpecException">The text cannot be read; the message says where and what is allowed.</exception>
    public static NetworkSpec Parse(string text)
    {
        List<TextTerm> terms = TextTerm.ParseAll(text);
        if (terms.Count < 3)
            throw new SpecException("A network's text is preset(...) conv(...) ... stage(...) ... head(...), separated by spaces.");
        TextTerm first = terms[0], last = terms[^1];
        ImmutableArray<StemConvolution>.Builder stem = ImmutableArray.CreateBuilder<StemConvolution>();
        ImmutableArray<StageSpec>.Builder stages = ImmutableArray.CreateBuilder<StageSpec>();
        foreach (TextTerm term in terms[1..^1])
        {
            if (term.Name == "conv" && stages.Count == 0) stem.Add(ParseConvolution(term));
            else if (term.Name == "stage") stages.Add(ParseStage(term));
            else throw Misplaced(term);
        }
        NetworkSpec spec = new()
        {
            Preset = first.Name,
            Input = ParseShape(first.Text("input")),
            Classes = first.Integer("classes"),
            Stem = new StemSpec(stem.ToImmutable()),
            Stages = stages.ToImmutable(),
            Head = ParseHead(last),
        };
        first.RefuseOthers();
        return spec.Checked();
    }

    private static SpecException Misplaced(TextTerm term) => new(
        $"'{TextTerm.Short(term.Name)}(...)' does not belong here. The order is conv(...) first, then stage(...), then one head(...).");

    private static TensorShape ParseShape(string text)
    {
        string[] parts = text.Split('x');
        return parts.Length == 3 && TextTerm.TryInteger(parts[0], out int height) && TextTerm.TryInteger(parts[1], out int width)
            && TextTerm.TryInteger(parts[2], out int channels)
            ? new TensorShape(height, width, channels)
            : throw new SpecException($"input = '{TextTerm.Short(text)}' is not height x width x channels. Write it as 32x32x3.");
    }

    private static StemConvolution ParseConvolution(TextTerm term)
    {
        StemConvolution convolution = new(term.Integer("channels"), term.Integer("stride", 2));
        term.RefuseOthers();
        return convolution;
    }

    private static StageSpec ParseStage(TextTerm term)
    {
        StageSpec stage = new()
        {
            Channels = term.Integer("channels"),
            Stride = term.Integer("stride", 2),
            Wiring = WiringSpec.Parse(term.Text("wiring"), term.Long("seed", 1)),
            Node = new NodeSpec
            {
                Aggregation = SpecNames.Aggregation(term.Text("aggregation", SpecNames.Of(NodeSpec.Paper.Aggregation))),
                Transform = [.. term.Text("transform", "relu+sepconv3x3+norm").Split('+').Select(SpecNames.Layer)],
            },
        };
        term.RefuseOthers();
        return stage;
    }

    private static HeadSpec ParseHead(TextTerm term)
    {
        if (term.Name != "head") throw new SpecException($"A network's text ends in head(...), not in '{TextTerm.Short(term.Name)}(...)'.");
        HeadSpec head = new(term.Integer("channels"), term.Number("dropout", 0));
        term.RefuseOthers();
        return head;
    }
}
