using System.CommandLine;
using System.Globalization;
using RandWire.Training;

namespace RandWire.Cli.Verbs;

/// <summary><c>predict</c>: what a trained model sees in an image, or in every image of a folder.</summary>
internal static class PredictVerb
{
    private const int UsualTop = 3;

    private static readonly Argument<string> Model = new("model") { Description = "A model (.safetensors), or the folder of a run or training." };
    private static readonly Argument<string> Images = new("image") { Description = "A JPEG or PNG file, or a folder of them." };
    private static readonly Option<int?> Top = Flags.Integer("--top", "n", $"Classes to name for each image. [default: {UsualTop}]", 1);

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
        verb.Arguments.Add(Model);
        verb.Arguments.Add(Images);
        verb.Options.Add(Top);
        return verb;
    }

    private static ExitCode Predict(Request request)
    {
        TrainedModel model = TrainedModel.Load(NetworkSource.ModelFile(request.Value(Model)));
        IReadOnlyList<string> files = Predictor.Files(request.Value(Images));
        if (files.Count == 0)
            throw new DataException($"{request.Value(Images)}: no .jpg, .jpeg or .png file in it.");
        int top = Math.Min(request.Value(Top) ?? UsualTop, model.Classes.Count);
        int unreadable = 0;
        using Predictor predictor = new(model, threads: request.Threads);
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

            request.Screen.Object(writer =>
            {
                writer.WriteString("image", prediction.Path);
                if (prediction.Error is { } reason)
                    writer.WriteString("error", reason);
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
