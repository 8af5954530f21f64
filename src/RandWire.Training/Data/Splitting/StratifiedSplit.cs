using RandWire.Engine;
using RandWire.Training.Data.Readers;

namespace RandWire.Training.Data.Splitting;

/// <summary>Takes test and validation images out of the training images, class by class, and keeps equal images together.</summary>
/// <remarks>A class keeps at least one image to train on; with two images one goes to test, with three one to each. Equal images found
/// under two classes always stay in training, so no score depends on a label that another file contradicts. What a class loses depends on
/// its own images and the seed alone. Where the source has its own test or validation split, none is taken.</remarks>
internal static class StratifiedSplit
{
    /// <summary>The split of each image.</summary>
    /// <param name="labels">Label of each image.</param>
    /// <param name="classNames">Name of each label.</param>
    /// <param name="groups">Of each image the first image with equal pixels, itself when there is none.</param>
    /// <param name="declared">The split that the source puts it into.</param>
    /// <param name="options">Shares and seed.</param>
    public static SplitKind[] Assign(
        int[] labels, IReadOnlyList<string> classNames, int[] groups, SplitKind[] declared, DatasetOptions options)
    {
        double testShare = declared.Contains(SplitKind.Test) ? 0 : options.TestShare;
        double validationShare = declared.Contains(SplitKind.Validation) ? 0 : options.ValidationShare;
        SplitKind[] splits = [.. declared];
        Dictionary<int, List<int>> members = Members(labels, groups, declared);
        Seed seed = Seed.From(options.Seed).Child("split");
        foreach (IGrouping<int, KeyValuePair<int, List<int>>> ofClass in members.GroupBy(group => labels[group.Value[0]]))
        {
            List<int>[] shuffled = [.. ofClass.OrderBy(group => group.Key).Select(group => group.Value)];
            seed.Child(classNames[ofClass.Key]).Shuffle(shuffled.AsSpan());
            int images = shuffled.Sum(group => group.Count);
            int test = Target(images, testShare), validation = Target(images - test, validationShare);
            foreach (List<int> group in shuffled)
            {
                if (group.Exists(image => labels[image] != ofClass.Key)) continue;
                if (group.Count <= test)
                {
                    test -= group.Count;
                    foreach (int image in group) splits[image] = SplitKind.Test;
                }
                else if (group.Count <= validation)
                {
                    validation -= group.Count;
                    foreach (int image in group) splits[image] = SplitKind.Validation;
                }
            }
        }
        return splits;
    }

    private static int Target(int images, double share) =>
        share == 0 || images < 2 ? 0 : Math.Clamp((int)Math.Floor(images * share + 0.5), 1, images - 1);

    private static Dictionary<int, List<int>> Members(int[] labels, int[] groups, SplitKind[] declared)
    {
        Dictionary<int, List<int>> members = [];
        for (int image = 0; image < labels.Length; image++)
        {
            if (declared[image] != SplitKind.Train) continue;
            if (!members.TryGetValue(groups[image], out List<int>? group)) members[groups[image]] = group = [];
            group.Add(image);
        }
        return members;
    }
}
