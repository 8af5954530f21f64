using RandWire.Engine;
using RandWire.Training.Data.Readers;

namespace RandWire.Training.Data.Splitting;

/// <summary>Takes test and validation images out of the training images group by group, so that no group (a patient, a scene, near-duplicates) lies on both
/// sides, while the classes keep their shares as well as whole groups allow.</summary>
/// <remarks>Large groups are placed first, equal ones in an order drawn by the seed. A group goes where its classes lack the larger share of their target,
/// among the splits that it does not overfill; what fits nowhere stays in training. A group with equal images under two classes stays in training. Where a split
/// that was asked for would stay empty, the smallest group that leaves every class something to train on goes there. As stratified group k-fold of scikit-learn,
/// but with shares instead of folds.</remarks>
internal sealed class GroupedSplit
{
    private readonly int[] _labels;
    private readonly List<Group> _groups;
    private readonly long[] _training;

    private sealed record Group(int Key, List<int> Images, (int Label, int Count)[] Counts, bool Contradicts);

    private GroupedSplit(int[] labels, int classes, int[] groups, int[] equals, SplitKind[] declared)
    {
        _labels = labels;
        _training = new long[classes];
        SortedDictionary<int, List<int>> members = [];
        for (int i = 0; i < labels.Length; i++)
        {
            if (declared[i] != SplitKind.Train) continue;
            if (!members.TryGetValue(groups[i], out List<int>? group)) members[groups[i]] = group = [];
            group.Add(i);
            _training[labels[i]]++;
        }
        _groups = [.. members.Select(pair => new Group(pair.Key, pair.Value, Count(pair.Value), pair.Value.Exists(i => labels[i] != labels[equals[i]])))];
    }

    /// <summary>The split of each image.</summary>
    /// <param name="labels">Label of each image.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="groups">Of each image the first image of its group, itself when it is alone.</param>
    /// <param name="equals">Of each image the first image with equal pixels, itself when there is none.</param>
    /// <param name="declared">The split that the source puts it into.</param>
    /// <param name="options">Shares and seed.</param>
    public static SplitKind[] Assign(int[] labels, int classes, int[] groups, int[] equals, SplitKind[] declared, DatasetOptions options)
    {
        GroupedSplit split = new(labels, classes, groups, equals, declared);
        SplitKind[] splits = [.. declared];
        Seed seed = Seed.From(options.Seed).Child("grouped split");
        if (!declared.Contains(SplitKind.Test)) split.Take(SplitKind.Test, options.TestShare, seed.Child("test"), splits);
        if (!declared.Contains(SplitKind.Validation)) split.Take(SplitKind.Validation, options.ValidationShare, seed.Child("validation"), splits);
        return splits;
    }

    private (int Label, int Count)[] Count(List<int> images) =>
        [.. images.GroupBy(i => _labels[i]).Select(ofClass => (ofClass.Key, ofClass.Count())).OrderBy(count => count.Key)];

    private void Take(SplitKind kind, double share, Seed seed, SplitKind[] splits)
    {
        if (share == 0) return;
        double[] lacking = [.. _training.Select(images => images * share)];
        Group[] left = [.. _groups.Where(group => !group.Contradicts && splits[group.Images[0]] == SplitKind.Train)];
        seed.Shuffle(left.AsSpan());
        Group[] order = [.. left.OrderByDescending(group => group.Images.Count)];
        bool taken = false;
        foreach (Group group in order)
        {
            // Half an image over the target is rounding; a class that asks for less than half an image has none to give.
            if (!Array.TrueForAll(group.Counts, count => count.Count <= lacking[count.Label] + 0.5 && count.Count < _training[count.Label])) continue;
            Move(group);
        }
        if (taken) return;
        Group? smallest = order.Reverse().FirstOrDefault(group => Array.TrueForAll(group.Counts, count => count.Count < _training[count.Label]));
        if (smallest is not null) Move(smallest);

        void Move(Group group)
        {
            taken = true;
            foreach (int image in group.Images) splits[image] = kind;
            foreach ((int label, int count) in group.Counts)
            {
                lacking[label] -= count;
                _training[label] -= count;
            }
        }
    }
}
