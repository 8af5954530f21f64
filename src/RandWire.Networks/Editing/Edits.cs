using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks.Blocks;
using RandWire.Networks.Editing.Operators;

namespace RandWire.Networks.Editing;

/// <summary>Edits of networks, for evolution and for tools: pure, and on every machine the same for the same seed.</summary>
/// <remarks>
/// An edit tries up to <see cref="Tries"/> times: try t draws from <c>seed.Child(t)</c>, first the place (where none is given) among all where the kind applies, in the order of
/// <see cref="NetworkSpec.Paths"/>, then what <see cref="EditKind"/> says. The first network is taken that differs, is valid, and keeps the limits. What is returned was checked, and its text parses back to
/// an equal spec. A random stage's graph is drawn once and written out wire by wire (<c>dag(...)</c>). No edit leaves a wire without a source or a node that nothing reads.
/// </remarks>
public static class Edits
{
    /// <summary>Most tries of one edit.</summary>
    public const int Tries = 16;

    private static readonly Dictionary<EditKind, IEditOperator> Operators = new()
    {
        [EditKind.AddWire] = OfGraphs(CellEdits.AddWire, WiringEdits.AddWire),
        [EditKind.RemoveWire] = OfGraphs(CellEdits.RemoveWire, WiringEdits.RemoveWire),
        [EditKind.MoveWire] = OfGraphs(CellEdits.MoveWire, WiringEdits.MoveWire),
        [EditKind.AddNode] = OfGraphs(CellEdits.AddNode, WiringEdits.AddNode),
        [EditKind.RemoveNode] = OfGraphs(CellEdits.RemoveNode, WiringEdits.RemoveNode),
        [EditKind.SwapOperation] = new BlockOperator(LayerEdits.CanSwap, LayerEdits.Swap),
        [EditKind.Widen] = new ChannelEdits([(5, 4), (3, 2), (2, 1)]),
        [EditKind.Narrow] = new ChannelEdits([(4, 5), (2, 3), (1, 2)]),
        [EditKind.InsertSkip] = new BlockOperator(static block => block is Cell or Wired or Chain, static (block, draws) => block switch
        {
            Cell cell => CellEdits.InsertSkip(cell, draws),
            Wired wired => WiringEdits.InsertSkip(wired, draws),
            _ => LayerEdits.InsertSkip((Chain)block, draws),
        }),
    };

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<EditKind> Kinds { get; } = [.. Operators.Keys.Order()];

    /// <summary>The paths at which a kind of edit can be tried; for <see cref="EditKind.Widen"/> and <see cref="EditKind.Narrow"/> these are also <c>conv1</c>, <c>stage3</c>
    /// and <c>head</c>, which stand for their channels.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="kind">The kind.</param>
    public static IReadOnlyList<string> Places(NetworkSpec spec, EditKind kind) => [.. Operators[kind].Sites(spec)];

    /// <summary>An edit of one kind.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="kind">What is done.</param>
    /// <param name="seed">Where all choices come from.</param>
    /// <param name="path">Where: one of <see cref="Places"/>; null draws one.</param>
    /// <param name="limits">How large the result may be; null takes the usual ones.</param>
    /// <exception cref="SpecException">The network is not valid, or the kind does not apply at the path.</exception>
    public static EditResult Apply(NetworkSpec spec, EditKind kind, Seed seed, string? path = null, EditLimits? limits = null)
    {
        spec.Checked();
        IEditOperator edit = Operators[kind];
        IReadOnlyList<string> sites = Places(spec, kind);
        if (path is not null && !sites.Contains(path))
        {
            throw new SpecException($"{kind} does not apply at '{Forms.TextTerm.Short(path)}'. "
                + (sites.Count == 0 ? "Nothing in this network takes it." : $"It does at: {string.Join(", ", sites.Take(12))}{(sites.Count > 12 ? ", ..." : "")}."));
        }
        if (sites.Count == 0) return new EditResult(null, "", $"{kind}: nothing in this network takes it.");
        return FirstValid(spec, seed, limits, draws =>
        {
            string site = path ?? draws.Of(sites);
            return (site, edit.Apply(spec, site, draws));
        });
    }

    /// <summary>An edit of a kind that the seed draws among all; <see cref="Apply"/> goes on with <c>seed.Child("edit")</c>.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="seed">Where all choices come from.</param>
    /// <param name="limits">How large the result may be; null takes the usual ones.</param>
    /// <exception cref="SpecException">The network is not valid.</exception>
    public static EditResult Any(NetworkSpec spec, Seed seed, EditLimits? limits = null) => Apply(spec, Kinds[seed.Below(0, Kinds.Count)], seed.Child("edit"), null, limits);

    /// <summary>A network with a part of another in the place of one of its own of equal kind: a stage (both random or neither, of one stride), or a block (two cells, two random
    /// stages, two chains, ...); which, each try draws, then the place in the first, then that in the second.</summary>
    /// <remarks>Names that the part uses come along; where the first has the name for something else, under a new one. Entries of <c>let</c> that nothing uses any more are left out.</remarks>
    /// <param name="spec">The network that gets the part.</param>
    /// <param name="other">The one that it comes from.</param>
    /// <param name="seed">Where all choices come from.</param>
    /// <param name="limits">How large the result may be; null takes the usual ones.</param>
    /// <exception cref="SpecException">One of the networks is not valid.</exception>
    public static EditResult Cross(NetworkSpec spec, NetworkSpec other, Seed seed, EditLimits? limits = null)
    {
        spec.Checked();
        other.Checked();
        return FirstValid(spec, seed, limits, draws => Crossover.Apply(spec, other, draws));
    }

    private static EditResult FirstValid(NetworkSpec spec, Seed seed, EditLimits? limits, Func<Draws, (string Site, IEnumerable<NetworkSpec> Results)> attempt)
    {
        string place = "", refusal = "";
        for (int one = 0; one < Tries; one++)
        {
            (place, IEnumerable<NetworkSpec> results) = attempt(new Draws(seed.Child(one)));
            refusal = "There is nothing to draw there.";
            foreach (NetworkSpec result in results)
            {
                try
                {
                    result.Checked();
                    if (result == spec) refusal = "It changes nothing.";
                    else if ((limits ?? EditLimits.Usual).Refuse(spec, result) is { } tooLarge) refusal = tooLarge;
                    else return new EditResult(result, place, null);
                }
                catch (SpecException error)
                {
                    refusal = error.Message;
                }
            }
        }
        return new EditResult(null, place, refusal);
    }

    private static BlockOperator OfGraphs(Func<Cell, Draws, IEnumerable<Block>> ofCell, Func<Wired, Draws, IEnumerable<Block>> ofWired) =>
        new(static block => block is Cell or Wired, (block, draws) => block is Cell cell ? ofCell(cell, draws) : ofWired((Wired)block, draws));
}
