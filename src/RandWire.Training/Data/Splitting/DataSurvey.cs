using System.Collections.Immutable;
using System.Globalization;
using RandWire.Training.Data.NearDuplicates;
using RandWire.Training.Data.Readers;

namespace RandWire.Training.Data.Splitting;

/// <summary>Sorts what a scan found: which images and classes are used, which are equal, which split each is in, and the report on all of
/// it.</summary>
internal sealed class DataSurvey
{
    private readonly string _path;
    private readonly ImageCatalog _catalog;
    private readonly ImageFacts[] _facts;
    private readonly List<SkippedFile> _skipped, _leftOut = [];
    private readonly List<string> _notes;
    private readonly int[] _equals;
    private readonly bool _toTrain;
    private readonly IReadOnlyList<NearDuplicatePair> _near;

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public DataSurvey(string path, ImageCatalog catalog, ImageFacts[] facts, DatasetOptions options, CancellationToken cancellation)
    {
        (_path, _catalog, _facts) = (path, catalog, facts);
        (_skipped, _notes) = ([.. catalog.Skipped], [.. catalog.Notes]);
        _toTrain = options.ToTrain;
        int[] labelOf = UsedClasses();
        Images = UsedImages(labelOf);
        Labels = [.. Images.Select(image => labelOf[catalog.Labels[image]])];
        _equals = EqualImages();
        _near = NearDuplicates(options, cancellation);
        SplitKind[] declared = [.. Images.Select(image => catalog.Splits[image])];
        bool together = options.NearDuplicates == NearDuplicateRule.Together && _near.Count > 0;
        Splits = together || catalog.Groups is not null
            ? GroupedSplit.Assign(Labels, Classes.Count, Groups(together), _equals, declared, options)
            : StratifiedSplit.Assign(Labels, Classes, _equals, declared, options);
    }

    /// <summary>Names of the classes that have an image to train on.</summary>
    public List<string> Classes { get; } = [];

    /// <summary>Positions in the source of the images that are used. The arrays below run along this one.</summary>
    public int[] Images { get; }

    /// <summary>Labels of used images.</summary>
    public int[] Labels { get; }

    /// <summary>Splits of used images.</summary>
    public SplitKind[] Splits { get; }

    /// <summary>64 bits of every image's digest, by position in the source.</summary>
    public ulong[] Hashes() => [.. _facts.Select(fact => (ulong)fact.Digest)];

    public DataReport Report()
    {
        (ImmutableArray<DuplicateGroup> alike, ImmutableArray<DuplicateGroup> contradictions) = Duplicates();
        ImmutableArray<ClassSummary> classes = Summaries();
        int grey = Images.Count(image => _facts[image].Channels == 1), channels = grey == Images.Length ? 1 : 3;
        ChannelSums sums = default;
        for (int i = 0; i < Images.Length; i++) if (Splits[i] == SplitKind.Train) sums += _facts[Images[i]].Sums;
        List<int> heights = [.. Images.Select(image => _facts[image].Height).Order()];
        List<int> widths = [.. Images.Select(image => _facts[image].Width).Order()];
        DataReport report = new()
        {
            Path = _path,
            Layout = _catalog.Layout,
            Classes = classes,
            ImageCount = Images.Length,
            GreyImages = grey,
            Sizes = Sizes(),
            MedianSize = At(heights.Count / 2),
            SmallestSize = At(0),
            LargestSize = At(heights.Count - 1),
            ChannelMean = Images.Length == 0 ? [] : [.. Enumerable.Range(0, channels).Select(sums.Mean)],
            ChannelDeviation = Images.Length == 0 ? [] : [.. Enumerable.Range(0, channels).Select(sums.Deviation)],
            Skipped = Ordered(_skipped),
            LeftOut = Ordered(_leftOut),
            PassedOver = Ordered(_catalog.PassedOver),
            Remarks = Ordered(Images.Where(image => _facts[image].Picture.Note is not null)
                .Select(image => new SkippedFile(_catalog.Images.Source(image), _facts[image].Picture.Note!))),
            Reading = _catalog.Images.Reading,
            IsPlain = Array.TrueForAll(Images, image => _facts[image].Picture.IsPlain),
            FlatImages = Images.Count(image => _facts[image].IsFlat),
            NearDuplicates = [.. _near.Where(pair => Splits[pair.First] != Splits[pair.Second]).Select(Told)],
            Duplicates = alike,
            Contradictions = contradictions,
            GroupsAcrossSplits = alike.Concat(contradictions).Count(group => group.Splits.Length > 1),
            IgnoredFiles = _catalog.IgnoredFiles,
            DecodedBytes = _catalog.Images.DecodedBytes,
            CachedImages = _catalog.Images.CachedImages,
            Obstacle = Obstacle(),
        };
        return report with
        {
            Notes = [.. _notes, .. DataNotes.Of(report, [.. Images.Select(image => _facts[image].Picture)]), .. GroupNotes()],
        };

        (int, int) At(int rank) => heights.Count == 0 ? (0, 0) : (heights[rank], widths[rank]);
    }

