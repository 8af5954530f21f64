using System.CommandLine;
using RandWire.Training.Data;

namespace RandWire.Cli;

/// <summary>The data argument and the options of its split, the same for every verb that opens a data set.</summary>
/// <param name="validationShare">The usual share to judge by, for the help.</param>
/// <param name="needsAll">Whether there must be images to judge by and to test on.</param>
internal sealed class DataFlags(double validationShare = 0.1, bool needsAll = false)
{
    /// <summary>Whether the verb trains, so that the seeds of split and training are two.</summary>
    public bool IsTraining { get; init; }

    /// <summary>What a data set may be.</summary>
    public const string PathMeaning = "A folder per class; train/, val/ and test/ folders; a .csv or .tsv of path and label, or of pixels; a folder of MNIST IDX or CIFAR binary files; a .npz file; Parquet files of images.";

    public Argument<string> Path { get; } = new("data") { Description = PathMeaning };

    public Option<double?> Validation { get; } = Flags.Real("--validation", "share", "Share of the training images to judge by, where the source has no such split. " + FormattableString.Invariant($"[default: {validationShare}]"), 0, 0.9, aboveLeast: needsAll);

    public Option<double?> Test { get; } = Flags.Real("--test", "share", "Share of all images to test on, where the source has no test split. [default: 0.15]", 0, 0.9, aboveLeast: needsAll);

    /// <summary>Seed of the split alone.</summary>
    public Option<long?> SplitSeed { get; } = Flags.Seed("--split-seed", "Seed of what goes into training, validation and test. [default: --seed]");

    public Option<string?> PathColumn { get; } = Flags.Text("--path-column", "name", "The table's column of image paths. [default: found]");

    public Option<string?> LabelColumn { get; } = Flags.Text("--label-column", "name", "The table's column of labels. [default: found]");

    public Option<string?> SplitColumn { get; } = Flags.Text("--split-column", "name", "The table's column that says train, val or test; none takes no notice of any. [default: found]");

    public Option<string?> GroupColumn { get; } = Flags.Text("--group-column", "name", "The table's column of groups (patients, scenes, products); images of a group stay on one side of the split. [default: none]");

    public Option<bool> GroupFolder { get; } = Flags.Switch("--group-folder", "The folders below class folders (class/patient-7/1.png) are groups; images of a group stay on one side of the split.");

    public Option<string> NearDuplicates { get; } = Flags.Choice("--near-duplicates", "What is done about photos that nearly equal each other: those in different splits are told, or all are kept on one side, or nobody looks", "tell", "tell", "together", "ignore");

    public Option<string> Decoder { get; } = DecoderFlag();

    /// <summary>The option that chooses what decodes JPEG files, also for verbs that take no data set.</summary>
    public static Option<string> DecoderFlag() => Flags.Choice("--decoder", "What decodes JPEG files: managed code, or the system's libturbojpeg", "managed", "managed", "turbo");

    /// <summary>What <see cref="DecoderFlag"/> was given.</summary>
    public static DecoderKind DecoderOf(string? given) => given == "turbo" ? DecoderKind.Turbo : DecoderKind.Managed;

    /// <summary>Adds the argument and all options to a verb whose business is data.</summary>
    public void AddTo(Command verb)
    {
        verb.Arguments.Add(Path);
        AddOptions(verb);
    }

    /// <summary>Adds the options alone: after those that a verb is given for.</summary>
    public void AddOptions(Command verb)
    {
        verb.Options.Add(Validation);
        verb.Options.Add(Test);
        if (IsTraining)
            verb.Options.Add(SplitSeed);
        verb.Options.Add(PathColumn);
        verb.Options.Add(LabelColumn);
        verb.Options.Add(SplitColumn);
        verb.Options.Add(GroupColumn);
        verb.Options.Add(GroupFolder);
        verb.Options.Add(NearDuplicates);
        verb.Options.Add(Decoder);
    }

    /// <summary>The options that the command line states, on top of the usual ones.</summary>
    public DatasetOptions Options(Request request, DatasetOptions? usual = null)
    {
        DatasetOptions options = usual ?? new DatasetOptions { Seed = request.Seed };
        return options with
        {
            Seed = request.Value(SplitSeed) ?? options.Seed,
            ValidationShare = request.Value(Validation) ?? options.ValidationShare,
            TestShare = request.Value(Test) ?? options.TestShare,
            Threads = request.Threads == 0 ? Environment.ProcessorCount : request.Threads,
            PathColumn = request.Value(PathColumn) ?? options.PathColumn,
            LabelColumn = request.Value(LabelColumn) ?? options.LabelColumn,
            SplitColumn = request.Value(SplitColumn) ?? options.SplitColumn,
            GroupColumn = request.Value(GroupColumn) ?? options.GroupColumn,
            GroupFolder = request.Value(GroupFolder) || options.GroupFolder,
            NearDuplicates = !request.IsGiven(NearDuplicates) ? options.NearDuplicates : request.Value(NearDuplicates) switch
            {
                "together" => NearDuplicateRule.Together,
                "ignore" => NearDuplicateRule.Ignore,
                _ => NearDuplicateRule.Tell,
            },
            Decoder = !request.IsGiven(Decoder) ? options.Decoder : DecoderOf(request.Value(Decoder)),
        };
    }

    /// <summary>Opens the data, telling how far it has come: live to a watching person, else a line now and then.</summary>
    public Dataset Open(Request request, DatasetOptions options) => Open(request, request.Value(Path), options);

    /// <summary>The same for data that another argument names.</summary>
    public static Dataset Open(Request request, string path, DatasetOptions options)
    {
        Dataset? opened = null;
        ReadingProgress progress = new(request.Screen, path);
        LiveTable.Follow(request.Screen, progress.Render, _ => opened = Dataset.Open(path, options with { Progress = progress.Tell }, request.Cancellation));
        return opened!;
    }
}
