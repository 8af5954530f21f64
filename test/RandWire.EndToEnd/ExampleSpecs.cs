using System.Diagnostics;
using Xunit;

namespace RandWire.EndToEnd;

public sealed class ExampleSpecs
{
    [Theory]
    [InlineData("")]
    [InlineData("cells(form=darts,cells=3,filters=4)")]
    public void A_program_of_ones_own_runs_a_study_with_a_strategy_of_its_own(string space)
    {
        using TestFolder folder = new();
        folder.WriteStripes("photos", perClass: 24, side: 8);
        DirectoryInfo own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string dll = Path.Combine(own.Parent!.Parent!.FullName, "OwnStrategy", own.Name, "OwnStrategy.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [dll, folder["photos"], folder["out"], "12GMAC", .. space.Length > 0 ? (string[])[space] : []]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string error = "";
        process.ErrorDataReceived += (_, line) => error += line.Data;
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        Assert.Contains("test accuracy", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["out/best/model.safetensors"]));
        CliResult list = RandWireProcess.Run(folder, "list", "out", "--json");
        Assert.Equal(0, list.ExitCode);
        Assert.Contains(space.Length > 0 ? "cells(form=darts" : "ws(", list.Output, StringComparison.Ordinal);
    }
}
