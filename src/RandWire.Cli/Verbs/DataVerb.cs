namespace RandWire.Cli.Verbs;

/// <summary><c>data</c>: holds what can be done with data alone.</summary>
internal static class DataVerb
{
    public static Verb Create()
    {
        Verb verb = new("data", "What can be done with data alone: 'data check <path>'.")
        {
            Examples = [new("the one thing there is", "data check samples/fashion")],
        };
        verb.Subcommands.Add(DataCheckVerb.Create());
        return verb;
    }
}
