using RandWire.Training.Data;

namespace RandWire.Search;

/// <summary>What a user may say about a study. Everything but <see cref="Threads"/>, <see cref="CommandLine"/> and the folder decides its
/// course.</summary>
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
