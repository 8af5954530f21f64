using System.Text.Json;
using RandWire.Engine;
using RandWire.Networks;
using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>A network with weights and what it takes to use it: class names and input format. One safetensors file.</summary>
/// <param name="Spec">The network.</param>
/// <param name="Store">Its weights.</param>
/// <param name="Classes">Names of the classes, by label.</param>
/// <param name="Format">How images become input.</param>
public sealed record TrainedModel(NetworkSpec Spec, ParameterStore Store, IReadOnlyList<string> Classes, InputFormat Format)
{
    private const string ClassesKey = "randwire.classes", FormatKey = "randwire.format";

    /// <summary>How the data was opened, read and split; the usual way where the model does not say.</summary>
    public DatasetOptions Data { get; init; } = new() { Seed = 1, Reading = ImageReading.Usual };

    /// <summary>Names and versions of the decoders of its images; a model that does not say is from before there was a choice.</summary>
    public string Decoder { get; init; } = ReadingRecord.UnrecordedDecoder;

    /// <summary>A line for the reader where this program decodes images with others than <see cref="Decoder"/>, so that samples may differ by a few levels; null
    /// where it does not.</summary>
    /// <param name="decoder">The decoder in use.</param>
    public string? DecoderDiffers(DecoderKind decoder)
    {
        string here = ImageFile.DecoderName(decoder);
        return Decoder == here ? null
            : $"the model was trained with images decoded by {Decoder}, here it is {here}: samples of JPEG files and of unusual ones may differ by a few levels";
    }

    /// <summary>SHA-256 (hex) of the weights; equal hashes mean equal bits.</summary>
    public string WeightsSha256 => Checkpoint.WeightsSha256(Store);

    /// <summary>Writes the model atomically.</summary>
    /// <param name="path">The file, by custom <c>model.safetensors</c>.</param>
    /// <param name="notes">More metadata to keep in the file, such as the recipe; null: none.</param>
    public void Save(string path, IReadOnlyDictionary<string, string>? notes = null)
    {
        Dictionary<string, string> metadata = new(notes ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [ClassesKey] = JsonSerializer.Serialize([.. Classes], TrainingJson.Default.StringArray),
            [FormatKey] = Format.Text,
        };
        Checkpoint.Save(path, Spec, Store, metadata);
    }

    /// <summary>Reads a model back, verified.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, a weight in it is not finite, or it holds no class names or input
    /// format.</exception>
    public static TrainedModel Load(string path)
    {
        LoadedCheckpoint checkpoint = Checkpoint.Load(path);
        string[] classes;
        InputFormat format;
        DatasetOptions data;
        try
        {
            classes = JsonSerializer.Deserialize(Metadata(checkpoint, path, ClassesKey), TrainingJson.Default.StringArray) ?? [];
            format = InputFormat.Parse(Metadata(checkpoint, path, FormatKey));
            data = SplitNotes.Read(checkpoint.Metadata);
        }
        catch (Exception error) when (error is JsonException or FormatException or Graphs.SpecException)
        {
            throw new InvalidDataException($"{path}: its notes on classes, input format or reading of images cannot be read: {error.Message}", error);
        }
        NetworkSpec spec = checkpoint.Spec;
        if (classes.Length != spec.Classes || Array.Exists(classes, name => name is null))
            throw new InvalidDataException($"{path}: it names {classes.Length} classes, but its network tells {spec.Classes} apart.");
        if (new TensorShape(format.Height, format.Width, format.Channels) != spec.Input)
            throw new InvalidDataException($"{path}: its input format {format.Text} does not fit its network's input {spec.Input}.");
        return new TrainedModel(spec, checkpoint.ToStore(), classes, format)
        {
            Data = data,
            Decoder = SplitNotes.Decoder(checkpoint.Metadata),
        };
    }

    /// <summary>Evaluates the model on a split.</summary>
    /// <param name="split">The images, labelled with this model's labels.</param>
    /// <param name="options">What to compute; null takes the defaults.</param>
    /// <param name="threads">Threads of the engine; 0 takes all processors.</param>
    /// <param name="cancellationToken">Checked before every batch.</param>
    /// <exception cref="NonFiniteOutputException">The output for an image is not finite.</exception>
    public Evaluation Evaluate(DatasetSplit split, EvaluationOptions? options = null, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        using Executor inference = Executor.Compile(Store,
            new ExecutorOptions { BatchSize = TrainingRun.InferenceBatch(Store.Program), Training = false, Threads = threads });
        return Evaluation.Of(inference, split, Format, options, cancellationToken);
    }

    private static string Metadata(LoadedCheckpoint checkpoint, string path, string key) =>
        checkpoint.Metadata.TryGetValue(key, out string? value)
            ? value : throw new InvalidDataException($"{path}: no '{key}' in its metadata. Was it saved by this program's train or run?");
}
