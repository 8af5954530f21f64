using System.Collections.Immutable;
using System.Globalization;
using RandWire.Training.Data.Readers;

namespace RandWire.Training.Data.Splitting;

/// <summary>Sorts what a scan found: which images and classes are used, which are equal, which split each is in, and the report on all of
/// it.</summary>
internal sealed class DataSurvey
{
    private readonly string _path;
    private readonly ImageCatalog _catalog;
    private readonly ImageFacts[] _facts;
    private readonly List<SkippedFile> _skipped;
    private readonly List<string> _notes;
    private readonly int[] _groups;

    public DataSurvey(string path, ImageCatalog catalog, ImageFacts[] facts, DatasetOptions options)
    {
        (_path, _catalog, _facts) = (path, catalog, facts);
        (_skipped, _notes) = ([.. catalog.Skipped], [.. catalog.Notes]);
        int[] labelOf = UsedClasses();
        Images = UsedImages(labelOf);
        Labels = [.. Images.Select(image => labelOf[catalog.Labels[image]])];
        _groups = Groups();
        Splits = StratifiedSplit.Assign(Labels, Classes, _groups, [.. Images.Select(image => catalog.Splits[image])], options);
    }

    /// <summary>Names of the classes that have an image to train on.</summary>
    public List<string> Classes { get; } = [];

    /// <summary>Positions in the source of the images that are used. The arrays below run along this one.</summary>
    public int[] Images { get; }

    /// <summary>Labels of used images.</summary>
    public int[] Labels { get; }

    /// <summary>Splits of used images.</summary>
    public SplitKind[] Splits { get; }

    public DataReport Report()
    {
        (ImmutableArray<DuplicateGroup> alike, ImmutableArray<DuplicateGroup> contradictions) = Duplicates();
        ImmutableArray<ClassSummary> classes = Summaries();
        NoteClasses(classes);
        int grey = Images.Count(image => _facts[image].Channels == 1), channels = grey == Images.Length ? 1 : 3;
        ChannelSums sums = default;
        for (int i = 0; i < Images.Length; i++) if (Splits[i] == SplitKind.Train) sums += _facts[Images[i]].Sums;
        List<int> heights = [.. Images.Select(image => _facts[image].Height).Order()];
        List<int> widths = [.. Images.Select(image => _facts[image].Width).Order()];
        return new DataReport
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
            Skipped = [.. _skipped.OrderBy(file => file.Source, StringComparer.Ordinal)],
            Duplicates = alike,
            Contradictions = contradictions,
            GroupsAcrossSplits = alike.Concat(contradictions).Count(group => group.Splits.Length > 1),
            IgnoredFiles = _catalog.IgnoredFiles,
            Notes = [.. _notes],
            DecodedBytes = _catalog.Images.DecodedBytes,
            CachedImages = _catalog.Images.CachedImages,
            Obstacle = Obstacle(),
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
            labelOf[i] = trainable[i] > 0 ? Classes.Count : -1;
            if (trainable[i] > 0) Classes.Add(_catalog.Classes[i]);
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
            {
                _skipped.Add(new SkippedFile(_catalog.Images.Source(image), $"class '{_catalog.Classes[label]}' has no image to train on"));
            }
            else used.Add(image);
        }
        return [.. used];
    }

    private int[] Groups()
    {
        int[] groups = new int[Images.Length];
        Dictionary<UInt128, int> first = new(Images.Length);
        for (int i = 0; i < Images.Length; i++)
        {
            UInt128 digest = _facts[Images[i]].Digest;
            groups[i] = first.TryAdd(digest, i) ? i : first[digest];
        }
        return groups;
    }

    private (ImmutableArray<DuplicateGroup> Alike, ImmutableArray<DuplicateGroup> Contradictions) Duplicates()
    {
        SortedDictionary<int, List<int>> members = [];
        for (int i = 0; i < _groups.Length; i++)
        {
            if (_groups[i] == i) continue;
            if (!members.TryGetValue(_groups[i], out List<int>? group)) members[_groups[i]] = group = [_groups[i]];
            group.Add(i);
        }
        ILookup<bool, DuplicateGroup> contradicting = members.Values.Select(group => new DuplicateGroup(
            [.. group.Select(i => _catalog.Images.Source(Images[i]))],
            [.. group.Select(i => Labels[i]).Distinct().Order().Select(label => Classes[label])],
            [.. group.Select(i => Splits[i]).Distinct().Order().Select(SplitNames.Of)])).ToLookup(group => group.Classes.Length > 1);
        return ([.. contradicting[false]], [.. contradicting[true]]);
    }

    private void NoteClasses(ImmutableArray<ClassSummary> classes)
    {
        foreach (ClassSummary summary in classes.Where(summary => summary.Total == 1))
        {
            _notes.Add($"Class '{summary.Name}' has one image: it is used to train, and nothing tests this class.");
        }
        foreach (IGrouping<string, string> twins in Classes.GroupBy(name => name.ToUpperInvariant()).Where(names => names.Count() > 1))
        {
            string names = string.Join(" and ", twins.Select(name => $"'{name}'"));
            _notes.Add($"Classes {names} differ only in case and are kept apart. If they are one, rename them.");
        }
        int largest = classes.Select(summary => summary.Train).DefaultIfEmpty().Max();
        int smallest = classes.Select(summary => summary.Train).DefaultIfEmpty().Min();
        if (largest >= 10 * Math.Max(1, smallest)) _notes.Add($"Classes are unbalanced: from {smallest} to {largest} training images.");
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
        return Classes.Count switch
        {
            0 => $"{_path}: no readable image to train on.{skipped}",
            1 => $"{_path}: only one class, '{Classes[0]}' with {Images.Length} images; a classifier needs two or more. Put each class "
                + $"into a folder of its own.{skipped}",
            _ => null,
        };
    }
}
