using System.CommandLine;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Cli.Verbs;

/// <summary><c>evaluate</c>: what a trained model scores on a split of a data set.</summary>
internal static class EvaluateVerb
{
    private static readonly ModelArgument Model = new("data", DataFlags.PathMeaning);
    private static readonly DataFlags Data = new();
    private static readonly Option<string> Split = Flags.Choice("--split", "Images to evaluate on; all are for data that the model has never seen", "test", "test", "validation", "train", "all");
    private static readonly Option<bool> Mirrored = Flags.Switch("--mirrored", "Averages the probabilities of every image and its mirror image, at twice the cost.");

    public static Verb Create()
    {
        Verb verb = new("evaluate", "Tells what a trained model scores on a data set.")
        {
            Details = "Accuracy with its error bar, accuracy of every class, confusion and calibration. The data is read and split as it was in training, unless --seed is given. It may lack some of the model's classes.",
            Examples =
            [
                new("on the test images", "evaluate randwire-runs/fashion samples/fashion"),
                new("on other images than those of the training", "evaluate model.safetensors new-photos --split all"),
                new("one JSON object", "evaluate model.safetensors photos --split validation --json"),
            ],
            OutIsJson = true,
            Work = Evaluate,
        };
        Model.AddTo(verb);
        verb.Options.Add(Split);
        verb.Options.Add(Mirrored);
        Data.AddOptions(verb);
        return verb;
    }

    private static ExitCode Evaluate(Request request)
    {
        TrainedModel model = Model.Load(request);
        DatasetOptions split = model.Data;
        if (request.IsGiven(CommonFlags.Seed))
            split = new DatasetOptions { Seed = request.Seed, MaxSide = split.MaxSide, Reading = split.Reading };
        split = Data.Options(request, split) with { ToTrain = false };
        split = split with { Reading = split.Reading! with { Decoder = split.Decoder } };
        if (split.NearDuplicates != NearDuplicateRule.Together)
            split = split with { NearDuplicates = NearDuplicateRule.Ignore };
        string path = Model.Shown(request);
        using Dataset dataset = DataFlags.Open(request, path, split);
        if (!dataset.Reading.IsPlain && model.DecoderDiffers(split.Reading!.Decoder) is { } differs)
            Screen.Complain($"Note: {differs}.");
        foreach (string line in DataReportView.Opening(dataset.Report))
            request.Screen.Line("Note: " + line);
        ClassMapping mapping = ClassMapping.Of(dataset.Classes, model.Classes, path);
        DatasetSplit images = mapping.Apply(request.Value(Split) switch
        {
            "train" => dataset.Train,
            "validation" => dataset.Validation,
            "all" => dataset.Everything,
            _ => dataset.Test,
        });
        Evaluation evaluation = model.Evaluate(images, new EvaluationOptions { AverageMirrored = request.Value(Mirrored) }, request.Threads, request.Cancellation);
        if (mapping.Note is { } lacking)
            request.Screen.Result("Note: " + lacking);
        EvaluationView.Describe(request.Screen, images.Name, evaluation, model.Classes);
        request.Screen.Object(writer =>
        {
            writer.WriteString("split", images.Name);
            EvaluationView.WriteMembers(writer, evaluation, model.Classes);
        });
        return ExitCode.Done;
    }
}
