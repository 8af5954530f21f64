using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>How far a run has come, and of which run: metadata of the checkpoint that holds weights, momentum and averages.</summary>
internal sealed record TrainingState
{
    /// <summary>Name of the file in the run's folder.</summary>
    public const string FileName = "state.safetensors";

    /// <summary>Name of the file with the state of the last finished epoch before it.</summary>
    public const string PreviousName = "state.previous.safetensors";

    /// <summary>Why a state cannot be used.</summary>
    public const string Remedy = "The file is damaged or was changed.";

    private const string Key = "randwire.training";

    // Three hundred years and more work than any machine does: sums of such numbers stay finite.
    private const double MostSeconds = 1e10, MostMultiplyAdds = 1e30;

    /// <summary>Version of this record.</summary>
    public required int Version { get; init; }

    /// <summary>Canonical text of the network as trained.</summary>
    public required string Network { get; init; }

    /// <summary>Canonical text of the recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Fingerprint of the data.</summary>
    public required string Data { get; init; }

    /// <summary>By what the images were read, see <see cref="ReadingRecord.Identity"/>; empty for plain images, null in states from before it was
    /// recorded.</summary>
    public string? Images { get; init; }

    /// <summary>Version of the engine's arithmetic, see <see cref="Engine.Arithmetic.Version"/>; null in states from before it was recorded, which are of version 1.</summary>
    public int? Arithmetic { get; init; }

    /// <summary>What the data is, without lists of images; null in states from before it was recorded, whose pixels are not checked.</summary>
    public DataIdentity? Identity { get; init; }

    /// <summary>Validation interval in epochs.</summary>
    public required int ValidateEvery { get; init; }

    /// <summary>Epochs finished.</summary>
    public int Epoch { get; init; }

    /// <summary>Steps taken of the epoch under way.</summary>
    public int Step { get; init; }

    /// <summary>Sums over these steps.</summary>
    public EpochSums Sums { get; init; }

    /// <summary>Epochs finished.</summary>
    public EpochResult[] History { get; init; } = [];

    /// <summary>The state of a run that has not begun.</summary>
    public static TrainingState Start(TrainingSetup setup) => new()
    {
        Version = 1,
        Network = setup.Network.Text,
        Recipe = setup.Recipe.Text,
        Seed = setup.Seed,
        Data = Fingerprint(setup),
        Images = setup.Train.Reading.Identity,
        Arithmetic = RandWire.Engine.Arithmetic.Version,
        Identity = DataIdentity.Of(setup.Classes, setup.Train.Reading, setup.Train, setup.Validation, null).WithoutImages(),
        ValidateEvery = setup.ValidateEvery,
    };

    /// <summary>Reads the state out of a checkpoint's metadata.</summary>
    /// <exception cref="InvalidDataException">There is none, or it cannot be read.</exception>
    /// <exception cref="SpecException">It is of a version that is not known here.</exception>
    public static TrainingState Read(LoadedCheckpoint checkpoint, string path)
    {
        if (!checkpoint.Metadata.TryGetValue(Key, out string? json))
            throw new InvalidDataException($"{path}: a checkpoint, but not the state of a training run. Delete it, or train into another folder.");
        try
        {
            TrainingState state = JsonSerializer.Deserialize(json, TrainingJson.Default.TrainingState)
                ?? throw new InvalidDataException($"{path}: its training record is null. {Remedy}");
            if (state.Identity is { } identity && Array.Exists(identity.Classes, name => name is null)) throw new InvalidDataException($"{path}: identity.classes holds null. {Remedy}");
            return state.Version == 1 ? state
                : throw new SpecException($"{path}: a state of version {state.Version}, which is not known here. Go on with the program that wrote it, or give another folder to start anew.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new InvalidDataException($"{path}: not a training state ({error.Message}). {Remedy}", error);
        }
    }

    /// <summary>Throws when no run of this setup can have been where this state says that it was.</summary>
    /// <param name="setup">The run.</param>
    /// <param name="batch">Images of a step.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidDataException">It cannot; the message names the field.</exception>
    public void RequirePossible(TrainingSetup setup, int batch, string path)
    {
        int epochs = setup.Recipe.Epochs, steps = setup.Train.Count / batch;
        Require(Epoch >= 0 && Epoch <= epochs, "epoch", Epoch, $"must lie in [0, {epochs}], the epochs of the recipe");
        Require(Step >= 0 && Step <= (Epoch == epochs ? 0 : steps), "step", Step, $"must lie in [0, {(Epoch == epochs ? 0 : steps)}], the steps of an epoch");
        Require(Sums.Images == (long)Step * batch, "sums.images", Sums.Images, $"must be {(long)Step * batch}, for {Step} steps");
        Require(Sums.Correct >= 0 && Sums.Correct <= Sums.Images, "sums.correct", Sums.Correct, $"must lie in [0, {Sums.Images}]");
        Require(IsLoss(Sums.Loss), "sums.loss", Sums.Loss, "must be finite and at least 0");
        Require(Sums.Seconds is >= 0 and <= MostSeconds, "sums.seconds", Sums.Seconds, "must be at least 0");
        Require(Sums.WaitSeconds is >= 0 and <= MostSeconds, "sums.waitSeconds", Sums.WaitSeconds, "must be at least 0");
        Require(History.Length == Epoch, "history", History.Length, $"must hold {Epoch} epochs, as many as are finished");
        for (int i = 0; i < History.Length; i++)
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"history[{i}]");
            Require(History[i] is not null, at, "null", "must be the result of an epoch");
            EpochResult one = History[i];
            Require(one.Epoch == i + 1, at + ".epoch", one.Epoch, $"must be {i + 1}");
            Require(IsLoss(one.TrainLoss), at + ".trainLoss", one.TrainLoss, "must be finite and at least 0");
            Require(IsLoss(one.ValidationLoss ?? 0), at + ".validationLoss", one.ValidationLoss ?? 0, "must be finite and at least 0");
            foreach ((string name, double share) in (ReadOnlySpan<(string, double)>)
                [("trainTop1", one.TrainTop1), ("validationTop1", one.ValidationTop1 ?? 0), ("validationBalanced", one.ValidationBalanced ?? 0), ("loaderWaitShare", one.LoaderWaitShare)])
            {
                Require(share is >= 0 and <= 1, $"{at}.{name}", share, "must lie in [0, 1]");
            }
            Require(one.Seconds is >= 0 and <= MostSeconds, at + ".seconds", one.Seconds, "must be at least 0");
            Require(one.LearningRate >= 0 && double.IsFinite(one.LearningRate), at + ".learningRate", one.LearningRate, "must be at least 0");
            Require(one.MultiplyAdds is >= 0 and <= MostMultiplyAdds, at + ".multiplyAdds", one.MultiplyAdds, "must be at least 0");
        }