    // A class counts when it has a readable image to train on; label -1 stands for the others.
    private int[] UsedClasses()
    {
        int classes = _catalog.Classes.Count;
        int[] readable = new int[classes], trainable = new int[classes], labelOf = new int[classes];
        for (int image = 0; image < _facts.Length; image++)
        {
            if (_facts[image].Failure != null) continue;
            readable[_catalog.Labels[image]]++;
            if (_catalog.Splits[image] == SplitKind.Train) trainable[_catalog.Labels[image]]++;
        }
        for (int i = 0; i < classes; i++)
        {
            bool used = trainable[i] > 0 || (!_toTrain && readable[i] > 0);
            labelOf[i] = used ? Classes.Count : -1;
            if (used) Classes.Add(_catalog.Classes[i]);
            else if (readable[i] == 0) _notes.Add($"Class '{_catalog.Classes[i]}' has no readable image and is left out.");
            else _notes.Add($"Class '{_catalog.Classes[i]}' has {readable[i]} images to validate or test but none to train on, and is "
                + "left out.");
        }
        return labelOf;
    }

    private int[] UsedImages(int[] labelOf)
    {
        List<int> used = new(_facts.Length);
        for (int image = 0; image < _facts.Length; image++)
        {
            int label = _catalog.Labels[image];
            if (_facts[image].Failure is string reason) _skipped.Add(new SkippedFile(_catalog.Images.Source(image), reason));
            else if (labelOf[label] < 0)
                _leftOut.Add(new SkippedFile(_catalog.Images.Source(image), $"class '{_catalog.Classes[label]}' has no image to train on"));
            else used.Add(image);
        }
        return [.. used];
    }

    private static ImmutableArray<SkippedFile> Ordered(IEnumerable<SkippedFile> files) => [.. files.OrderBy(file => file.Source, StringComparer.Ordinal)];

    // Of each image the first with equal pixels.
    private int[] EqualImages()
    {
        int[] equals = new int[Images.Length];
        Dictionary<UInt128, int> first = new(Images.Length);
        for (int i = 0; i < Images.Length; i++)
        {
            UInt128 digest = _facts[Images[i]].Digest;
            equals[i] = first.TryAdd(digest, i) ? i : first[digest];
        }
        return equals;
    }

    // Pairs by position among the used images.
    private IReadOnlyList<NearDuplicatePair> NearDuplicates(DatasetOptions options, CancellationToken cancellation) =>
        options.NearDuplicates == NearDuplicateRule.Ignore ? []
            : NearDuplicateSearch.Find([.. Images.Select(image => _facts[image].Sketch)], options.Threads, cancellation);

    private int[] Groups(bool together)
    {
        ImageGroups groups = new(Images.Length);
        Dictionary<string, int> named = new(StringComparer.Ordinal);
        for (int i = 0; i < Images.Length; i++)
        {
            groups.Join(i, _equals[i]);
            if (_catalog.Groups?[Images[i]] is string name && !named.TryAdd(name, i)) groups.Join(i, named[name]);
        }
        if (together) foreach (NearDuplicatePair pair in _near) groups.Join(pair.First, pair.Second);
        return groups.ToArray();
    }

