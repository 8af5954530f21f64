using System.CommandLine;
using RandWire.Networks;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Cli.Verbs;

/// <summary><c>evaluate</c>: what a trained model scores on a split of a data set.</summary>
internal static class EvaluateVerb
{
    private static readonly Argument<string> Model = new("model") { Description = "A model (.safetensors), or the folder of a run or training." };
    private static readonly DataFlags Data = new();
    private static readonly Option<string> Split = Flags.Choice("--split", "Images to evaluate on", "test", "test", "validation", "train");
    private static readonly Option<bool> Mirrored = Flags.Switch("--mirrored", "Averages the probabilities of every image and its mirror image, at twice the cost.");

    public static Verb Create()
    {
        Verb verb = new("evaluate", "Tells what a trained model scores on a data set.")
        {
            Details = "Accuracy with its error bar, accuracy of every class, confusion and calibration. The data is split as it was in training, unless --seed is given.",
            Examples =
            [
                new("on the test images", "evaluate randwire-runs/fashion samples/fashion"),
                new("one JSON object", "evaluate model.safetensors photos --split validation --json"),
            ],
            OutIsJson = true,
            Work = Evaluate,
        };
        verb.Arguments.Add(Model);
        Data.AddTo(verb);
        verb.Options.Add(Split);
        verb.Options.Add(Mirrored);
        return verb;
    }

    private static ExitCode Evaluate(Request request)
    {
        string file = NetworkSource.ModelFile(request.Value(Model));
        TrainedModel model = TrainedModel.Load(file);
        DatasetOptions split = request.IsGiven(CommonFlags.Seed) ? new DatasetOptions { Seed = request.Seed } : SplitNotes.Read(Checkpoint.Load(file).Metadata);
        using Dataset dataset = Data.Open(request, Data.Options(request, split));
        if (!dataset.Classes.SequenceEqual(model.Classes))
        {
            throw new DataException($"{request.Value(Data.Path)}: its classes are {Names(dataset.Classes)}; the model knows {Names(model.Classes)}. "
                + "Both must be the same, in the same order.");
        }

        DatasetSplit images = request.Value(Split) switch { "train" => dataset.Train, "validation" => dataset.Validation, _ => dataset.Test };
        Evaluation evaluation = model.Evaluate(images, new EvaluationOptions { AverageMirrored = request.Value(Mirrored) }, request.Threads, request.Cancellation);
        EvaluationView.Describe(request.Screen, images.Name, evaluation, model.Classes);
        request.Screen.Object(writer =>
        {
            writer.WriteString("split", images.Name);
            EvaluationView.WriteMembers(writer, evaluation, model.Classes);
        });
        return ExitCode.Done;
    }

    private static string Names(IReadOnlyList<string> classes) =>
        $"{string.Join(", ", classes.Take(8))}{(classes.Count > 8 ? $" and {classes.Count - 8} more" : "")}";
}
