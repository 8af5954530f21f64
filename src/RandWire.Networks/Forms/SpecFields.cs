using RandWire.Graphs;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Forms;

/// <summary>Which fields a network has: the one reader and the one writer of both forms.</summary>
internal static class SpecFields
{
    private const string PapersTransform = "relu+sepconv3x3+norm";

    public static void Write(NetworkSpec spec, ISpecWriter writer)
    {
        writer.Start(spec.Preset, spec.Input, spec.Classes);
        writer.Blocks([.. spec.Blocks.Items.Select(static entry => (entry.Name, entry.Block.Text))]);
        writer.Items("stem", "conv", spec.Stem.Convolutions.Length, index =>
        {
            StemConvolution convolution = spec.Stem.Convolutions[index];
            writer.Integer("channels", convolution.Channels);
            writer.Integer("stride", convolution.Stride);
            if (convolution.Padding != Engine.Functions.Padding.Same) writer.Text("pad", SpecNames.Of(convolution.Padding));
        });
        writer.Items("stages", "stage", spec.Stages.Length, index => Write(spec.Stages[index], writer));
        writer.Item("head", () =>
        {
            if (spec.Head.Body is { } body) writer.Text("body", body.Text);
            else writer.Integer("channels", spec.Head.Channels);
            writer.Number("dropout", spec.Head.Dropout);
        });
        writer.End();
    }

    public static NetworkSpec Read(ISpecReader reader) => new()
    {
        Preset = reader.Preset,
        Input = reader.Input,
        Classes = reader.Classes,
        Blocks = [.. reader.Blocks.Select(static entry => new NamedBlock(entry.Name, At($"let {entry.Name}", () => Block.Parse(entry.Text))))],
        Stem = new StemSpec([.. reader.Stem.Select(ReadConvolution)]),
        Stages = [.. reader.Stages.Select((fields, index) => ReadStage(fields, FormattableString.Invariant($"stage{reader.Stem.Count + 1 + index}")))],
        Head = ReadHead(reader.Head),
    };

    /// <summary>A random stage's fields.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="depth">How deep its transform stands in other blocks.</param>
    public static Wired ReadWired(IFieldReader fields, int depth = 0) => new(
        WiringSpec.Parse(fields.Text("wiring"), fields.Long("seed", 1)),
        new NodeSpec
        {
            Aggregation = SpecNames.Aggregation(fields.Choice("aggregation", SpecNames.Of(NodeSpec.Paper.Aggregation))),
            Transform = BlockReader.Read(fields.Parts("transform", PapersTransform), depth),
        });

    private static void Write(StageSpec stage, ISpecWriter writer)
    {
        if (stage.Channels is { } channels) writer.Integer("channels", channels);
        writer.Integer("stride", stage.Stride);
        if (stage.Wired is { } wired)
        {
            writer.Text("wiring", wired.Wiring.Text);
            if (wired.Wiring is GeneratedWiring generated) writer.Integer("seed", generated.Seed);
            writer.Text("aggregation", SpecNames.Of(wired.Node.Aggregation));
            writer.Parts("transform", BlockWriter.PartsOf(wired.Node.Transform));
            return;
        }
        if (stage.Repeat != 1) writer.Integer("repeat", stage.Repeat);
        if (stage.First is { } first) writer.Text("first", first.Text);
        writer.Text("body", stage.Body.Text);
        if (stage.KeepsPrevious) writer.Text("prev", "keep");
    }

    private static StageSpec ReadStage(IFieldReader fields, string name)
    {
        bool isWired = !fields.Has("body");
        if (isWired && !fields.Has("wiring")) throw new SpecException($"{name}: it has neither wiring nor body. Write a random stage's wiring=.., or any other block as body=...");
        int? channels = isWired || fields.Has("channels") ? fields.Integer("channels") : null;
        int stride = fields.Integer("stride", 2);
        StageSpec stage = isWired ? new StageSpec { Body = At(name, () => ReadWired(fields)) } : new StageSpec
        {
            Body = At(name, () => Block.Parse(fields.Text("body"))),
            Repeat = fields.Has("repeat") ? fields.Integer("repeat") : 1,
            First = fields.Has("first") ? At(name, () => Block.Parse(fields.Text("first"))) : null,
            KeepsPrevious = fields.Has("prev") && Keeps(fields.Text("prev")),
        };
        fields.RefuseOthers();
        return stage with { Channels = channels, Stride = stride };
    }

    private static bool Keeps(string text) => text == "keep" ? true : throw new SpecException($"stage: prev = '{TextTerm.Short(text)}' is not known. Write prev=keep or leave it out.");

    private static StemConvolution ReadConvolution(IFieldReader fields)
    {
        StemConvolution convolution = new(fields.Integer("channels"), fields.Integer("stride", 2));
        if (fields.Has("pad")) convolution = convolution with { Padding = SpecNames.Padding(fields.Text("pad")) };
        fields.RefuseOthers();
        return convolution;
    }

    private static HeadSpec ReadHead(IFieldReader fields)
    {
        HeadSpec head = fields.Has("body")
            ? new HeadSpec(At("head", () => Block.Parse(fields.Text("body"))), fields.Number("dropout", 0))
            : new HeadSpec(fields.Integer("channels"), fields.Number("dropout", 0));
        fields.RefuseOthers();
        return head;
    }

    private static TBlock At<TBlock>(string place, Func<TBlock> read) where TBlock : Block
    {
        try
        {
            return read();
        }
        catch (SpecException error)
        {
            throw new SpecException($"{place}: {error.Message}");
        }
    }
}