    private IEnumerable<string> GroupNotes()
    {
        if (_catalog.Groups is not { } groups) yield break;
        ILookup<string, SplitKind> splits = Enumerable.Range(0, Images.Length).Where(i => groups[Images[i]] is not null)
            .ToLookup(i => groups[Images[i]]!, i => Splits[i]);
        string[] across = [.. splits.Where(group => group.Distinct().Count() > 1).Select(group => group.Key)];
        yield return across.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{splits.Count:N0} {(splits.Count == 1 ? "group" : "groups")}, each kept on one side of the split.")
            : string.Create(CultureInfo.InvariantCulture,
                $"{across.Length:N0} of {splits.Count:N0} groups lie in several of the source's own splits, the first is '{across[0]}': accuracy will be flattered.");
        int alone = Array.FindAll(Images, image => groups[image] is null).Length;
        if (alone > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{alone:N0} images have no group and are split one by one.");
    }

    private NearDuplicate Told(NearDuplicatePair pair) => new(
        _catalog.Images.Source(Images[pair.First]), _catalog.Images.Source(Images[pair.Second]), NearDuplicate.Describe(pair.Kind),
        Classes[Labels[pair.First]], Classes[Labels[pair.Second]], SplitNames.Of(Splits[pair.First]), SplitNames.Of(Splits[pair.Second]));

    private (ImmutableArray<DuplicateGroup> Alike, ImmutableArray<DuplicateGroup> Contradictions) Duplicates()
    {
        SortedDictionary<int, List<int>> members = [];
        for (int i = 0; i < _equals.Length; i++)
        {
            if (_equals[i] == i) continue;
            if (!members.TryGetValue(_equals[i], out List<int>? group)) members[_equals[i]] = group = [_equals[i]];
            group.Add(i);
        }
        ILookup<bool, DuplicateGroup> contradicting = members.Values.Select(group => new DuplicateGroup(
            [.. group.Select(i => _catalog.Images.Source(Images[i]))],
            [.. group.Select(i => Labels[i]).Distinct().Order().Select(label => Classes[label])],
            [.. group.Select(i => Splits[i]).Distinct().Order().Select(SplitNames.Of)])).ToLookup(group => group.Classes.Length > 1);
        return ([.. contradicting[false]], [.. contradicting[true]]);
    }

    private ImmutableArray<SizeSummary> Sizes() =>
    [
        .. Images.GroupBy(image => (_facts[image].Height, _facts[image].Width))
            .Select(size => new SizeSummary(size.Key.Height, size.Key.Width, size.Count()))
            .OrderByDescending(size => size.Count).ThenBy(size => size.Height).ThenBy(size => size.Width),
    ];

    private ImmutableArray<ClassSummary> Summaries()
    {
        (int Train, int Validation, int Test)[] counts = new (int, int, int)[Classes.Count];
        for (int i = 0; i < Labels.Length; i++)
        {
            ref (int Train, int Validation, int Test) count = ref counts[Labels[i]];
            if (Splits[i] == SplitKind.Train) count.Train++;
            else if (Splits[i] == SplitKind.Validation) count.Validation++;
            else count.Test++;
        }
        return [.. counts.Select((count, label) => new ClassSummary(Classes[label], count.Train, count.Validation, count.Test))];
    }

    private string? Obstacle()
    {
        string skipped = _skipped.Count == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" {_skipped.Count} files were skipped, the first ({_skipped[0].Source}) "
                + $"because: {_skipped[0].Reason}.");
        if (Classes.Count > 0 && !_toTrain) return null;
        if (Classes.Count == 0) return $"{_path}: {NothingToTrainOn()}.{skipped}";
        if (Classes.Count == 1)
        {
            return $"{_path}: only one class, '{Classes[0]}' with {Images.Length} images; a classifier needs two or more. Put each class "
                + $"into a folder of its own.{skipped}";
        }
        if (Array.TrueForAll(_equals, first => first == 0))
            return $"{_path}: all {Images.Length} images are equal, so there is nothing to learn. The first is {_catalog.Images.Source(Images[0])}: look at it.";
        if (Enumerable.Range(0, Labels.Length).GroupBy(i => _equals[i]).All(same => same.Select(i => Labels[i]).Distinct().Count() > 1))
            return $"{_path}: every image also stands under another class with equal pixels, so there is nothing to tell apart. The first is {_catalog.Images.Source(Images[0])}.";
        return Array.TrueForAll(Images, image => _facts[image].IsFlat)
            ? $"{_path}: every one of the {Images.Length} images is of a single color, so there is nothing to learn. The first is "
                + $"{_catalog.Images.Source(Images[0])}: look at it."
            : null;
    }

    private string NothingToTrainOn()
    {
        if (_leftOut.Count == 0) return "no readable image to train on";
        return $"{_leftOut.Count} readable images, but none of them to train on: they lie in the validation or test split";
    }
}
