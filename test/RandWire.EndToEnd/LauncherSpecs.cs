using Xunit;

namespace RandWire.EndToEnd;

/// <summary>The script <c>./randwire</c>, with a stand-in for the SDK that notes every build.</summary>
public sealed class LauncherSpecs
{
    private const string FakeDotnet = """
        #!/bin/sh
        if [ "$1" = build ]; then
            echo build >>"$LOG"
            [ -z "${BREAK:-}" ] || { echo 'error CS0001: broken'; exit 1; }
            sleep 0.3
            mkdir -p "$CHECKOUT/artifacts/bin/RandWire.Cli/release"
            echo built >"$CHECKOUT/artifacts/bin/RandWire.Cli/release/randwire.dll"
            exit 0
        fi
        shift
        echo "ran in $PWD with:" "$@"
        exit 3
        """;

    [Fact]
    public void The_first_start_builds_the_second_does_not_and_a_newer_source_builds_again()
    {
        using TestFolder folder = Checkout();
        CliResult first = Start(folder, "--version 'two words'").Exits(3);
        Assert.Equal($"ran in {folder["elsewhere"]} with: --version two words\n", first.Output);
        Assert.Equal("Building RandWire (first start, about a minute)...\n", first.Error);
        CliResult second = Start(folder, "").Exits(3);
        Assert.Equal("", second.Error);
        Assert.Equal(1, Builds(folder));
        File.WriteAllText(folder["a checkout/src/Program.cs"], "// newer");
        File.SetLastWriteTimeUtc(folder["a checkout/src/Program.cs"], File.GetLastWriteTimeUtc(folder["a checkout/artifacts/randwire.stamp"]).AddSeconds(2));
        Start(folder, "").Exits(3);
        Assert.Equal(2, Builds(folder));
    }

    [Fact]
    public void Two_starts_at_once_build_once()
    {
        using TestFolder folder = Checkout();
        CliResult both = RandWireProcess.Shell(folder, "'a checkout/randwire' a & 'a checkout/randwire' b; wait", Environment(folder));
        Assert.Equal(2, both.Lines.Count);
        Assert.Equal(1, Builds(folder));
    }

    [Fact]
    public void A_build_that_fails_shows_why_and_runs_nothing()
    {
        using TestFolder folder = Checkout();
        CliResult failed = RandWireProcess.Shell(folder, "'a checkout/randwire'", [.. Environment(folder), ("BREAK", "1")]).Exits(6).Complains("CS0001", "did not build");
        Assert.Equal("", failed.Output);
        Assert.False(Directory.Exists(folder["a checkout/artifacts/randwire.lock"]));
    }

    [Fact]
    public void Without_an_SDK_the_message_says_what_to_install()
    {
        using TestFolder folder = Checkout();
        File.Delete(folder["bin/dotnet"]);
        File.CreateSymbolicLink(folder["bin/dirname"], "/usr/bin/dirname");
        RandWireProcess.Shell(folder, "'a checkout/randwire'", ("PATH", folder["bin"]), ("HOME", folder.Path), ("DOTNET_ROOT", folder.Path))
            .Exits(6).Complains(".NET 10 SDK", "dotnet.microsoft.com");
    }

    [Fact]
    public void A_checkout_that_cannot_be_written_is_explained()
    {
        using TestFolder folder = Checkout();
        folder.Write("a checkout/artifacts", "a file where the folder should be");
        RandWireProcess.Shell(folder, "'a checkout/randwire'", Environment(folder)).Exits(6).Complains("cannot be written");
    }

    [Fact]
    public void A_link_to_the_script_finds_the_checkout()
    {
        using TestFolder folder = Checkout();
        File.CreateSymbolicLink(folder["bin/rw"], "../a checkout/randwire");
        Assert.Contains("with: x", RandWireProcess.Shell(folder, "rw x", Environment(folder)).Exits(3).Output, StringComparison.Ordinal);
    }

    private static TestFolder Checkout()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for Unix; randwire.cmd does the same on Windows.");
        TestFolder folder = new();
        folder.Write("a checkout/src/Program.cs", "// source");
        folder.Write("bin/dotnet", FakeDotnet.ReplaceLineEndings("\n") + "\n");
        folder.Write("a checkout/randwire", File.ReadAllText(Path.Combine(RepositoryRoot(), "randwire")));
        Directory.CreateDirectory(folder["elsewhere"]);
        if (!OperatingSystem.IsWindows())
        {
            foreach (string script in (string[])["bin/dotnet", "a checkout/randwire"])
                File.SetUnixFileMode(folder[script], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }

    private static CliResult Start(TestFolder folder, string arguments) =>
        RandWireProcess.Shell(folder, $"cd elsewhere && '../a checkout/randwire' {arguments}", Environment(folder));

    private static (string, string?)[] Environment(TestFolder folder) =>
        [("PATH", folder["bin"] + ":/usr/bin:/bin"), ("LOG", folder["builds"]), ("CHECKOUT", folder["a checkout"])];

    private static int Builds(TestFolder folder) => File.ReadAllLines(folder["builds"]).Length;

    private static string RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RandWire.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("RandWire.slnx was not found above the tests.");
    }
}
