using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace RandWire.Training.Data;

/// <summary>What a data set is: hashes of what was decoded, of labels, classes and splits, and by what the images were read. Equal identities train equal
/// networks.</summary>
/// <remarks>Not in it: paths, names of files, threads, the cache. It is a check against change, not against forgery: XXH128 is no cryptographic hash.</remarks>
public sealed record DataIdentity
{
    private const int KnownVersion = 1;

    /// <summary>Version of this record.</summary>
    public int Version { get; init; } = KnownVersion;

    /// <summary>Class names in label order.</summary>
    public required string[] Classes { get; init; }

    /// <summary>By what the images were read, see <see cref="ReadingRecord.Identity"/>: empty for plain images.</summary>
    public required string Reading { get; init; }

    /// <summary>The images to train on.</summary>
    public required SplitIdentity Train { get; init; }

    /// <summary>The images to choose by.</summary>
    public required SplitIdentity Validation { get; init; }

    /// <summary>The images to report by.</summary>
    public required SplitIdentity Test { get; init; }

    /// <summary>One hash over all of it (XXH128, 32 hex digits), with or without the lists of images.</summary>
    public string Hash
    {
        get
        {
            XxHash128 hash = new();
            Add(FormattableString.Invariant($"{Version} {Classes.Length}"));
            foreach (string name in Classes) Add(name);
            Add(Reading);
            foreach (SplitIdentity split in (SplitIdentity[])[Train, Validation, Test]) Add(FormattableString.Invariant($"{split.Count} {split.Pixels} {split.Labels}"));
            return Convert.ToHexStringLower(hash.GetCurrentHash());

            // With its length, so that no two lists give one text.
            void Add(string text)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                hash.Append(BitConverter.GetBytes(BitConverter.IsLittleEndian ? bytes.Length : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bytes.Length)));
                hash.Append(bytes);
            }
        }
    }

    /// <summary>The identity of some splits of a data set.</summary>
    /// <param name="classes">Class names in label order.</param>
    /// <param name="reading">By what the images were read.</param>
    /// <param name="train">The images to train on.</param>
    /// <param name="validation">The images to choose by; null for none.</param>
    /// <param name="test">The images to report by; null for none.</param>
    public static DataIdentity Of(IReadOnlyList<string> classes, ReadingRecord reading, DatasetSplit train, DatasetSplit? validation, DatasetSplit? test)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return new DataIdentity
        {
            Classes = [.. classes],
            Reading = reading.Identity,
            Train = SplitIdentity.Of(train),
            Validation = SplitIdentity.Of(validation),
            Test = SplitIdentity.Of(test),
        };
    }

    /// <summary>Without the lists of images: a few hundred bytes, whose differences are told by split instead of by image.</summary>
    public DataIdentity WithoutImages()
    {
        return this with { Train = Bare(Train), Validation = Bare(Validation), Test = Bare(Test) };

        static SplitIdentity Bare(SplitIdentity split) => split with { ImageHashes = null, ImageLabels = null };
    }

    /// <summary>What is another in <paramref name="now"/>, in words: one sentence a kind of change, none where both are equal.</summary>
    /// <param name="now">The identity to compare with, as of later.</param>
    /// <returns>Such as "10 images of the training split have another label."; images are matched by their pixels wherever they stand.</returns>
    /// <exception cref="InvalidDataException">A list of images does not belong to its hashes.</exception>
    public IReadOnlyList<string> Difference(DataIdentity now)
    {
        ArgumentNullException.ThrowIfNull(now);
        if (Hash == now.Hash) return [];
        IReadOnlyList<string> told = DataDifference.Between(this, now);
        return told.Count > 0 ? told : [FormattableString.Invariant($"The data is another, of hash {now.Hash} instead of {Hash}.")];
    }

    /// <summary>JSON, which <see cref="FromJson"/> reads back.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Default.DataIdentity);

    /// <summary>Reads JSON.</summary>
    /// <exception cref="InvalidDataException">It is no such record, or of a version that is not known.</exception>
    public static DataIdentity FromJson(string json)
    {
        try
        {
            DataIdentity? identity = JsonSerializer.Deserialize(json, TrainingJson.Default.DataIdentity);
            if (identity is { Version: KnownVersion } && Array.TrueForAll(identity.Classes, name => name is not null)) return identity;
            throw new InvalidDataException($"The identity of a data set is of version {identity?.Version ?? 0}, not {KnownVersion}. Use the program that wrote it.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new InvalidDataException($"This is not the identity of a data set: {error.Message}", error);
        }
    }

    /// <summary>Equal where the hashes are.</summary>
    public bool Equals(DataIdentity? other) => other is not null && Hash == other.Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);
}
