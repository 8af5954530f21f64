using System.Globalization;
using RandWire.Engine;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Search;

// The command that does one trial alone.
public sealed partial class StudyView
{
    /// <summary>Arguments of the one <c>train</c> command that trains a trial again by itself and ends in the weights that the trial had, bit for bit, from whatever folder
    /// it is given: into one beside the study's, named by the trial.</summary>
    /// <param name="trial">Number of the trial; not one that only scores.</param>
    /// <remarks>Everything that a default could decide otherwise is said, the network as its whole text. A trial that was pruned ended before its last epoch;
    /// the command trains on.</remarks>
    public IReadOnlyList<string> TrainArguments(int trial)
    {
        TrialPlan plan = Trials[trial].Plan;
        StudyRequest request = _header.Request;
        DatasetOptions data = Study.OptionsOfData(request.ToOptions(Folder, request.DataPath, 1));
        Recipe recipe = plan.Kind == TrialKind.Final ? Recipe.Parse(Final()!.Recipe) : RecipeFor(plan.Epochs);
        // The text leaves out what is usual, but what is usual for a training alone may be another.
        string text = recipe.ClassWeights == ClassWeighting.None ? recipe.Text + " classweights=none" : recipe.Text;
        List<string> arguments =
        [
            "train", request.FullDataPath, "--network", Candidates[plan.Candidate].Network, "--epochs", Text(plan.Epochs), "--recipe", text, "--seed", Text(plan.Seed), "--split-seed", Text(data.Seed),
            "--validation", data.ValidationShare.ToString("R", CultureInfo.InvariantCulture), "--test", data.TestShare.ToString("R", CultureInfo.InvariantCulture),
            "--kept-side", Text(data.MaxSide!.Value),
        ];
        foreach ((string option, string? column) in (ReadOnlySpan<(string, string?)>)
            [("--path-column", data.PathColumn), ("--label-column", data.LabelColumn), ("--split-column", data.SplitColumn), ("--group-column", data.GroupColumn)])
            if (column is not null) arguments.AddRange([option, column]);
        if (data.GroupFolder) arguments.Add("--group-folder");
        if (data.NearDuplicates != NearDuplicateRule.Tell) arguments.AddRange(["--near-duplicates", data.NearDuplicates == NearDuplicateRule.Together ? "together" : "ignore"]);
        if (data.Decoder == DecoderKind.Turbo) arguments.AddRange(["--decoder", "turbo"]);
        if (plan.Kind == TrialKind.Final) arguments.Add("--with-validation");
        arguments.AddRange(["--out", string.Create(CultureInfo.InvariantCulture, $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder))}-trial-{trial}")]);
        return arguments;
    }

    // As the study itself makes it, from the data in numbers.
    private Recipe RecipeFor(int epochs)
    {
        InputFormat format = InputFormat.Parse(Plan.InputFormat);
        Recipe usual = Recipe.ForPreset(Plan.Preset, new TensorShape(format.Height, format.Width, format.Channels), Data.Train, [.. Data.Classes.Select(one => one.Name)], epochs,
            [.. Data.Classes.Select(one => one.Train)]);
        return Recipe.Parse(_header.Request.Recipe, usual) with { ClassWeights = Recipe.Parse(Plan.Recipe).ClassWeights };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
