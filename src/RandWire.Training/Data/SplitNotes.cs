using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Training.Data;

/// <summary>How a model's data was opened, read and split, kept in the model's metadata so that a later evaluation meets the same test images, and a prediction
/// the same samples.</summary>
public static class SplitNotes
{
    private const string SeedKey = "randwire.split.seed", ValidationKey = "randwire.split.validation", TestKey = "randwire.split.test", SideKey = "randwire.split.side",
        PathKey = "randwire.split.pathcolumn", LabelKey = "randwire.split.labelcolumn", ColumnKey = "randwire.split.splitcolumn", GroupKey = "randwire.split.groupcolumn",
        FolderKey = "randwire.split.groupfolder", NearKey = "randwire.split.nearduplicates",
        ReadingKey = "randwire.images.reading", DecoderKey = "randwire.images.decoder";

    /// <summary>The metadata that says so.</summary>
    /// <param name="split">The options that the data was opened with.</param>
    /// <param name="reading">By what its images were read.</param>
    public static Dictionary<string, string> Of(DatasetOptions split, ReadingRecord reading)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(reading);
        Dictionary<string, string> notes = new(StringComparer.Ordinal)
        {
            [SeedKey] = split.Seed.ToString(CultureInfo.InvariantCulture),
            [ValidationKey] = split.ValidationShare.ToString(CultureInfo.InvariantCulture),
            [TestKey] = split.TestShare.ToString(CultureInfo.InvariantCulture),
            [SideKey] = (split.MaxSide ?? 0).ToString(CultureInfo.InvariantCulture),
            [ReadingKey] = reading.Reading.Text,
            [DecoderKey] = reading.Decoder,
        };
        foreach ((string key, string? column) in (ReadOnlySpan<(string, string?)>)
            [(PathKey, split.PathColumn), (LabelKey, split.LabelColumn), (ColumnKey, split.SplitColumn), (GroupKey, split.GroupColumn)])
        {
            if (column is not null) notes[key] = column;
        }
        if (split.GroupFolder) notes[FolderKey] = "true";
        if (split.NearDuplicates == NearDuplicateRule.Together) notes[NearKey] = "together";
        return notes;
    }

    /// <summary>Reads the metadata back; what is missing or out of range has its default, and seed 1.</summary>
    /// <param name="metadata">The metadata of a model.</param>
    /// <exception cref="SpecException">What it records of the reading of images makes no sense.</exception>
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
            PathColumn = metadata.GetValueOrDefault(PathKey),
            LabelColumn = metadata.GetValueOrDefault(LabelKey),
            SplitColumn = metadata.GetValueOrDefault(ColumnKey),
            GroupColumn = metadata.GetValueOrDefault(GroupKey),
            GroupFolder = metadata.GetValueOrDefault(FolderKey) == "true",
            NearDuplicates = metadata.GetValueOrDefault(NearKey) == "together" ? NearDuplicateRule.Together : NearDuplicateRule.Tell,
            Reading = metadata.TryGetValue(ReadingKey, out string? text) ? ImageReading.Parse(text) : ImageReading.Usual,
        };
    }

    /// <summary>Names and versions of the decoders that the metadata of a model records; <see cref="ReadingRecord.UnrecordedDecoder"/> where it records
    /// none.</summary>
    /// <param name="metadata">The metadata of a model.</param>
    public static string Decoder(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.GetValueOrDefault(DecoderKey) ?? ReadingRecord.UnrecordedDecoder;
    }

    private static double? Share(IReadOnlyDictionary<string, string> metadata, string key) =>
        double.TryParse(metadata.GetValueOrDefault(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 0.9 ? share : null;
}
