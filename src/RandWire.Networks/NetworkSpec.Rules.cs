using System.Runtime.CompilerServices;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks.Assembling;
using RandWire.Networks.Blocks;
using RandWire.Networks.Forms;

namespace RandWire.Networks;

public sealed partial record NetworkSpec
{
    /// <summary>Most stages, and most convolutions of the stem.</summary>
    private const int MostStages = 1000;

    private const int MostRepetitions = 10_000;

    // By reference: a spec is asked for its cost, its program and its drawing, and each would walk it and draw its graphs again.
    private static readonly ConditionalWeakTable<NetworkSpec, Assembly> Assembled = [];

    /// <summary>This spec if a network can be built from it. Every consumer calls it first.</summary>
    /// <exception cref="SpecException">A rule is broken; the message names the part, its value, what is allowed and what to do.</exception>
    public NetworkSpec Checked()
    {
        Assemble();
        return this;
    }

    /// <summary>The one walk: checks all rules, and gives the program and its parts. O(operations), some microseconds each the first time; the spec remembers it.</summary>
    /// <remarks>Operations are named by their place: <c>conv1</c>, <c>stage3.node5.depthwise</c>, <c>stage3.b2.f.conv</c>, <c>head.fc</c>. A random stage's extra input
    /// node is the stage's input itself; its extra output node is <c>stage3.mean</c>, left out when there is only one output node. A node with one wire has no wire
    /// scalar.</remarks>
    /// <exception cref="SpecException">A rule is broken, see <see cref="Checked"/>.</exception>
    public Assembly Assemble()
    {
        if (Assembled.TryGetValue(this, out Assembly? known)) return known;
        List<(string Part, string Name)> names = [];
        CheckStructure(names);
        Assembly assembly = Assembler.Assemble(this);
        CheckNames(names);
        Assembled.AddOrUpdate(this, assembly);
        return assembly;
    }

    /// <summary>The program: <see cref="Assemble"/> without its parts.</summary>
    /// <exception cref="SpecException">A rule is broken, see <see cref="Checked"/>.</exception>
    public Program Lower() => Assemble().Program;

    /// <summary>Parameters, multiply-adds and memory, from the spec alone.</summary>
    /// <param name="batchSize">Images per step that the arena bytes refer to, at least 1.</param>
    /// <exception cref="SpecException">A rule is broken, see <see cref="Checked"/>.</exception>
    public NetworkCost Cost(int batchSize = 16) => NetworkCost.Of(Assemble(), batchSize);

    private void CheckStructure(List<(string Part, string Name)> names)
    {
        CheckName();
        CheckRange("input", "height", Input.Height, 1, MaximumSide, "Resize the images.");
        CheckRange("input", "width", Input.Width, 1, MaximumSide, "Resize the images.");
        CheckRange("input", "channels", Input.Channels, 1, 64, "Use 3 for color and 1 for grey images.");
        CheckRange("network", "classes", Classes, 2, MaximumClasses, "A classifier tells at least two classes apart.");
        CheckBlocks(names);
        int stems = Stem.Convolutions.IsDefault ? 0 : Stem.Convolutions.Length;
        CheckRange("stem", "convolutions", stems, 0, MostStages, "Remove some.");
        for (int i = 0; i < stems; i++)
        {
            string part = FormattableString.Invariant($"conv{i + 1}");
            CheckRange(part, "channels", Stem.Convolutions[i].Channels, 1, MaximumChannels, "Choose fewer or more channels.");
            if (Stem.Convolutions[i].Stride is not (1 or 2)) throw new SpecException($"{part}: stride = {Stem.Convolutions[i].Stride} must be 1 or 2.");
        }
        CheckRange("network", "stages", Stages.IsDefault ? 0 : Stages.Length, 1, MostStages, "Add or remove some.");
        for (int i = 0; i < Stages.Length; i++) CheckStage(names, FormattableString.Invariant($"stage{StageNumber(i)}"), Stages[i]);
        if (Head.Body is not null && Head.Channels != 0) throw new SpecException($"head: it has channels = {Head.Channels} and a body. Give one of them.");
        if (Head.Body is { } body) CheckBlock(names, "head", body, 0);
        else CheckRange("head", "channels", Head.Channels, 1, MaximumChannels, "The paper uses 1280.");
        if (Head.Dropout >= 0 && (float)Head.Dropout < 1) return;
        throw new SpecException($"head: dropout = {Head.Dropout:R} must lie in [0, 1). "
            + "The paper uses 0.2 in the regular regime and 0 in the small one.");
    }

