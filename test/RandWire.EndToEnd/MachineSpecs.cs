using System.Text.Json;
using RandWire.Tests;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>A machine with fewer instructions or processors than this one: the same results, on what there is.</summary>
public sealed class MachineSpecs
{
    private static readonly string[] Brief = ["run", "data", "--budget", "2GMAC", "--trials", "1", "--seeds", "1", "--preset", "tiny", "--size", "12", "--out"];

    [SlowFact]
    public void A_processor_that_lacks_vector_instructions_gives_the_same_bits()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        (string expected, _) = Train("all");
        // Switches of the runtime, and what must not be chosen then; without any hardware intrinsics code takes the portable way, as on ARM.
        foreach ((string hidden, string[] widths) in ((string, string[])[])[("AVX512", ["V512"]), ("AVX2", ["V512", "V256"]), ("HWIntrinsic", ["V512", "V256", "V128"])])
        {
            (string weights, string machine) = Train(hidden, ($"DOTNET_Enable{hidden}", "0"));
            Assert.DoesNotContain(widths, width => machine.EndsWith(width, StringComparison.Ordinal));
            Assert.True(expected == weights, $"{hidden} off, {machine}: other weights");
        }

        (string Weights, string Machine) Train(string name, params (string, string?)[] environment)
        {
            RandWireProcess.Start(folder, environment, [.. Brief, name]).Wait().Exits(0);
            return Results(folder, name);
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(" --threads 3", 3)]
    public void Threads_are_as_many_as_processors_may_be_used_unless_told(string option, int threads)
    {
        using TestFolder folder = new();
        Assert.SkipUnless(Environment.ProcessorCount > 1, "Needs a second processor, to be kept from it.");
        Assert.SkipUnless(OperatingSystem.IsLinux() && RandWireProcess.Shell(folder, "command -v taskset").ExitCode == 0, "Needs taskset.");
        folder.WriteStripes("data");
        const string FirstProcessor = "$(taskset -cp $$ | sed 's/.*: //; s/[^0-9].*//')";
        RandWireProcess.Shell(folder, $"taskset -c {FirstProcessor} $RANDWIRE {string.Join(' ', Brief)} out{option}").Exits(0);
        Assert.StartsWith($"1 processors, {threads} threads,", Results(folder, "out").Machine, StringComparison.Ordinal);
    }

    private static (string Weights, string Machine) Results(TestFolder folder, string name)
    {
        JsonElement results = JsonDocument.Parse(File.ReadAllText(folder[name + "/results.json"])).RootElement;
        return (results.GetProperty("final").GetProperty("runs")[0].GetProperty("weightsSha256").GetString()!, results.GetProperty("machine").GetString()!);
    }
}
