using RandWire.Graphs;
using RandWire.Networks.Editing.Keys;

namespace RandWire.Networks;

public sealed partial record NetworkSpec
{
    /// <summary>What the network computes, as 32 hex digits: equal for two specs exactly where their programs are the same but for names and for orders that do not matter.</summary>
    /// <remarks>
    /// The key is taken from the assembled network (<see cref="Lower"/>): names of blocks are resolved, repeats unrolled, wires that a <c>?</c> leaves out are gone, operations
    /// that nothing reads are pruned, and a random stage counts by the graph that it drew, not by model and seed. It covers the shape of the images and the classes, all
    /// shapes, strides, rates and epsilons; not the preset's name, not names of blocks and nodes, not the order of nodes, and not the order of wires into a sum, mean, weighted
    /// sum or product, nor the order in which the mixes of a gate have its choices (of equal scalars a hard gate takes the first). The order of a concatenation counts only where something behind it tells channels apart: a sum, mean or product with another value, <c>half</c>,
    /// <c>shuffle</c>, or a convolution in groups, before a dense convolution or a fully connected layer has mixed them. (A concatenation in a concatenation is not the same as one of all.)
    /// Milliseconds for some hundred nodes. The method is exact, up to a bound of work that no network here comes near to; a network beyond it
    /// has a key that begins with <c>wl-</c>, which equal networks share but different ones may share too.
    /// </remarks>
    /// <exception cref="SpecException">A rule is broken, see <see cref="Checked"/>.</exception>
    public string Key
    {
        get
        {
            byte[] hash = CanonicalForm.Hash(NetworkGraph.Of(Lower()), out bool isExact);
            return (isExact ? "" : "wl-") + Convert.ToHexStringLower(hash)[..32];
        }
    }
}
