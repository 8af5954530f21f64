using RandWire.Engine;
using RandWire.Training.Data;
using RandWire.Training.Data.Images;
using RandWire.Training.Data.Loading;
using RandWire.Training.Data.Readers;

namespace RandWire.Training;

/// <summary>Classifies single image files with a trained model. Not safe for concurrent use.</summary>
public sealed class Predictor : IDisposable
{
    private readonly TrainedModel _model;
    private readonly DecoderKind _decoder;
    private readonly Executor _inference;
    private readonly Probabilities _probabilities;
    private readonly float[] _images;

    /// <summary>Compiles a model for prediction.</summary>
    /// <param name="model">The model.</param>
    /// <param name="averageMirrored">Averages the probabilities of every image and its mirror image.</param>
    /// <param name="batchSize">Most images at a time, at least 1.</param>
    /// <param name="threads">Threads of the engine; 0 takes all processors.</param>
    /// <param name="decoder">What decodes JPEG files.</param>
    public Predictor(TrainedModel model, bool averageMirrored = false, int batchSize = 16, int threads = 0, DecoderKind decoder = DecoderKind.Managed)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        _model = model;
        _decoder = decoder;
        _inference = Executor.Compile(model.Store, new ExecutorOptions { BatchSize = batchSize, Training = false, Threads = threads });
        _probabilities = new Probabilities(_inference, averageMirrored);
        _images = new float[batchSize * model.Format.Elements];
    }

    /// <summary>The image files at a path, as <see cref="Look"/> finds them.</summary>
    /// <exception cref="FileNotFoundException">There is neither a file nor a folder.</exception>
    public static IReadOnlyList<string> Files(string path) => Look(path).Files;

    /// <summary>The image files at a path, and what is passed over there: the path itself when it is a file, else all images under it, by the rules that a data
    /// set's folders are read by. Each real folder is looked at once; hidden files are left out.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <exception cref="FileNotFoundException">There is neither a file nor a folder.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImageFiles Look(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path)) return new ImageFiles([path], [], 0);
        if (!Directory.Exists(path)) throw new FileNotFoundException($"{path}: there is no such file or folder.", path);
        ImageFolder scan = ImageFolder.Scan(path, cancellation);
        SkippedFile[] passedOver = [.. scan.Skipped.Concat(scan.PassedOver).OrderBy(file => file.Source, StringComparer.Ordinal)];
        return new ImageFiles([.. scan.Root.ImagesUnder().Select(image => Path.Combine(path, image)).Order(StringComparer.Ordinal)], passedOver, scan.IgnoredFiles);
    }

    /// <summary>Classifies files, in their order. A file that cannot be read gives a prediction with its error; it does not stop the
    /// others.</summary>
    /// <param name="paths">The files.</param>
    public IEnumerable<ImagePrediction> Predict(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string[] chunk in paths.Chunk(_inference.BatchSize))
        {
            foreach (ImagePrediction prediction in PredictChunk(chunk)) yield return prediction;
        }
    }

    /// <summary>Classifies one decoded image: all classes, the most probable first.</summary>
    /// <exception cref="NonFiniteOutputException">The network's output for it is not finite.</exception>
    public IReadOnlyList<ClassProbability> Predict(DecodedImage image)
    {
        _model.Format.Prepare(image, _images.AsSpan(0, _model.Format.Elements));
        _probabilities.Run(_images.AsSpan(0, _model.Format.Elements), 1, _model.Format);
        return IsFinite(0) ? Ranked(0) : throw new NonFiniteOutputException(NotFinite("the image"));
    }

    /// <summary>Frees the engine's memory and threads.</summary>
    public void Dispose() => _inference.Dispose();

    private ImagePrediction[] PredictChunk(string[] paths)
    {
        ImagePrediction[] predictions = new ImagePrediction[paths.Length];
        string?[] notes = new string?[paths.Length];
        List<int> readable = [];
        int elements = _model.Format.Elements;
        for (int i = 0; i < paths.Length; i++)
        {
            try
            {
                _model.Format.Prepare(Read(paths[i], out notes[i]), _images.AsSpan(readable.Count * elements, elements));
                readable.Add(i);
            }
            catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                predictions[i] = new ImagePrediction(paths[i], [], error.Message);
            }
        }
        if (readable.Count > 0) _probabilities.Run(_images.AsSpan(0, readable.Count * elements), readable.Count, _model.Format);
        for (int r = 0; r < readable.Count; r++)
        {
            string path = paths[readable[r]];
            predictions[readable[r]] = IsFinite(r) ? new ImagePrediction(path, Ranked(r), Note: notes[readable[r]]) : new ImagePrediction(path, [], NotFinite(path));
        }
        return predictions;
    }

    // As the training read its images, scaled down in two steps where it did so.
    private DecodedImage Read(string path, out string? note)
    {
        ImageReading reading = _model.Data.Reading! with { Decoder = _decoder };
        DecodedFile file;
        try
        {
            file = ImageFile.Decode(path, reading);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
        note = ReadingRule.Doubt(reading, file.Facts) ?? file.Facts.Note;
        return ImageShrinking.ToSide(file.Image, _model.Data.MaxSide);
    }

    private bool IsFinite(int image)
    {
        foreach (double probability in _probabilities[image]) if (!double.IsFinite(probability)) return false;
        return true;
    }

    private static string NotFinite(string path) =>
        $"{path}: the network's output for it is not a finite number, so no class can be read from it. Train the model again with a lower learning rate.";

    private ClassProbability[] Ranked(int image)
    {
        ReadOnlySpan<double> probabilities = _probabilities[image];
        ClassProbability[] ranked = new ClassProbability[probabilities.Length];
        for (int c = 0; c < ranked.Length; c++) ranked[c] = new ClassProbability(_model.Classes[c], probabilities[c]);
        return [.. ranked.OrderByDescending(entry => entry.Probability)];
    }
}
