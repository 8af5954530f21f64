using System.CommandLine;
using System.Globalization;
using RandWire.Reports;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Cli.Verbs;

/// <summary><c>predict</c>: what a trained model sees in an image, or in every image of a folder.</summary>
internal static class PredictVerb
{
    private const int UsualTop = 3;

    private static readonly ModelArgument Model = new("image", "An image file, or a folder of them.");
    private static readonly Option<int?> Top = Flags.Integer("--top", "n", $"Classes to name for each image. [default: {UsualTop}]", 1);

    private static readonly Option<string> Decoder = DataFlags.DecoderFlag();

    public static Verb Create()
    {
        Verb verb = new("predict", "Classifies an image, or every image of a folder.")
        {
            Examples =
            [
                new("the three likeliest classes", "predict randwire-runs/fashion shoe.png"),
                new("one object a line", "predict best/model.safetensors photos --top 1 --json"),
            ],
            OutIsJson = true,
            Work = Predict,
        };
        Model.AddTo(verb);
        verb.Options.Add(Top);
        verb.Options.Add(Decoder);
        return verb;
    }

    private static ExitCode Predict(Request request)
    {
        TrainedModel model = Model.Load(request);
        string images = Model.Shown(request);
        DecoderKind decoder = DataFlags.DecoderOf(request.Value(Decoder));
        ImageFiles found = Predictor.Look(images, request.Cancellation);
        IReadOnlyList<string> files = found.Files;
        foreach (SkippedFile passed in found.PassedOver)
            Screen.Complain(Screen.Clean($"passed over: {passed.Source}: {passed.Reason}"));
        if (found.IgnoredFiles > 0)
            request.Screen.Line($"{Quantity.Count(found.IgnoredFiles)} files that are no images are passed over");
        if (files.Count == 0)
            throw new DataException($"{images}: no image in it.");
        if (model.DecoderDiffers(decoder) is { } differs && files.Any(file => !file.EndsWith(".png", StringComparison.OrdinalIgnoreCase)))
            Screen.Complain($"Note: {differs}.");
        int top = Math.Min(request.Value(Top) ?? UsualTop, model.Classes.Count);
        int unreadable = 0;
        using Predictor predictor = new(model, threads: request.Threads, decoder: decoder);
        foreach (ImagePrediction prediction in predictor.Predict(files))
        {
            request.Cancellation.ThrowIfCancellationRequested();
            if (prediction.Error is { } error)
            {
                unreadable++;
                Screen.Complain(Screen.Clean($"skipped: {error}"));
            }
            else
            {
                request.Screen.Result($"{prediction.Path}: " + string.Join(", ", prediction.Ranked.Take(top).Select(one =>
                    string.Create(CultureInfo.InvariantCulture, $"{one.Class} {100 * one.Probability:0.0} %"))));
            }

            if (prediction.Note is { } note)
                Screen.Complain(Screen.Clean($"Note: {prediction.Path}: {note}."));
            request.Screen.Object(writer =>
            {
                writer.WriteString("image", prediction.Path);
                if (prediction.Error is { } reason)
                    writer.WriteString("error", reason);
                if (prediction.Note is { } remark)
                    writer.WriteString("note", remark);
                writer.WriteStartArray("classes");
                foreach (ClassProbability one in prediction.Ranked.Take(top))
                {
                    writer.WriteStartObject();
                    writer.WriteString("class", one.Class);
                    writer.WriteNumber("probability", one.Probability);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
        }

        return unreadable == files.Count ? ExitCode.Data : ExitCode.Done;
    }
}
