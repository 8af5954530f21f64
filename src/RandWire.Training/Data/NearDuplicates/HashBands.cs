namespace RandWire.Training.Data.NearDuplicates;

/// <summary>Finds the hashes that share one of eight 16-bit bands with a given one, without looking at the others.</summary>
/// <remarks>Hashes that differ in at most seven signs share a band for certain (Norouzi, Punjani and Fleet, CVPR 2012). 36 bytes a photo.</remarks>
internal sealed class HashBands
{
    private const int Bands = 8, Keys = 1 << 16;

    // Of a band that very many share, only this many neighbors in order are looked at: equal pictures stay linked, in a chain.
    private const int MaxShared = 2_048;

    private readonly int[][] _starts = new int[Bands][], _photos = new int[Bands][];

    /// <summary>An index of hashes.</summary>
    public HashBands(ReadOnlySpan<MaskedHash> hashes)
    {
        for (int band = 0; band < Bands; band++)
        {
            int[] starts = new int[Keys + 1], photos = new int[hashes.Length];
            foreach (MaskedHash hash in hashes) starts[Key(hash.Hash, band) + 1]++;
            for (int key = 0; key < Keys; key++) starts[key + 1] += starts[key];
            int[] next = starts[..Keys];
            for (int i = 0; i < hashes.Length; i++) photos[next[Key(hashes[i].Hash, band)]++] = i;
            (_starts[band], _photos[band]) = (starts, photos);
        }
    }

    /// <summary>Adds the photos that share a band with a hash, each once.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="photo">Whose it is: of many in one band, those with the nearest numbers are taken.</param>
    /// <param name="found">Emptied and filled.</param>
    public void Find(GradientHash hash, int photo, HashSet<int> found)
    {
        found.Clear();
        for (int band = 0; band < Bands; band++)
        {
            int key = Key(hash, band), start = _starts[band][key], count = _starts[band][key + 1] - start;
            ReadOnlySpan<int> shared = _photos[band].AsSpan(start, count);
            if (count > MaxShared)
            {
                int place = shared.BinarySearch(photo);
                int from = Math.Clamp((place < 0 ? ~place : place) - MaxShared / 2, 0, count - MaxShared);
                shared = shared.Slice(from, MaxShared);
            }
            foreach (int other in shared) found.Add(other);
        }
    }

    private static int Key(GradientHash hash, int band) => (int)((band < 4 ? hash.Across : hash.Down) >> (band % 4 * 16)) & (Keys - 1);
}