    private void CheckName()
    {
        if (Preset.Length is >= 1 and <= 40 && Preset.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) return;
        throw new SpecException($"preset = '{TextTerm.Short(Preset)}' must be 1 to 40 lower-case letters, digits or dashes. "
            + "Use 'custom' for a network of your own.");
    }

    private void CheckBlocks(List<(string Part, string Name)> names)
    {
        HashSet<string> given = new(StringComparer.OrdinalIgnoreCase);
        foreach (NamedBlock entry in Blocks)
        {
            CheckNewName("let", entry.Name);
            if (Networks.Blocks.BlockLibrary.Find(entry.Name) is not null || entry.Name == "C")
                throw new SpecException($"let: '{entry.Name}' is known already, as something else. Take another name.");
            if (!given.Add(entry.Name)) throw new SpecException($"let: '{entry.Name}' is given twice, perhaps in other case. Keep one.");
            CheckBlock(names, $"let {entry.Name}", entry.Block, 0);
        }
        CheckDepths(names);
    }

    // Names that stand for names: only so deep, and never round in a circle, whether anything uses them or not.
    private void CheckDepths(List<(string Part, string Name)> names)
    {
        ILookup<string, string> behind = names.ToLookup(static one => one.Part, static one => one.Name);
        Dictionary<string, int> depths = new(StringComparer.Ordinal);
        HashSet<string> entries = [.. Blocks.Items.Select(static entry => entry.Name)];
        Stack<string> open = [];
        foreach (string entry in entries) Depth(entry);

        // Names one behind the other, the first counted. A circle ends at the same limit, and is told as one.
        int Depth(string name)
        {
            if (!entries.Contains(name)) return 0;
            if (depths.TryGetValue(name, out int known)) return known;
            if (open.Contains(name)) throw new SpecException($"let {name}: names go round in a circle: {string.Join(" > ", open.Reverse())} > {name}. A block cannot hold itself.");
            if (open.Count == MaximumDepth) throw TooDeep(name);
            open.Push(name);
            int depth = 1 + behind[$"let {name}"].Select(Depth).DefaultIfEmpty().Max();
            if (depth > MaximumDepth) throw TooDeep(name);
            open.Pop();
            return depths[name] = depth;
        }

        static SpecException TooDeep(string name) =>
            new(FormattableString.Invariant($"let {name}: names stand for names more than {MaximumDepth} deep. Write some of them out."));
    }

    // The walk meets only what the network is built of: a name elsewhere (in an entry that nothing uses, in a fit that was not needed) is looked up here.
    private void CheckNames(List<(string Part, string Name)> names)
    {
        HashSet<string> known = [.. Blocks.Items.Select(static entry => entry.Name)];
        foreach ((string part, string name) in names)
            if (!known.Contains(name) && BlockLibrary.Find(name) is null) throw Assembler.Unknown(part, name, known);
    }

    private static void CheckStage(List<(string Part, string Name)> names, string part, StageSpec stage)
    {
        if (stage.Channels is { } channels) CheckRange(part, "channels", channels, 1, MaximumChannels, "Choose fewer or more channels.");
        if (stage.Stride is not (1 or 2) && (stage.Stride != 4 || stage.Wired is not null))
            throw new SpecException($"{part}: stride = {stage.Stride} must be 1 or 2{(stage.Wired is null ? ", or 4" : "")}.");
        CheckRange(part, "repeat", stage.Repeat, 1, MostRepetitions, stage.Repeat < 1 ? "Leave out a stage that shall not stand." : "Write the repetitions as several stages.");
        if (stage.First is { } first) CheckBlock(names, part, first, 0);
        CheckBlock(names, part, stage.Body, 0);
    }

