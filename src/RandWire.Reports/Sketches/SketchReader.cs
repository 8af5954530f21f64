using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Networks;
using RandWire.Networks.Blocks;

namespace RandWire.Reports.Sketches;

/// <summary>Reads an assembled network's blocks and parts as sketches, in the order in which they were laid.</summary>
/// <remarks>Parts say where wires come from, what adapted them and which were left out; blocks say what is done. <c>.Cells</c> reads cells.</remarks>
internal sealed partial class SketchReader
{
    private readonly NetworkSpec _spec;
    private readonly IReadOnlyList<Operation> _operations;
    private readonly Dictionary<string, Block> _names = new(StringComparer.Ordinal);
    private readonly int _last;
    private int _previous, _current;

    public SketchReader(NetworkSpec spec, Assembly assembly)
    {
        (_spec, _operations) = (spec, assembly.Program.Operations);
        foreach (NamedBlock entry in spec.Blocks) _names[entry.Name] = entry.Block;
        _last = assembly.Stages[^1].Part.Output.Channels;
        _previous = _current = spec.Stem.Convolutions.Length == 0 ? spec.Input.Channels : spec.Stem.Convolutions[^1].Channels;
    }

    /// <summary>Whether the stage read last drops paths in training.</summary>
    public bool DropsPaths { get; private set; }

    /// <summary>Reads the next stage; stages are read in order.</summary>
    public List<Run> Stage(StagePart part)
    {
        DropsPaths = false;
        StageSpec stage = part.Stage;
        int seen = _previous, first = _current;
        Part[] bodies = stage.Repeat == 1 ? [part.Part] : [.. part.Part.Parts];
        int Before(int time) => time < 0 ? seen : time == 0 ? first : bodies[time - 1].Output.Channels;
        List<Run> runs = Run.Of(bodies.Length, (time, isSymbolic) =>
        {
            Block block = time == 0 ? stage.First ?? stage.Body : stage.Body;
            Site site = new(stage.Channels, time == 0 ? stage.Stride : 1, Before(time), Before(time - 1), _spec.Classes, isSymbolic);
            return Read(block is Named named ? named with { TakesStride = true } : block, site, Before(time), new PartCursor(bodies[time].Parts));
        });
        _previous = stage.KeepsPrevious ? seen : Before(bodies.Length - 1);
        _current = part.Part.Output.Channels;
        return runs;
    }

    /// <summary>Reads the head's body.</summary>
    public List<Sketch> Head(Block body) =>
        Read(body, new Site(null, 1, _last, _last, _spec.Classes, false), _last, new PartCursor([]));

    private List<Sketch> Read(Block block, Site site, int input, PartCursor parts)
    {
        List<Sketch> sketches = [];
        Read(block, site, input, parts, sketches);
        return sketches;
    }

    // Gives the channels that come out.
    private int Read(Block block, Site site, int input, PartCursor parts, List<Sketch> into)
    {
        switch (block)
        {
            case Layer { Word.Name: "droppath" }:
                DropsPaths = true;
                return input;
            case Layer layer:
                if (LayerLine.Of(layer, site, input) is { } line) into.Add(line);
                return LayerLine.Channels(layer, site, input);
            case Chain chain:
                foreach (Block part in chain.Parts) input = Read(part, site, input, parts, into);
                return input;
            case Named named:
                return ReadNamed(named, named.TakesStride ? site : site with { Stride = 1 }, input, parts, into);
            case Match match:
                return ReadMatch(match, site, input, into);
            case Repeat repeat:
                return ReadRepeat(repeat, site, input, parts, into);
            case Mixed mixed:
                return ReadMixed(mixed, site, input, parts, into);
            case Wired wired:
                RandWire.Graphs.Dag dag = wired.Wiring.Checked().ToDag();
                if (!parts.Has(dag.NodeCount + 1)) return Whole(wired, input, into);
                parts.Skip(dag.NodeCount + 1);
                into.Add(new WiringSketch(wired.Text, dag));
                return site.Channels ?? input;
            case Cell cell when parts.Has(cell.Nodes.Count + 1):
                return ReadCell(cell, site, input, parts, into);
            default:
                return Whole(block, input, into);
        }
    }

    // A block whose parts are not known, as its text.
    private static int Whole(Block block, int input, List<Sketch> into)
    {
        into.Add(new LineSketch(block.Text, block.Text, false));
        return input;
    }

    private int ReadNamed(Named named, Site site, int input, PartCursor parts, List<Sketch> into)
    {
        if (_names.TryGetValue(named.Name, out Block? own)) return Read(own, site, input, parts, into);
        List<Sketch> within = [];
        int output = Read(BlockLibrary.Find(named.Name)!, site, input, parts, within);
        // sep5 -> sep 5 × 5, as the figures of NASNet and DARTS have it.
        string words = FormattableString.Invariant($"{named.Name[..^1]} {named.Name[^1]} × {named.Name[^1]}");
        if (site.Stride > 1) { words += FormattableString.Invariant($", stride {site.Stride}"); }
        into.Add(new LineSketch((named with { TakesStride = site.Stride > 1 }).Text, words, false));
        return output;
    }

    private static int ReadMatch(Match match, Site site, int input, List<Sketch> into)
    {
        bool reduces = site.Laid.Any(operation => operation.Function is PixelShift), projects = site.Laid.Any(operation => operation.Function is Convolution);
        string channels = site.Text(match.Channels, input);
        if (reduces) { into.Add(new LineSketch(match.Text + ":reduction", $"factorized reduction, {channels}", false)); }
        else if (projects)
            into.AddRange([new LineSketch("relu", "ReLU", true), new LineSketch(match.Text, $"conv 1 × 1, {channels}", false), new LineSketch("norm", "norm", true)]);
        return site.Value(match.Channels, input);
    }

    private int ReadRepeat(Repeat repeat, Site site, int input, PartCursor parts, List<Sketch> into)
    {
        // Where each repetition begins, so that one can be read again with expressions.
        List<(int Part, int Channels)> begins = [(parts.At, input)];
        List<Run> runs = Run.Of(repeat.Times, (time, isSymbolic) =>
        {
            PartCursor own = parts.From(begins[time].Part);
            List<Sketch> sketches = [];
            Block block = time == 0 ? repeat.First ?? repeat.Body : repeat.Body;
            int output = Read(block, site with { Stride = time == 0 ? site.Stride : 1, IsSymbolic = isSymbolic }, begins[time].Channels, own, sketches);
            if (begins.Count == time + 1) begins.Add((own.At, output));
            return sketches;
        });
        parts.Skip(begins[^1].Part - parts.At);
        into.Add(new RepeatSketch(runs));
        return begins[^1].Channels;
    }

    private int ReadMixed(Mixed mixed, Site site, int input, PartCursor parts, List<Sketch> into)
    {
        string words = mixed.Kind == GateKind.Hard ? $"one of these, by the largest of {mixed.Gate}:" : $"all of these, by {(mixed.Kind == GateKind.Softmax ? "softmax" : "sigmoid")} of {mixed.Gate}:";
        into.Add(new LineSketch($"mix:{mixed.Kind}".ToLowerInvariant(), words, false));
        int output = input;
        foreach (Block choice in mixed.Choices)
        {
            List<Sketch> within = [];
            output = Read(choice, site, input, parts, within);
            string inner = within.Count == 0 ? "identity" : string.Join(" · ", within.Select(sketch => sketch.Words));
            into.Add(new LineSketch(choice.Text, "– " + inner, false));
        }
        return output;
    }
}
