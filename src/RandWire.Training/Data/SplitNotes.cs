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

    /// <summary>Reads the metadata back; what is missing has its default, and seed 1.</summary>
    /// <param name="metadata">The metadata of a model.</param>
    /// <exception cref="SpecException">What it records makes no sense.</exception>
    public static DatasetOptions Read(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        DatasetOptions usual = new();
        return usual with
        {
            Seed = !metadata.TryGetValue(SeedKey, out string? seed) ? 1
                : long.TryParse(seed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : throw Bad(SeedKey, seed, "a whole number"),
            ValidationShare = Share(metadata, ValidationKey) ?? usual.ValidationShare,
            TestShare = Share(metadata, TestKey) ?? usual.TestShare,
            MaxSide = !metadata.TryGetValue(SideKey, out string? side) ? null
                : int.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out int pixels) ? pixels > 0 ? pixels : null : throw Bad(SideKey, side, "a number of pixels"),
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
        !metadata.TryGetValue(key, out string? text) ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 0.9 ? share
        : throw Bad(key, text, "a share in [0, 0.9]");

    private static SpecException Bad(string key, string value, string allowed) => new($"{key} = '{value}' is not {allowed}.");
}