    // What the walk relies on; recursion no deeper than allowed.
    private static void CheckBlock(List<(string Part, string Name)> names, string part, Block block, int depth)
    {
        if (depth > MaximumDepth) throw new SpecException($"{part}: blocks are nested more than {MaximumDepth} deep. Name some of them in let(...).");
        switch (block)
        {
            case Layer layer:
                layer.RequireReadable();
                break;
            case Named named:
                names.Add((part, named.Name));
                break;
            case Chain chain:
                foreach (Block inner in chain.Parts) CheckBlock(names, part, inner, depth + 1);
                break;
            case Repeat repeat:
                CheckRange(part, "repeat", repeat.Times, 1, MostRepetitions, "Repeat it less often.");
                CheckBlock(names, part, repeat.Body, depth + 1);
                if (repeat.First is { } first) CheckBlock(names, part, first, depth + 1);
                break;
            case Mixed mixed:
                if (!BlockReader.IsGateName(mixed.Gate))
                    throw new SpecException($"{part}: '{TextTerm.Short(mixed.Gate)}' names no gate. A name is a letter, then letters, digits, underscores and dots between them, 40 in all.");
                if (BlockReader.IsReserved(mixed.Gate)) throw new SpecException($"{part}: '{mixed.Gate}' is a word of the language. Take another name.");
                CheckRange(part, "choices of a mix", mixed.Choices.Count, 2, 64, "A mix weighs at least two blocks.");
                foreach (Block choice in mixed.Choices) CheckBlock(names, part, choice, depth + 1);
                break;
            case Wired wired:
                wired.Wiring.Checked();
                _ = SpecNames.Of(wired.Node.Aggregation);
                CheckBlock(names, part, wired.Node.Transform, depth + 1);
                break;
            case Cell cell:
                CheckCell(names, part, cell, depth);
                break;
        }
    }

    private static void CheckCell(List<(string Part, string Name)> names, string part, Cell cell, int depth)
    {
        HashSet<Source> read = [.. cell.Nodes.Items.SelectMany(static node => node.Wires.Items).Concat(cell.Of.Items).Select(static wire => wire.From)];
        foreach (Node node in cell.Nodes)
        {
            CheckNewName(part, node.Name);
            CheckBlock(names, part, node.Body, depth + 1);
            CheckWires(names, part, node.Name, node.Wires, depth);
            if (!read.Contains(new Source(node.Name))) throw new SpecException($"{part}: the node '{node.Name}' of a cell is read by nothing. Join it into out, or remove it.");
        }
        CheckBlock(names, part, cell.After, depth + 1);
        CheckWires(names, part, "out", cell.Of, depth);
    }

    private static void CheckWires(List<(string Part, string Name)> names, string part, string node, Sequence<Wire> wires, int depth)
    {
        if (wires.Count == 0) throw new SpecException($"{part}: '{node}' of a cell has no wire. Write {node}=(in).");
        foreach (Wire wire in wires)
        {
            CheckBlock(names, part, wire.Body, depth + 1);
            if (wire.Fit.By is { } by) CheckBlock(names, part, by, depth + 1);
            if (wire.Fit.Kind == FitKind.Adapt != wire.Fit.By is not null) throw new SpecException($"{part}: a wire of '{node}' is to {wire.Fit.Kind.ToString().ToLowerInvariant()} {(wire.Fit.By is null ? "without" : "with")} a block. Take Fit.Refuse, Fit.Drop or Fit.Adapt(block).");
        }
    }

    private static void CheckNewName(string part, string name)
    {
        if (!BlockReader.IsName(name)) throw new SpecException($"{part}: '{TextTerm.Short(name)}' is no name. A name is a letter, then letters, digits and underscores, 40 in all.");
        if (BlockReader.IsReserved(name)) throw new SpecException($"{part}: '{name}' is a word of the language. Take another name.");
    }

    private static void CheckRange(string part, string name, int value, int low, int high, string advice)
    {
        if (value < low || value > high) throw new SpecException($"{part}: {name} = {value} must lie in [{low}, {high}]. {advice}");
    }
}
