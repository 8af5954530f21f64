using System.Globalization;
using RandWire.Training.Data;

namespace RandWire.Cli;

/// <summary>What the metadata of a model says beyond network, classes and input: how its data was split, how it was trained, by which command.</summary>
internal static class ModelNotes
{
    private const string SeedKey = "randwire.seed";
    private const string ValidationKey = "randwire.validation";
    private const string TestKey = "randwire.test";

    public static Dictionary<string, string> Of(DatasetOptions split, string recipe, string command) => new(StringComparer.Ordinal)
    {
        [SeedKey] = split.Seed.ToString(CultureInfo.InvariantCulture),
        [ValidationKey] = split.ValidationShare.ToString(CultureInfo.InvariantCulture),
        [TestKey] = split.TestShare.ToString(CultureInfo.InvariantCulture),
        ["randwire.recipe"] = recipe,
        ["randwire.command"] = command,
    };

    /// <summary>How the model's data was split; the usual split where the model does not say.</summary>
    public static DatasetOptions Split(IReadOnlyDictionary<string, string> metadata)
    {
        DatasetOptions usual = new() { Seed = 1 };
        return usual with
        {
            Seed = metadata.TryGetValue(SeedKey, out string? seed) && long.TryParse(seed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : usual.Seed,
            ValidationShare = Share(metadata, ValidationKey) ?? usual.ValidationShare,
            TestShare = Share(metadata, TestKey) ?? usual.TestShare,
        };
    }

    private static double? Share(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 0.9
            ? share : null;
}
