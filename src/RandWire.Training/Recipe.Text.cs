using System.Globalization;
using RandWire.Graphs;
using RandWire.Training.Data;

namespace RandWire.Training;

public sealed partial record Recipe
{
    /// <summary>Keys of the text form.</summary>
    public const string Fields = "epochs, batch, lr, schedule, warmup, momentum, nesterov, decay, smoothing, dropout, edgedrop, droppath, average, earlysize, " +
        "earlyepochs, classweights, augment";

    /// <summary>Canonical text, every field in a fixed order: <c>epochs=5 batch=64 lr=0.05 schedule=cosine warmup=0.5 momentum=0.9
    /// nesterov=true
    /// decay=0.0005 smoothing=0.1 dropout=0 edgedrop=0 average=0.99 augment=crop(pad=2)+flip</c>; before the average <c>droppath=0.2</c> and before the last field <c>earlysize=24 earlyepochs=2</c>
    /// where there are any, and <c>classweights=balanced</c> where classes are weighted.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture,
        $"epochs={Epochs} batch={BatchSize} lr={LearningRate} schedule={(Schedule == LearningRateSchedule.Cosine ? "cosine" : "onecycle")} " +
        $"warmup={WarmupEpochs} momentum={Momentum} nesterov={(Nesterov ? "true" : "false")} decay={WeightDecay} smoothing={LabelSmoothing} " +
        $"dropout={Dropout} edgedrop={EdgeDrop} {PathText}average={AverageDecay} {EarlyText}{WeightText}augment={Augmentation.Text}");

    // Left out where nothing is asked for: recipes written before they had these fields keep their text.
    private string EarlyText => EarlyEpochs == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"earlysize={EarlySize} earlyepochs={EarlyEpochs} ");

    private string PathText => DropPath == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"droppath={DropPath} ");

    private string WeightText => ClassWeights == ClassWeighting.None ? "" : "classweights=balanced ";

    /// <summary>Reads <see cref="Text"/> back. Fields that are not named keep the value of <paramref name="basis"/>, or the
    /// default.</summary>
    /// <param name="text">Space-separated <c>key=value</c> pairs, any order, each key once.</param>
    /// <param name="basis">Where unnamed fields come from; null: a new recipe.</param>
    /// <exception cref="SpecException">An unknown or repeated key, or a value out of range.</exception>
    public static Recipe Parse(string text, Recipe? basis = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        Recipe recipe = basis ?? new Recipe();
        HashSet<string> seen = [];
        foreach (TermItem item in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(static pair => new TermItem(pair)))
        {
            if (string.IsNullOrEmpty(item.Key)) throw new SpecException($"Recipe: '{item.Text}' is not of the form key=value. Keys: {Fields}.");
            string key = item.Key.ToLowerInvariant();
            if (!seen.Add(key)) throw new SpecException($"Recipe: {key} is given twice. Keep one of them.");
            recipe = recipe.With(key, item.Value);
        }
        return recipe.Checked();
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private Recipe With(string key, string value) => key switch
    {
        "epochs" => this with { Epochs = Whole(key, value) },
        "batch" => this with { BatchSize = Whole(key, value) },
        "lr" => this with { LearningRate = Number(key, value) },
        "schedule" => this with
        {
            Schedule = value.ToLowerInvariant() switch
            {
                "cosine" => LearningRateSchedule.Cosine,
                "onecycle" => LearningRateSchedule.OneCycle,
                _ => throw new SpecException($"Recipe: schedule={value} is unknown. Use cosine or onecycle."),
            },
        },
        "warmup" => this with { WarmupEpochs = Number(key, value) },
        "momentum" => this with { Momentum = Number(key, value) },
        "nesterov" => this with
        {
            Nesterov = bool.TryParse(value, out bool nesterov) ? nesterov : throw new SpecException($"Recipe: nesterov={value}: use true or false."),
        },
        "decay" => this with { WeightDecay = Number(key, value) },
        "smoothing" => this with { LabelSmoothing = Number(key, value) },
        "dropout" => this with { Dropout = Number(key, value) },
        "edgedrop" => this with { EdgeDrop = Number(key, value) },
        "droppath" => this with { DropPath = Number(key, value) },
        "average" => this with { AverageDecay = Number(key, value) },
        "earlysize" => this with { EarlySize = Whole(key, value) },
        "earlyepochs" => this with { EarlyEpochs = Whole(key, value) },
        "classweights" => this with { ClassWeights = Weighting(value) },
        "augment" => this with { Augmentation = Augmentation.Parse(value) },
        _ => throw new SpecException($"Recipe: the key {key} is unknown. Keys: {Fields}."),
    };

    private static ClassWeighting Weighting(string value) => value.ToLowerInvariant() switch
    {
        "balanced" => ClassWeighting.Balanced,
        "none" => ClassWeighting.None,
        _ => throw new SpecException($"Recipe: classweights={value} is unknown. Use balanced or none."),
    };

    private static int Whole(string key, string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number : throw new SpecException(value.TrimStart('-', '+') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit)
                ? $"Recipe: {key}={value} is out of range. It must lie in {key switch { "epochs" => "[1, 100000]", "batch" => "[1, 65536]", _ => $"[0, {int.MaxValue}]" }}."
                : $"Recipe: {key}={value} is not a whole number.");

    private static double Number(string key, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number : throw new SpecException($"Recipe: {key}={value} is not a finite number. Write it like 0.1 or 5e-4.");

    private static void Require(bool holds, string field, object value, string rule)
    {
        if (!holds) throw new SpecException(string.Create(CultureInfo.InvariantCulture, $"Recipe: {field}={value} {rule}."));
    }
}
