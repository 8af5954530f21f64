using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>Outputs that cannot be written to, and terminals that go away.</summary>
public sealed class ScreenLossSpecs
{
    private const string Quick = "--preset tiny --epochs 2 --out run";

    [Theory]
    [InlineData(">/dev/full", 0)]
    [InlineData("2>/dev/full", 0)]
    [InlineData(">/dev/full 2>/dev/full", 0)]
    [InlineData(">&-", 0)]
    [InlineData("2>&-", 0)]
    [InlineData(">&- 2>&- <&-", 0)]
    [InlineData("--quiet >/dev/full", 0)]
    [InlineData("--json >/dev/full", 6)]
    public void A_training_is_not_lost_with_what_it_says(string redirection, int code)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using TestFolder folder = new();
        folder.WriteStripes("data");
        CliResult trained = RandWireProcess.Shell(folder, $"$RANDWIRE train data {Quick} {redirection}").Exits(code);
        if (code != 0) trained.Complains("could not be written to standard output", "--out");
        Assert.Equal(3, File.ReadAllLines(folder["run/history.csv"]).Length);
        Assert.True(File.Exists(folder["run/model.safetensors"]));
    }

    [Theory]
    [InlineData("graph 'ws(n=32,k=4,p=0.75)' >/dev/full")]
    [InlineData("graph 'ws(n=32,k=4,p=0.75)' --metrics >/dev/full")]
    [InlineData("graph 'ws(n=32,k=4,p=0.75)' --json >/dev/full")]
    [InlineData("graph 'ws(n=32,k=4,p=0.75)' >&-")]
    [InlineData("draw tiny --out - >/dev/full")]
    [InlineData("cost tiny >/dev/full")]
    [InlineData("cost tiny --json >/dev/full")]
    [InlineData("--help >/dev/full")]
    [InlineData("train --help >/dev/full")]
    [InlineData("--version >/dev/full")]
    public void A_result_that_was_lost_ends_with_6_and_one_line(string command)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using TestFolder folder = new();
        CliResult lost = RandWireProcess.Shell(folder, "$RANDWIRE " + command).Exits(6);
        Assert.Single(lost.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        lost.Complains("standard output");
        RandWireProcess.Shell(folder, $"$RANDWIRE {command} 2>/dev/full").Exits(6);
    }

    [Theory]
    [InlineData("graph 'ws(n=2000,k=4,p=0.75)' | head -n 1; exit ${PIPESTATUS[0]}")]
    [InlineData("graph 'ws(n=2000,k=4,p=0.75)' --format json | head -c 10; exit ${PIPESTATUS[0]}")]
    [InlineData("draw tiny --out - | head -n 1; exit ${PIPESTATUS[0]}")]
    [InlineData("cost tiny --json | true; exit ${PIPESTATUS[0]}")]
    [InlineData("--help | head -n 1; exit ${PIPESTATUS[0]}")]
    public void A_reader_that_has_enough_ends_it_quietly(string command)
    {
        using TestFolder folder = new();
        CliResult read = RandWireProcess.Shell(folder, "$RANDWIRE " + command).Exits(0);
        Assert.Empty(read.Error);
    }

    [Fact]
    public void A_file_for_the_result_is_enough()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using TestFolder folder = new();
        RandWireProcess.Shell(folder, "$RANDWIRE cost tiny --out cost.json >/dev/full").Exits(0);
        Assert.True(JsonDocument.Parse(File.ReadAllText(folder["cost.json"])).RootElement.TryGetProperty("parameters", out _));
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Each_signal_stops_cleanly_also_with_nowhere_to_say_so(string signal)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using TestFolder folder = new();
        folder.WriteStripes("data", perClass: 60);
        // Until a state is there; then the signal, to the program itself.
        CliResult stopped = RandWireProcess.Shell(folder,
            $"env --default-signal=INT $RANDWIRE train data --preset tiny --epochs 5000 --out run >/dev/full 2>/dev/full & pid=$!; until [ -f run/state/state.previous.safetensors ]; do sleep 0.1; done; kill -{signal} $pid; wait $pid");
        stopped.Exits(4);
        Assert.True(File.Exists(folder["run/state/state.safetensors"]));
        Assert.False(File.Exists(folder["run/.randwire.owner"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    public void A_terminal_that_is_closed_stops_the_training_and_keeps_its_state(string option)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "Needs script(1) of util-linux for a terminal.");
        using TestFolder folder = new();
        folder.WriteStripes("data", perClass: 60);
        // Killing script closes the terminal: its first process gets SIGHUP, which a shell hands on, and every byte written from then on is an error.
        folder.Write("job.sh", $"trap 'kill -HUP $pid' HUP\n$RANDWIRE train data --preset tiny --epochs 5000 --out run {option} &\npid=$!\nwait $pid\nwait $pid\necho $? >code\n");
        CliResult closed = RandWireProcess.Shell(folder,
            "TERM=xterm script -qec 'bash job.sh' /dev/null >/dev/null & pid=$!; "
            + "until [ -f run/state/state.previous.safetensors ]; do sleep 0.1; done; kill -KILL $pid; until [ -s code ]; do sleep 0.1; done; cat code");
        Assert.Equal("4", closed.Output.Trim());
        Assert.True(File.Exists(folder["run/state/state.safetensors"]));
        CliResult refused = RandWireProcess.Shell(folder, $"$RANDWIRE train data --preset tiny --epochs 5001 --out run");
        refused.Exits(2).Complains("epochs=5000");
    }

    [Fact]
    public void Where_hang_ups_are_ignored_a_training_outlives_its_terminal()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "Needs script(1) of util-linux for a terminal.");
        using TestFolder folder = new();
        folder.WriteStripes("data", perClass: 60);
        folder.Write("job.sh", "trap '' HUP\n$RANDWIRE train data --preset tiny --epochs 40 --out run\necho $? >code\n");
        RandWireProcess.Shell(folder,
            "TERM=xterm script -qec 'bash job.sh' /dev/null >/dev/null & pid=$!; "
            + "until [ -f run/state/state.safetensors ]; do sleep 0.1; done; kill -KILL $pid; until [ -s code ]; do sleep 0.1; done; cat code").Exits(0);
        Assert.Equal("0", File.ReadAllText(folder["code"]).Trim());
        Assert.True(File.Exists(folder["run/model.safetensors"]));
    }
}
