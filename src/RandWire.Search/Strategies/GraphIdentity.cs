using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>When two candidates are one network: by the canonical text in which every random stage's graph is written out instead of its generator and seed.</summary>
/// <remarks>It knows labelled graphs. <see cref="NetworkSpec.Key"/> also knows two labelings of one graph for the same, for a hundred times the work; among random graphs of ten
/// nodes and more that hardly occurs.</remarks>
internal static class GraphIdentity
{
    // A strategy asks for the same networks at every decision.
    private static readonly ConditionalWeakTable<NetworkSpec, string> Known = [];

    /// <summary>The identity of a network, 32 hex digits.</summary>
    public static string Of(NetworkSpec spec) => Known.GetValue(spec, Hash);

    private static string Hash(NetworkSpec spec)
    {
        NetworkSpec written = spec with
        {
            Preset = "custom",
            Stages = [.. spec.Stages.Select(static stage => stage.Wired is { } wired ? stage with { Body = wired with { Wiring = Explicit(wired.Wiring) } } : stage)],
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(written.Text)))[..32];
    }

    private static ExplicitWiring Explicit(WiringSpec wiring) => ExplicitWiring.Of(wiring.ToDag().ToGraph());
}
