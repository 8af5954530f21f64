using System.CommandLine;
using RandWire.Graphs;
using RandWire.Training;

namespace RandWire.Cli;

/// <summary><c>--class-weights</c>, a field of the recipe with an option of its own.</summary>
internal static class ClassWeightFlag
{
    private const string ByRule = "auto";

    /// <summary>The option of <c>train</c> and <c>run</c>.</summary>
    public static Option<string> Option { get; } = Create();

    // A short placeholder leaves the help's columns where they were.
    private static Option<string> Create()
    {
        Option<string> option = Flags.Choice("--class-weights",
            "What an image of a rare class counts in the loss; auto balances where classes differ by more than 3 to 1", ByRule, ByRule, "balanced", "none");
        option.HelpName = "as";
        return option;
    }

    /// <summary>The recipe's text with the option's field, where the option was given.</summary>
    /// <param name="request">The command.</param>
    /// <param name="recipe">Fields of the recipe that were given by text; null: none.</param>
    public static string Into(Request request, string? recipe)
    {
        string fields = recipe ?? "", wanted = request.Value(Option) ?? ByRule;
        if (wanted == ByRule)
            return fields;
        if (fields.Contains("classweights=", StringComparison.OrdinalIgnoreCase))
            throw new SpecException($"--class-weights {wanted} and classweights in the recipe are the same setting. Give one of them.");
        return $"{fields} classweights={wanted}".Trim();
    }
}
