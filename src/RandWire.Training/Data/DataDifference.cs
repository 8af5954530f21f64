using System.Collections.Immutable;
using System.Globalization;

namespace RandWire.Training.Data;

/// <summary>What changed between two identities of a data set, in sentences.</summary>
internal sealed class DataDifference
{
    private static readonly string[] SplitWords = ["training", "validation", "test"];

    private readonly DataIdentity _before, _now;
    private readonly List<string> _sentences = [];

    private DataDifference(DataIdentity before, DataIdentity now) => (_before, _now) = (before, now);

    // An image in a data set.
    private readonly record struct Place(int Split, string Class);

    public static IReadOnlyList<string> Between(DataIdentity before, DataIdentity now)
    {
        DataDifference difference = new(before, now);
        difference.TellClasses();
        if (before.Reading != now.Reading) difference._sentences.Add($"The images are read by '{Shown(now.Reading)}', not by '{Shown(before.Reading)}'.");
        difference.TellImages();
        return difference._sentences;

        static string Shown(string reading) => reading.Length == 0 ? "any decoder (plain images)" : reading;
    }

    private void TellClasses()
    {
        string[] gone = [.. _before.Classes.Except(_now.Classes, StringComparer.Ordinal)], added = [.. _now.Classes.Except(_before.Classes, StringComparer.Ordinal)];
        if (gone.Length > 0) _sentences.Add($"{Named(gone)} {(gone.Length == 1 ? "is" : "are")} gone.");
        if (added.Length > 0) _sentences.Add($"{Named(added)} {(added.Length == 1 ? "is" : "are")} new.");
        if (gone.Length + added.Length == 0 && !_before.Classes.AsSpan().SequenceEqual(_now.Classes)) _sentences.Add("The classes stand in another order.");

        static string Named(string[] names)
        {
            const int shown = 5;
            string list = string.Join(", ", names.Take(shown).Select(name => $"'{name}'"));
            return names.Length == 1 ? $"Class {list}" : string.Create(CultureInfo.InvariantCulture, $"Classes {list}{(names.Length > shown ? $" and {names.Length - shown} more" : "")}");
        }
    }

    private void TellImages()
    {
        SplitIdentity[] before = [_before.Train, _before.Validation, _before.Test], now = [_now.Train, _now.Validation, _now.Test];
        ImmutableArray<(ulong Hash, int Label)>?[] then = [.. before.Select(split => split.Images())], later = [.. now.Select(split => split.Images())];
        if (Array.Exists(then, images => images is null) || Array.Exists(later, images => images is null))
        {
            for (int split = 0; split < SplitWords.Length; split++) TellBySplit(split, before[split], now[split]);
            return;
        }
        Dictionary<ulong, List<Place>> gone = Places(then, _before), added = Places(later, _now);
        // Images that stand where they stood leave both; then those that moved, the smaller change first; what is left has other pixels.
        Match(gone, added, static (a, b) => a == b);
        int[] relabelled = new int[SplitWords.Length];
        foreach ((Place from, _) in Match(gone, added, static (a, b) => a.Split == b.Split)) relabelled[from.Split]++;
        List<(Place From, Place To)> moved = [.. Match(gone, added, static (a, b) => a.Class == b.Class), .. Match(gone, added, static (_, _) => true)];
        int[] left = CountBySplit(gone), fresh = CountBySplit(added);
        // What somebody did comes first; a split that was drawn anew because of it moves many that nobody touched.
        for (int split = 0; split < SplitWords.Length; split++) Tell(relabelled[split], split, "have another label");
        TellMoved(moved.Where(one => one.From.Class != one.To.Class), "have another label and stand");
        for (int split = 0; split < SplitWords.Length; split++)
        {
            int changed = Math.Min(left[split], fresh[split]);
            Tell(changed, split, "have other pixels");
            Tell(left[split] - changed, split, "are gone");
            Tell(fresh[split] - changed, split, "are new");
        }
        TellMoved(moved.Where(one => one.From.Class == one.To.Class), "stand");
        for (int split = 0; split < SplitWords.Length; split++)
        {
            if (relabelled[split] + left[split] + fresh[split] > 0 || moved.Exists(one => one.From.Split == split || one.To.Split == split)) continue;
            Tell(then[split]!.Value.Zip(later[split]!.Value).Count(pair => pair.First.Hash != pair.Second.Hash || Class(_before, pair.First.Label) != Class(_now, pair.Second.Label)),
                split, "stand in another order");
        }
    }

    private void TellMoved(IEnumerable<(Place From, Place To)> moved, string what)
    {
        foreach (IGrouping<(int From, int To), (Place From, Place To)> way in moved.GroupBy(one => (one.From.Split, one.To.Split)).OrderBy(way => way.Key))
            Tell(way.Count(), way.Key.From, $"{what} in the {SplitWords[way.Key.To]} split now");
    }

    private void TellBySplit(int split, SplitIdentity before, SplitIdentity now)
    {
        if (before.Count != now.Count)
            _sentences.Add(string.Create(CultureInfo.InvariantCulture, $"The {SplitWords[split]} split has {Images(now.Count)}, not {before.Count:N0}."));
        else if (before.Pixels != now.Pixels) _sentences.Add($"Images of the {SplitWords[split]} split have other pixels, or stand in another order or split.");
        else if (before.Labels != now.Labels) _sentences.Add($"Images of the {SplitWords[split]} split have other labels.");
    }

    private void Tell(int count, int split, string what)
    {
        if (count == 0) return;
        string verb = count > 1 ? what : what.Replace("have ", "has ", StringComparison.Ordinal).Replace("are ", "is ", StringComparison.Ordinal).Replace("stand ", "stands ", StringComparison.Ordinal);
        _sentences.Add($"{Images(count)} of the {SplitWords[split]} split {verb}.");
    }

    private static string Images(int count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "image" : "images")}");

    private static int[] CountBySplit(Dictionary<ulong, List<Place>> images)
    {
        int[] counts = new int[SplitWords.Length];
        foreach (Place place in images.Values.SelectMany(places => places)) counts[place.Split]++;
        return counts;
    }

    // By name: numbers move when a class comes in between.
    private static string Class(DataIdentity identity, int label) => label < identity.Classes.Length ? identity.Classes[label] : "";

    private static Dictionary<ulong, List<Place>> Places(ImmutableArray<(ulong Hash, int Label)>?[] splits, DataIdentity identity)
    {
        Dictionary<ulong, List<Place>> places = [];
        for (int split = 0; split < splits.Length; split++)
        {
            foreach ((ulong hash, int label) in splits[split]!.Value)
            {
                if (!places.TryGetValue(hash, out List<Place>? found)) places[hash] = found = [];
                found.Add(new Place(split, Class(identity, label)));
            }
        }
        return places;
    }

    // Takes pairs of equal pixels that fit out of both, and gives them. Pictures that stand more than once are few.
    private static List<(Place From, Place To)> Match(Dictionary<ulong, List<Place>> gone, Dictionary<ulong, List<Place>> added, Func<Place, Place, bool> fit)
    {
        List<(Place, Place)> pairs = [];
        foreach ((ulong hash, List<Place> from) in gone)
        {
            if (!added.TryGetValue(hash, out List<Place>? to)) continue;
            for (int i = from.Count - 1; i >= 0; i--)
            {
                int at = to.FindIndex(place => fit(from[i], place));
                if (at < 0) continue;
                pairs.Add((from[i], to[at]));
                from.RemoveAt(i);
                to.RemoveAt(at);
            }
        }
        return pairs;
    }
}
