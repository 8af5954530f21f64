using System.Globalization;

namespace RandWire.Training.Data;

/// <summary>How a model's data was opened and split, kept in the model's metadata so that a later evaluation meets the same test images.</summary>
public static class SplitNotes
{
    private const string SeedKey = "randwire.split.seed", ValidationKey = "randwire.split.validation", TestKey = "randwire.split.test", SideKey = "randwire.split.side";

    /// <summary>The metadata that says so.</summary>
    /// <param name="split">The options that the data was opened with.</param>
    public static Dictionary<string, string> Of(DatasetOptions split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SeedKey] = split.Seed.ToString(CultureInfo.InvariantCulture),
            [ValidationKey] = split.ValidationShare.ToString(CultureInfo.InvariantCulture),
            [TestKey] = split.TestShare.ToString(CultureInfo.InvariantCulture),
            [SideKey] = (split.MaxSide ?? 0).ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Reads the metadata back; what is missing or out of range has its default, and seed 1.</summary>
    /// <param name="metadata">The metadata of a model.</param>
    public static DatasetOptions Read(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        DatasetOptions usual = new();
        bool hasSeed = long.TryParse(metadata.GetValueOrDefault(SeedKey), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed);
        return usual with
        {
            Seed = hasSeed ? seed : 1,
            ValidationShare = Share(metadata, ValidationKey) ?? usual.ValidationShare,
            TestShare = Share(metadata, TestKey) ?? usual.TestShare,
            MaxSide = int.TryParse(metadata.GetValueOrDefault(SideKey), NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side > 0 ? side : null,
        };
    }

    private static double? Share(IReadOnlyDictionary<string, string> metadata, string key) =>
        double.TryParse(metadata.GetValueOrDefault(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 0.9 ? share : null;
}
