using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks.Blocks;
using RandWire.Networks.Editing;
using RandWire.Networks.Forms;

namespace RandWire.Networks;

public sealed partial record NetworkSpec
{
    /// <summary>The program of one path through a network with hard gates: of each the choice that is named, over the parameters of <see cref="Lower"/>. For a step of a search that trains all
    /// paths in one store; what is left in the end is <see cref="Chosen"/>. O(operations).</summary>
    /// <param name="choices">For every hard gate its choice, the first is 0.</param>
    /// <exception cref="SpecException">A rule of the network is broken, a hard gate has no choice, or there is no such choice or hard gate; the message says what there is.</exception>
    public Program Along(IReadOnlyDictionary<string, int> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        Assembly assembly = Assemble();
        string[] hard = [.. assembly.Gates.Where(static gate => gate.Value.IsHard).Select(static gate => gate.Key)];
        RequireKnown(choices, hard, "hard gate");
        foreach (string gate in hard)
            if (!choices.ContainsKey(gate)) throw new SpecException($"The hard gate '{gate}' has no choice: 0 to {assembly.Gates[gate].Choices - 1} are there.");
        foreach ((string gate, int choice) in choices) RequireChoice(gate, choice, assembly.Gates[gate].Choices);
        return assembly.Program.Along(choices.ToDictionary(one => assembly.Gates[one.Key].Parameter, static one => one.Value));
    }

    /// <summary>The network in which each mix of a named gate is the block that was chosen: what a search of architectures hands on to be trained again.</summary>
    /// <remarks>Paths are dropped at rates that are counted anew: what dropped in other choices alone is gone.</remarks>
    /// <param name="choices">For some gates or all, of any kind, the choice; the first is 0.</param>
    /// <exception cref="SpecException">There is no such gate or choice, or the result breaks a rule.</exception>
    public NetworkSpec Chosen(IReadOnlyDictionary<string, int> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        IReadOnlyDictionary<string, Gate> gates = Assemble().Gates;
        RequireKnown(choices, gates.Keys, "gate");
        foreach ((string gate, int choice) in choices) RequireChoice(gate, choice, gates[gate].Choices);
        NetworkSpec result = this;
        foreach ((string root, Block block) in Roots()) result = result.WithRoot(root, Choose(block));
        return result.Checked();

        Block Choose(Block block)
        {
            switch (block)
            {
                case Mixed mixed when choices.TryGetValue(mixed.Gate, out int choice):
                    return Choose(mixed.Choices[choice]);
                // A choice of several parts within a chain is no chain of its own.
                case Chain chain when chain.Parts.Items.Any(IsChosen):
                    Block[] parts = [.. chain.Parts.Items.SelectMany(part => IsChosen(part) && Choose(part) is Chain inner ? inner.Parts.Items : [Choose(part)])];
                    return parts.Length == 1 ? parts[0] : new Chain([.. parts]);
                // The stride stays with what took it behind the mix.
                case Wired wired when BlockTree.All(wired.Node.Transform).Any(IsChosen):
                    return wired with { Node = wired.Node with { Transform = Choose(StrideMarks.OnFirst(wired.Node.Transform, name => Blocks.Items.FirstOrDefault(entry => entry.Name == name)?.Block)) } };
                default:
                    return BlockTree.Map(block, (_, child) => Choose(child));
            }
        }

        bool IsChosen(Block block) => block is Mixed mixed && choices.ContainsKey(mixed.Gate);
    }

    private static void RequireKnown(IReadOnlyDictionary<string, int> choices, IEnumerable<string> known, string what)
    {
        string[] names = [.. known];
        foreach (string gate in choices.Keys)
        {
            if (!names.Contains(gate, StringComparer.Ordinal))
                throw new SpecException($"'{TextTerm.Short(gate)}' is no {what} of the network. {(names.Length == 0 ? "It has none." : $"There are: {string.Join(", ", names)}.")}");
        }
    }

    private static void RequireChoice(string gate, int choice, int choices)
    {
        if (choice < 0 || choice >= choices) throw new SpecException($"The gate '{gate}': choice {choice} is given, and 0 to {choices - 1} are there.");
    }
}
