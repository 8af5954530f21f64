using Xunit;

namespace RandWire.EndToEnd;

/// <summary>Tests that kill for many minutes: skipped visibly unless RANDWIRE_KILLS=1, beside RANDWIRE_SLOW=1 for those that are slow.</summary>
internal static class Kills
{
    public static bool AreAskedFor => Environment.GetEnvironmentVariable("RANDWIRE_KILLS") is "1";

    public static void RequireAskedFor() => Assert.SkipUnless(AreAskedFor, "It kills for minutes: set RANDWIRE_KILLS=1 too.");
}
