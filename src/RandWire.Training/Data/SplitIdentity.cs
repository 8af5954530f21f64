using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;

namespace RandWire.Training.Data;

/// <summary>What one split of a data set is: hashes of its pixels and of its labels, in order, and if wanted both of every image.</summary>
public sealed record SplitIdentity
{
    private const int LabelBits = 7;

    /// <summary>Number of images, 0 or more.</summary>
    public required int Count { get; init; }

    /// <summary>Hash (XXH128, 32 hex digits) over <see cref="DatasetSplit.PixelHash"/> of all images, in order.</summary>
    public required string Pixels { get; init; }

    /// <summary>Hash (XXH128, 32 hex digits) over the labels of all images, in order.</summary>
    public required string Labels { get; init; }

    /// <summary>The pixel hashes in order, 8 bytes each, little endian, in base 64; null where they were left out. 640 kB for 60,000 images.</summary>
    public string? ImageHashes { get; init; }

    /// <summary>The labels in order, 7 bits a byte, lowest first, the eighth bit for "more follows", in base 64; null where they were left out.</summary>
    public string? ImageLabels { get; init; }

    /// <summary>The identity of a split; of one without images where it is null.</summary>
    public static SplitIdentity Of(DatasetSplit? split)
    {
        int count = split?.Count ?? 0;
        byte[] hashes = new byte[count * sizeof(ulong)];
        List<byte> labels = new(count);
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hashes.AsSpan(i * sizeof(ulong)), split!.PixelHash(i));
            uint label = (uint)split.Label(i);
            for (; label >> LabelBits != 0; label >>= LabelBits) labels.Add((byte)(label | 0x80));
            labels.Add((byte)label);
        }
        byte[] labelBytes = [.. labels];
        return new SplitIdentity
        {
            Count = count,
            Pixels = Hash(hashes),
            Labels = Hash(labelBytes),
            ImageHashes = Convert.ToBase64String(hashes),
            ImageLabels = Convert.ToBase64String(labelBytes),
        };
    }

    /// <summary>Hash and label of every image; null where they were left out.</summary>
    /// <exception cref="InvalidDataException">They do not belong to the hashes over all of them.</exception>
    internal ImmutableArray<(ulong Hash, int Label)>? Images()
    {
        if (ImageHashes is null || ImageLabels is null) return null;
        byte[] hashes = new byte[ImageHashes.Length], labels = new byte[ImageLabels.Length];
        if (!Convert.TryFromBase64String(ImageHashes, hashes, out int hashBytes) || !Convert.TryFromBase64String(ImageLabels, labels, out int labelBytes)
            || hashBytes != (long)Count * sizeof(ulong) || Hash(hashes.AsSpan(0, hashBytes)) != Pixels || Hash(labels.AsSpan(0, labelBytes)) != Labels)
        {
            throw new InvalidDataException("The list of images in the identity of a data set does not belong to its hashes: the record was changed. Open the data set again.");
        }
        ImmutableArray<(ulong, int)>.Builder images = ImmutableArray.CreateBuilder<(ulong, int)>(Count);
        int at = 0;
        for (int i = 0; i < Count; i++)
        {
            uint label = 0;
            for (int shift = 0; at < labelBytes; shift += LabelBits)
            {
                label |= (uint)(labels[at] & 0x7F) << shift;
                if (labels[at++] < 0x80) break;
            }
            images.Add((BinaryPrimitives.ReadUInt64LittleEndian(hashes.AsSpan(i * sizeof(ulong))), (int)label));
        }
        return images.MoveToImmutable();
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(XxHash128.Hash(bytes));
}
