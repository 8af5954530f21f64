using RandWire.Training.Data;

namespace RandWire.Search;

/// <summary>What a user may say about a study. Everything but <see cref="Threads"/>, <see cref="Workers"/>, <see cref="DeadlineSeconds"/>,
/// <see cref="CommandLine"/> and the folder decides its course.</summary>
public sealed record StudyOptions
{
    /// <summary>The data: a folder per class, a table, IDX or CIFAR files.</summary>
    public required string DataPath { get; init; }

    /// <summary>How the data is read and split: shares, columns, groups, decoder. Its seed, sides, threads and progress are the study's.</summary>
    public DatasetOptions Data { get; init; } = new() { ValidationShare = Study.ValidationShare };

    /// <summary>The run folder; everything is written under it.</summary>
    public required string Folder { get; init; }

    /// <summary>What may be spent.</summary>
    public Budget Budget { get; init; } = Budget.Default;

    /// <summary>How often the winner is trained in full; null leaves it to the plan (three when the budget allows).</summary>
    public int? Seeds { get; init; }

    /// <summary>Root of the split, the wirings and every training; any value.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Seed of the wirings; null takes <see cref="Seed"/>.</summary>
    public long? WiringSeed { get; init; }

    /// <summary>Seed of the split into training, validation and test images; null takes <see cref="Seed"/>.</summary>
    public long? SplitSeed { get; init; }

    /// <summary>The strategy, see <see cref="StrategyCatalog"/>.</summary>
    public string Strategy { get; init; } = "random";

    /// <summary>Makes a strategy of the caller's own over the study's space; null takes <see cref="Strategy"/> from the catalog. <see cref="Strategy"/> is then its name, by which
    /// the study is known when it goes on.</summary>
    public Func<ISearchSpace, IStrategy>? MakeStrategy { get; init; }

    /// <summary>Makes a strategy of one's own over the points of whatever <see cref="Space"/> or <see cref="Wirings"/> say, such as a <see cref="PointStrategy"/>; null: <see cref="Strategy"/> names one. Of this and
    /// <see cref="MakeStrategy"/> one may be given. The name in <see cref="Strategy"/> is written into the study.</summary>
    public Func<PointSpace, SelectionCriterion, IStrategy>? MakePointStrategy { get; init; }

    /// <summary>Whether the strategy is one of the caller's own.</summary>
    internal bool IsOwnStrategy => MakeStrategy is not null || MakePointStrategy is not null;

    /// <summary>The schedule, see <see cref="ScheduleCatalog"/>.</summary>
    public string Schedule { get; init; } = "halving";

    /// <summary>By what trainings are promoted: false, by what the study chooses by on the validation images; true, by the mean of the training loss over all epochs
    /// (<see cref="SelectionCriterion.TrainingLoss"/>). The chosen network is that of the best validation in any case.</summary>
    public bool PromotesByLoss { get; init; }

    /// <summary>What settings are drawn from, see <see cref="SearchSpace"/> and <see cref="ComposedSpaces"/>; empty: <see cref="Wirings"/>, each as it is.</summary>
    public string Space { get; init; } = "";

    /// <summary>What candidates may cost, see <see cref="SearchLimits"/>; empty: whatever they do.</summary>
    public string Limits { get; init; } = "";

    /// <summary>Scores of untrained networks to take beside every training, by name with spaces between, or <c>none</c>; <c>auto</c> takes those that together
    /// cost less than a hundredth of the shortest training. See <see cref="NetworkScores"/>.</summary>
    public string Scores { get; init; } = "auto";

    /// <summary>Whether a decision sees every outcome there is: no worker ever waits, and two runs may differ.</summary>
    public bool Asynchronous { get; init; }

    /// <summary>Workers, at least 1; they share <see cref="Threads"/>. The study is the same for any number.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Starts a worker in a process of its own; null trains on threads of this process.</summary>
    public Func<WorkerStart, IWorkerProcess>? StartWorker { get; init; }

    /// <summary>Bytes that all trials under way may use together, whatever the number of workers: one that alone needs more is refused, others wait for room. Null measures once, at the
    /// study's beginning, what the machine or its container allows. It may be changed later as long as every decision so far would have been the same.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Seconds after which work that is not begun is dropped, and told; null: never.</summary>
    public double? DeadlineSeconds { get; init; }

    /// <summary>Name of a preset, or <c>auto</c>.</summary>
    public string Preset { get; init; } = "auto";

    /// <summary>Wirings to try, such as <c>ws(k=4,p=0.75)</c>; empty takes the paper's settings.</summary>
    public IReadOnlyList<string> Wirings { get; init; } = [];

    /// <summary>Side of the square that images are brought to; null leaves it to the plan.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Number of wirings to sample; null leaves it to the plan.</summary>
    public int? Trials { get; init; }

    /// <summary>Fields of the recipe that overrule the plan's, such as <c>lr=0.05 batch=32</c>; empty: none.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>Threads of the engine; 0 takes all processors.</summary>
    public int Threads { get; init; }

    /// <summary>The command that started the study, for the report.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Called with (images read, images in all) while the data is opened; null: not.</summary>
    public Action<int, int>? DataProgress { get; init; }
}
