using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>What a finished process left.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The events of <c>--json</c>; fails when a line is not one JSON object.</summary>
    public IReadOnlyList<JsonElement> Events => [.. Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Asserts the exit code, showing both streams where it differs, and that no stack trace was printed.</summary>
    public CliResult Exits(int code)
    {
        Assert.True(ExitCode == code, $"exit code {ExitCode}, expected {code}\n--- output\n{Output}\n--- error\n{Error}");
        Assert.DoesNotContain("   at ", Output + Error, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Asserts that the error stream holds every one of some texts.</summary>
    public CliResult Complains(params string[] texts)
    {
        Assert.All(texts, text => Assert.Contains(text, Error, StringComparison.OrdinalIgnoreCase));
        return this;
    }
}
