using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>The texts of a study's options, read before any data is: what is written wrongly is told at once.</summary>
internal static class StudyTexts
{
    // More than any training has, so that no rule between epochs and other fields is broken by the number alone.
    private const int ManyEpochs = 100_000;

    /// <summary>What is said to whoever gives the epochs of a study.</summary>
    public const string PlannedEpochs = "Recipe: epochs are planned from the budget in a run. Leave epochs out, or use train.";

    /// <summary>Throws when an option is out of range or cannot be read. What depends on the data is told later.</summary>
    /// <exception cref="SpecException">The message says what was given and what is allowed.</exception>
    public static void Require(StudyOptions options)
    {
        InRange("--seeds", options.Seeds, 1, 100);
        InRange("--workers", options.Workers, 1, 1000);
        InRange("--trials", options.Trials, 1, 1000);
        InRange("--size", options.ImageSize, 8, 512);
        if (options.Preset != "auto" && !Presets.Names.Contains(options.Preset)) throw new SpecException($"--preset {options.Preset}: unknown. Allowed: auto, {string.Join(", ", Presets.Names)}.");
        if (options.Space.Length > 0 && options.Wirings.Count > 0) throw new SpecException("A space and wirings are two answers to what is sampled. Give --space or --wiring, not both.");
        foreach (string wiring in options.Wirings) Wiring(wiring);
        bool isComposed = StudySpace.IsComposed(options);
        SearchSpace? space = options.Space.Length > 0 && !isComposed ? SearchSpace.Parse(options.Space) : null;
        if (isComposed) StudySpace.Canonical(options.Space);
        if (options.Limits.Length > 0) SearchLimits.Parse(options.Limits);
        bool isOverPoints = StudySpace.IsOverPoints(options);
        if (options is { MakeStrategy: not null, MakePointStrategy: not null }) throw new SpecException("MakeStrategy and MakePointStrategy are two answers to who proposes. Give one of the two.");
        if (isOverPoints && !options.IsOwnStrategy) PointStrategyCatalog.Canonical(options.Strategy);
        else if (!options.IsOwnStrategy) StrategyCatalog.Require(options.Strategy, space);
        if (isOverPoints && !options.IsOwnStrategy && PointStrategyCatalog.NeedsGrowth(options.Strategy) && !ComposedSpaces.Grows(options.Space)) throw new SpecException(PnasStrategy.WrongSpace);
        ScheduleCatalog.Require(options.Schedule, options.Trials);
        if (isOverPoints && !options.IsOwnStrategy && !PointStrategyCatalog.IsBlind(options.Strategy) && ScheduleText.Parse(options.Schedule).Then is not null)
            throw new SpecException($"--strategy {options.Strategy} learns from trainings, and {options.Schedule} has all its networks proposed before the first one. Take --strategy random or grid with it, or a schedule without screen.");
        NetworkScores.Named(options.Scores);
        RecipeFields(options.Recipe);
    }

    // One epoch of another number: whoever writes epochs changes one of the two.
    private static void RecipeFields(string text)
    {
        foreach (int epochs in (int[])[ManyEpochs, ManyEpochs - 1])
            if (Recipe.Parse(text, new Recipe { Epochs = epochs }).Epochs != epochs) throw new SpecException(PlannedEpochs);
    }

    private static void InRange(string option, int? value, int least, int most)
    {
        if (value < least || value > most) throw new SpecException($"{option} {value}: must lie in [{least}, {most}].");
    }

    // Everything that is not written like a model is the name of a graph file.
    private static void Wiring(string text)
    {
        if (File.Exists(text)) return;
        string wiring = SettingText.Parse(text).Wiring.Trim();
        if (!wiring.EndsWith(')') || wiring.Contains('/', StringComparison.Ordinal) || wiring.Contains('\\', StringComparison.Ordinal))
            throw new SpecException($"--wiring '{text}': there is no such graph file. Give a path to one, or a model such as ws(k=4,p=0.75).");
        WiringSpec.Parse(wiring, 1);
    }
}
