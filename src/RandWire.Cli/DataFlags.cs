using System.CommandLine;
using RandWire.Training.Data;

namespace RandWire.Cli;

/// <summary>The data argument and the options of its split, the same for every verb that opens a data set.</summary>
/// <param name="validationShare">The usual share to judge by, for the help.</param>
internal sealed class DataFlags(double validationShare = 0.1)
{
    public Argument<string> Path { get; } = new("data")
    {
        Description = "A folder per class; train/, val/ and test/ folders; a .csv or .tsv of path and label; a folder of MNIST IDX or CIFAR binary files.",
    };

    public Option<double?> Validation { get; } = Flags.Real("--validation", "share", "Share of the training images to judge by, where the source has no such split. " + FormattableString.Invariant($"[default: {validationShare}]"), 0, 0.9);

    public Option<double?> Test { get; } = Flags.Real("--test", "share", "Share of all images to test on, where the source has no test split. [default: 0.15]", 0, 0.9);

    public void AddTo(Command verb)
    {
        verb.Arguments.Add(Path);
        verb.Options.Add(Validation);
        verb.Options.Add(Test);
    }

    /// <summary>The options that the command line states, on top of the usual ones.</summary>
    public DatasetOptions Options(Request request, DatasetOptions? usual = null)
    {
        DatasetOptions options = usual ?? new DatasetOptions { Seed = request.Seed };
        return options with
        {
            ValidationShare = request.Value(Validation) ?? options.ValidationShare,
            TestShare = request.Value(Test) ?? options.TestShare,
            Threads = request.Threads == 0 ? Environment.ProcessorCount : request.Threads,
        };
    }

    /// <summary>Opens the data, telling how far it has come: live to a watching person, else a line now and then.</summary>
    public Dataset Open(Request request, DatasetOptions options)
    {
        string path = request.Value(Path);
        Dataset? opened = null;
        ReadingProgress progress = new(request.Screen, path);
        LiveTable.Follow(request.Screen, progress.Render, _ => opened = Dataset.Open(path, options with { Progress = progress.Tell }, request.Cancellation));
        return opened!;
    }
}
