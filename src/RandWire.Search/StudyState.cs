using System.Globalization;
using System.Text.Json;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Training.Data;

namespace RandWire.Search;

/// <summary>How far a study has come: the content of <c>study.json</c>, rewritten whole after every training.</summary>
internal sealed record StudyState
{
    private const string FileName = "study.json";

    /// <summary>Version of this record.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What the user asked for, in one line.</summary>
    public required string Asked { get; init; }

    /// <summary>What was found in the data, in one line.</summary>
    public required string Data { get; init; }

    /// <summary>The plan.</summary>
    public required StudyPlan Plan { get; init; }

    /// <summary>The trials with the rungs that they have ended.</summary>
    public required IReadOnlyList<TrialResult> Trials { get; init; }

    /// <summary>The final training; null while the search lasts.</summary>
    public FinalPlan? Final { get; init; }

    /// <summary>Final runs that ended.</summary>
    public IReadOnlyList<FinalRun> Runs { get; init; } = [];

    /// <summary>Multiply-adds of everything that ended, the measurement of the rate included.</summary>
    public double UsedMultiplyAdds { get; init; }

    /// <summary>Wall seconds so far.</summary>
    public double ElapsedSeconds { get; init; }

    /// <summary>How often the test images were looked at.</summary>
    public int TestTouches { get; init; }

    /// <summary>Threads and vector width of the last training.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Options that decide a study's course, in one line.</summary>
    public static string Describe(StudyOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"budget={options.Budget.Text} seeds={Text(options.Seeds)} seed={options.Seed} preset={options.Preset} " +
        $"wirings={string.Join(';', options.Wirings)} size={Text(options.ImageSize)} trials={Text(options.Trials)} recipe={options.Recipe}{Describe(options.Data)}");

    // Left out where it is as usual: studies begun before there was a choice keep their text.
    private static string Describe(DatasetOptions data)
    {
        DatasetOptions usual = new() { ValidationShare = Study.ValidationShare };
        (string Name, object? Given, object? Usual)[] fields =
        [
            ("validation", data.ValidationShare, usual.ValidationShare), ("test", data.TestShare, usual.TestShare), ("decoder", data.Decoder, usual.Decoder),
            ("pathcolumn", data.PathColumn, null), ("labelcolumn", data.LabelColumn, null), ("splitcolumn", data.SplitColumn, null),
            ("groupcolumn", data.GroupColumn, null), ("groupfolder", data.GroupFolder, false),
            ("nearduplicates", data.NearDuplicates == NearDuplicateRule.Together, false),
        ];
        return string.Concat(fields.Where(field => !Equals(field.Given, field.Usual))
            .Select(field => string.Create(CultureInfo.InvariantCulture, $" {field.Name}={field.Given}")));
    }

    /// <summary>The state in a folder; null when there is none.</summary>
    /// <exception cref="SpecException">The folder holds another study.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static StudyState? Read(StudyOptions options)
    {
        string path = Path.Combine(options.Folder, FileName);
        if (!File.Exists(path)) return null;
        StudyState state;
        try
        {
            state = JsonSerializer.Deserialize(File.ReadAllBytes(path), SearchJson.Default.StudyState)
                ?? throw new InvalidDataException($"{path}: not the state of a study, but null. Delete the folder to begin anew.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new InvalidDataException($"{path}: not the state of a study ({error.Message}). Delete the folder to begin anew.", error);
        }
        if (state.Version != 1) throw new InvalidDataException($"{path}: version {state.Version} is not known here. Use the program that wrote it.");
        if (state.Asked != Describe(options)) throw Other(options.Folder, state.Asked, Describe(options));
        state.RequirePossible(new RecordCheck(path));
        return state;
    }

    /// <summary>Throws when the networks are not for the data.</summary>
    /// <exception cref="InvalidDataException">They are not.</exception>
    public void RequireFit(Dataset data, string folder)
    {
        RecordCheck check = new(Path.Combine(folder, FileName));
        InputFormat format = InputFormat.Parse(Plan.InputFormat);
        foreach (TrialResult trial in Trials)
        {
            NetworkSpec network = trial.Spec;
            check.Require(network.Classes == data.Classes.Count && network.Input == new TensorShape(format.Height, format.Width, format.Channels) && format.Channels == data.Channels,
                "does not fit the data and plan.inputFormat", string.Create(CultureInfo.InvariantCulture, $"trials[{trial.Id}].network"));
        }
    }

    /// <summary>Throws when the data is no longer what the study began with.</summary>
    public void RequireSameData(string data, string folder)
    {
        if (data != Data) throw Other(folder, Data, data);
    }

    /// <summary>Writes the state atomically.</summary>
    public void Write(string folder) =>
        AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, this, SearchJson.Default.StudyState));

    private void RequirePossible(RecordCheck check)
    {
        check.Plan(Plan);
        check.Trials(Trials, Plan);
        check.Work("usedMultiplyAdds", UsedMultiplyAdds);
        check.Seconds("elapsedSeconds", ElapsedSeconds);
        check.Require(TestTouches >= 0, "must be at least 0", "testTouches");
        check.Require(Final is not null || Runs.Count == 0, "there can be none before the final training is planned", "runs");
        if (Final is not { } final) return;
        check.Require(final.Trial >= 0 && final.Trial < Trials.Count, $"{final.Trial} must lie in [0, {Trials.Count - 1}]", "final.trial");
        check.Require(final.Epochs is >= 1 and <= 100_000, $"{final.Epochs} must lie in [1, 100000]", "final.epochs");
        check.Text("final.recipe", () => Training.Recipe.Parse(final.Recipe));
        check.Runs(Runs, final.Seeds, "runs");
    }

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "auto";

    private static SpecException Other(string folder, string there, string given) => new(
        $"{folder} holds another study: there '{there}', now '{given}'. Give the same arguments and data to go on with it, or another --out folder.");
}
