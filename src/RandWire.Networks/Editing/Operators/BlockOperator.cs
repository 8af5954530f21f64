using RandWire.Networks.Blocks;

namespace RandWire.Networks.Editing.Operators;

/// <summary>An edit of a block where it stands.</summary>
/// <param name="isSite">Whether a block can be edited.</param>
/// <param name="edit">Edited blocks, the best first.</param>
internal sealed class BlockOperator(Func<Block, bool> isSite, Func<Block, Draws, IEnumerable<Block>> edit) : IEditOperator
{
    public IEnumerable<string> Sites(NetworkSpec spec) => spec.Places().Where(place => isSite(place.Block)).Select(static place => place.Path);

    public IEnumerable<NetworkSpec> Apply(NetworkSpec spec, string site, Draws draws) => edit(spec.At(site), draws).Select(block => spec.Replaced(site, block));
}
