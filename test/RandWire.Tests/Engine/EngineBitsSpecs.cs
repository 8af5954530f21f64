using RandWire.Engine;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Tests.Architecture;
using RandWire.Tests.Engine.Reference;
using Xunit;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine;

/// <summary>The bits of three training steps as they once were: whoever goes on with an old training ends where it would have ended.</summary>
public sealed class EngineBitsSpecs
{
    private static readonly string Frozen = Path.Combine(Repository.Root, "test", "RandWire.Tests", "Engine", "Files", "bits.txt");

    [Fact]
    public void Trainings_end_in_the_bits_in_which_they_ended_before()
    {
        if (Environment.GetEnvironmentVariable("RANDWIRE_ACCEPT") == "frozen") File.WriteAllLines(Frozen, Names().Select(name => $"{name} {Bits(name)}"));
        string[] lines = File.ReadAllLines(Frozen);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Equal(line, $"{line.Split(' ')[0]} {Bits(line.Split(' ')[0])}"));
    }

    private static IEnumerable<string> Names() =>
        from program in (string[])[.. OperationPrograms.Names, "nodes-with-one-input", .. Aggregations.Select(kind => "network-" + kind)]
        from way in (string[])["plain", "fused"]
        select $"{program}:{way}";

    private static readonly Join[] Aggregations = [Join.WeightedSum, Join.Sum, Join.Mean, Join.Concatenation];

    private static string Bits(string name)
    {
        string program = name.Split(':')[0];
        var options = new ExecutorOptions { BatchSize = 5, Training = true, Threads = 2, Fuse = name.EndsWith(":fused", StringComparison.Ordinal) };
        return EngineDeterminismSpecs.Train(Create(program).With(FusionRules.First), options, 5);
    }

    private static Program Create(string name)
    {
        if (name == "nodes-with-one-input") return OperationPrograms.NodesWithOneInput();
        if (!name.StartsWith("network-", StringComparison.Ordinal)) return OperationPrograms.Create(name, new TensorShape(13, 11, 18));
        NetworkSpec spec = RandWire.Networks.Presets.Create("tiny", new PresetOptions { Seed = 3, Classes = 7, Wiring = "ws(n=8,k=4,p=0.75)", Height = 28, Width = 28 });
        Join kind = Enum.Parse<Join>(name["network-".Length..]);
        return (spec with { Stages = [.. spec.Stages.Select(stage => stage with { Body = stage.Wired! with { Node = stage.Wired.Node with { Aggregation = kind } } })] }).Lower();
    }
}
