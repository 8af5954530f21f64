using RandWire.Training.Data;

namespace RandWire.Search;

/// <summary>What was asked of a study, as it stands in the ledger: enough for a worker in another process to do its trials.</summary>
internal sealed partial record StudyRequest
{
    /// <summary>The data, as given.</summary>
    public required string DataPath { get; init; }

    /// <summary>The data, from the root: a worker may run elsewhere.</summary>
    public required string FullDataPath { get; init; }

    /// <summary>The budget.</summary>
    public required string Budget { get; init; }

    /// <summary>Full trainings of the winner; null: as planned.</summary>
    public int? Seeds { get; init; }

    /// <summary>Root seed.</summary>
    public long Seed { get; init; }

    /// <summary>Seed of the wirings.</summary>
    public long? WiringSeed { get; init; }

    /// <summary>Seed of the split.</summary>
    public long? SplitSeed { get; init; }

    /// <summary>Preset or auto.</summary>
    public required string Preset { get; init; }

    /// <summary>Wirings, empty: the paper's.</summary>
    public IReadOnlyList<string> Wirings { get; init; } = [];

    /// <summary>Side of the images; null: as planned.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Wirings to sample; null: as planned.</summary>
    public int? Trials { get; init; }

    /// <summary>Fields of the recipe.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>Name of the strategy.</summary>
    public string Strategy { get; init; } = "random";

    /// <summary>Name of the schedule.</summary>
    public string Schedule { get; init; } = "halving";

    /// <summary>Whether the training loss promotes.</summary>
    public bool PromotesByLoss { get; init; }

    /// <summary>What settings are drawn from.</summary>
    public string Space { get; init; } = "";

    /// <summary>What candidates may cost.</summary>
    public string Limits { get; init; } = "";

    /// <summary>Scores to take.</summary>
    public string Scores { get; init; } = "auto";

    /// <summary>Whether decisions see every outcome there is.</summary>
    public bool Asynchronous { get; init; }

    /// <summary>Share of the validation split.</summary>
    public double ValidationShare { get; init; }

    /// <summary>Share of the test split.</summary>
    public double TestShare { get; init; }

    /// <summary>The decoder asked for.</summary>
    public DecoderKind Decoder { get; init; }

    /// <summary>Column of paths.</summary>
    public string? PathColumn { get; init; }

    /// <summary>Column of labels.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Column of splits.</summary>
    public string? SplitColumn { get; init; }

    /// <summary>Column of groups.</summary>
    public string? GroupColumn { get; init; }

    /// <summary>Whether folders are groups.</summary>
    public bool GroupFolder { get; init; }

    /// <summary>What happens to near duplicates.</summary>
    public NearDuplicateRule NearDuplicates { get; init; }

    /// <summary>The request that options make.</summary>
    public static StudyRequest Of(StudyOptions options) => new()
    {
        DataPath = options.DataPath,
        FullDataPath = Path.GetFullPath(options.DataPath),
        Budget = options.Budget.Text,
        Seeds = options.Seeds,
        Seed = options.Seed,
        WiringSeed = options.WiringSeed,
        SplitSeed = options.SplitSeed,
        Preset = options.Preset,
        Wirings = options.Wirings,
        ImageSize = options.ImageSize,
        Trials = options.Trials,
        Recipe = options.Recipe,
        Strategy = StudySpace.Strategy(options),
        Schedule = ScheduleCatalog.Canonical(options.Schedule),
        PromotesByLoss = options.PromotesByLoss,
        Space = StudySpace.Canonical(options.Space),
        Limits = options.Limits.Length > 0 ? SearchLimits.Parse(options.Limits).Text : "",
        Scores = options.Scores,
        Asynchronous = options.Asynchronous,
        ValidationShare = options.Data.ValidationShare,
        TestShare = options.Data.TestShare,
        Decoder = options.Data.Decoder,
        PathColumn = options.Data.PathColumn,
        LabelColumn = options.Data.LabelColumn,
        SplitColumn = options.Data.SplitColumn,
        GroupColumn = options.Data.GroupColumn,
        GroupFolder = options.Data.GroupFolder,
        NearDuplicates = options.Data.NearDuplicates,
    };

    /// <summary>The options that made it, for a worker.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <param name="dataPath">Where the data lies; null: where it lay at the beginning.</param>
    /// <param name="threads">Threads of the engine; 0 takes all processors.</param>
    public StudyOptions ToOptions(string folder, string? dataPath, int threads) => new()
    {
        DataPath = dataPath ?? (Path.Exists(FullDataPath) ? FullDataPath : DataPath),
        Folder = folder,
        Budget = Search.Budget.Parse(Budget),
        Seeds = Seeds,
        Seed = Seed,
        WiringSeed = WiringSeed,
        SplitSeed = SplitSeed,
        Preset = Preset,
        Wirings = Wirings,
        ImageSize = ImageSize,
        Trials = Trials,
        Recipe = Recipe,
        Strategy = Strategy,
        Schedule = Schedule,
        PromotesByLoss = PromotesByLoss,
        Space = Space,
        Limits = Limits,
        Scores = Scores,
        Asynchronous = Asynchronous,
        Threads = threads,
        Data = new DatasetOptions
        {
            ValidationShare = ValidationShare,
            TestShare = TestShare,
            Decoder = Decoder,
            PathColumn = PathColumn,
            LabelColumn = LabelColumn,
            SplitColumn = SplitColumn,
            GroupColumn = GroupColumn,
            GroupFolder = GroupFolder,
            NearDuplicates = NearDuplicates,
        },
    };

}
