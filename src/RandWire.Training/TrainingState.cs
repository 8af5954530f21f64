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

    private const string Key = "randwire.training";

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
        ValidateEvery = setup.ValidateEvery,
    };

    /// <summary>Reads the state out of a checkpoint's metadata.</summary>
    /// <exception cref="InvalidDataException">There is none, or it cannot be read.</exception>
    public static TrainingState Read(LoadedCheckpoint checkpoint, string path)
    {
        if (!checkpoint.Metadata.TryGetValue(Key, out string? json))
            throw new InvalidDataException($"{path}: a checkpoint, but not the state of a training run. Delete it, or train into another folder.");
        try
        {
            TrainingState state = JsonSerializer.Deserialize(json, TrainingJson.Default.TrainingState)!;
            return state.Version == 1 ? state
                : throw new InvalidDataException($"{path}: version {state.Version} is not known here. Use the program that wrote it.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: not a training state ({error.Message}). Delete the file to train anew.", error);
        }
    }

    /// <summary>Throws when this state is that of another run than <paramref name="start"/> begins.</summary>
    /// <exception cref="SpecException">It is; the message names what differs.</exception>
    public void RequireSameRun(TrainingState start, string folder)
    {
        Require("network", Network, start.Network);
        Require("recipe", Recipe, start.Recipe);
        Require("seed", Seed.ToString(CultureInfo.InvariantCulture), start.Seed.ToString(CultureInfo.InvariantCulture));
        // Before the data, whose statistics follow from it.
        Require("decoder or reading of images", Images ?? "", start.Images ?? "");
        Require("data", Data, start.Data);
        Require("validation interval", $"{ValidateEvery}", $"{start.ValidateEvery}");

        void Require(string what, string there, string given)
        {
            if (there == given) return;
            throw new SpecException($"{folder} holds a run with another {what}: there '{there}', asked for '{given}'. " +
                "Give the same arguments to resume it, or another folder to start anew.");
        }
    }

    /// <summary>The metadata that <see cref="Read"/> reads back.</summary>
    public Dictionary<string, string> ToMetadata() => new() { [Key] = JsonSerializer.Serialize(this, TrainingJson.Default.TrainingState) };

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