        void Require(bool holds, string field, object value, string rule)
        {
            if (!holds) throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}: {field} = {value} {rule}. {Remedy}"));
        }
    }

    /// <summary>Throws when this state is that of another run than <paramref name="start"/> begins.</summary>
    /// <exception cref="SpecException">It is; the message names what differs.</exception>
    public void RequireSameRun(TrainingState start, string folder)
    {
        if ((Arithmetic ?? 1) != start.Arithmetic)
        {
            throw new SpecException(string.Create(CultureInfo.InvariantCulture, $"{folder} holds a run of an engine with arithmetic version {Arithmetic ?? 1}; this one has version {start.Arithmetic}, ")
                + "whose roundings are others: it cannot end in the bits that the run would have had. Go on with the program that began it, or give another folder to start anew.");
        }
        Require("network", Network, start.Network);
        Require("recipe", Recipe, start.Recipe);
        Require("seed", Seed.ToString(CultureInfo.InvariantCulture), start.Seed.ToString(CultureInfo.InvariantCulture));
        // Before the data, whose statistics follow from it.
        Require("decoder or reading of images", Images ?? "", start.Images ?? "");
        if (Identity is not null && start.Identity is not null && Identity.Difference(start.Identity) is { Count: > 0 } changes)
            throw new SpecException($"{folder} holds a run on other data. Since then: {string.Join(' ', changes)} Bring the data back to resume it, or give another folder to start anew.");
        Require("data", Data, start.Data);
        Require("validation interval", $"{ValidateEvery}", $"{start.ValidateEvery}");

        void Require(string what, string there, string given)
        {
            if (there == given) return;
            throw new SpecException($"{folder} holds a run with another {what}: there '{there}', asked for '{given}'. " +
                "Give the same arguments to resume it; if they are the same, the data has changed: give another folder to start anew.");
        }
    }

    /// <summary>The metadata that <see cref="Read"/> reads back.</summary>
    public Dictionary<string, string> ToMetadata() => new() { [Key] = JsonSerializer.Serialize(this, TrainingJson.Default.TrainingState) };

    // Rounding may leave a loss of nothing a hair below 0.
    private static bool IsLoss(double loss) => loss >= -1e-6 && loss <= double.MaxValue;

    // Labels and names of all images, and the pixel statistics in the format, stand for the data; a moved folder is still the same data.
    private static string Fingerprint(TrainingSetup setup)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(setup.Format.Text);
        foreach (string name in setup.Classes) Add(name);
        foreach (DatasetSplit? split in (DatasetSplit?[])[setup.Train, setup.Validation])
        {
            if (split is null) continue;
            Add(string.Create(CultureInfo.InvariantCulture, $"{split.Name} {split.Count}"));
            for (int i = 0; i < split.Count; i++) Add(string.Create(CultureInfo.InvariantCulture, $"{split.Label(i)} {split.Source(i)}"));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
    }
}
