using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace RandWire.Tests;

/// <summary>A test of more than a few seconds: skipped visibly unless RANDWIRE_SLOW=1.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlowFactAttribute : FactAttribute, ITraitAttribute
{
    public SlowFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Environment.GetEnvironmentVariable("RANDWIRE_SLOW") != "1")
            Skip = "Slow: set RANDWIRE_SLOW=1, or 'dotnet run build.cs -- slow'.";
    }

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Category", "Slow")];
}
