using CsCheck;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using RandWire.Training.Data.Splitting;
using Xunit;

namespace RandWire.Tests.Data;

public class GroupSplitSpecs
{
    private static readonly Gen<(int[] Labels, int[] Groups)> Sets =
        Gen.Select(Gen.Int[1, 5], Gen.Int[2, 120], Gen.Int[1, 40], Gen.Int[0, 100_000]).Select((classes, images, groups, seed) =>
        {
            int[] labels = [.. Enumerable.Range(0, images).Select(i => (int)((uint)(i * 7919 + seed * 31) % classes))];
            int[] named = [.. Enumerable.Range(0, images).Select(i => (int)((uint)(i * 104_729 + seed) % groups))];
            return (labels, (int[])[.. named.Select(name => Array.IndexOf(named, name))]);
        });

    [Fact]
    public void No_group_lies_on_both_sides_and_every_class_keeps_something_to_train_on()
    {
        Gen.Select(Sets, Gen.Double[0, 0.5], Gen.Double[0, 0.5], Gen.Long).Sample((set, test, validation, seed) =>
        {
            SplitKind[] splits = Assign(set.Labels, set.Groups, test, validation, seed);
            for (int i = 0; i < splits.Length; i++) Assert.Equal(splits[set.Groups[i]], splits[i]);
            foreach (IGrouping<int, int> ofClass in Enumerable.Range(0, splits.Length).GroupBy(i => set.Labels[i]))
                Assert.Contains(ofClass, i => splits[i] == SplitKind.Train);
            if (test == 0) Assert.DoesNotContain(SplitKind.Test, splits);
            if (validation == 0) Assert.DoesNotContain(SplitKind.Validation, splits);
        });
    }

    [Fact]
    public void With_many_groups_the_shares_are_those_asked_for_in_every_class()
    {
        int[] labels = [.. Enumerable.Range(0, 3000).Select(i => i % 3)], groups = [.. Enumerable.Range(0, 3000).Select(i => i / 12 * 12)];
        SplitKind[] splits = Assign(labels, groups, 0.15, 0.1, 5);
        for (int label = 0; label < 3; label++)
        {
            int[] members = [.. Enumerable.Range(0, 3000).Where(i => labels[i] == label)];
            Assert.InRange(members.Count(i => splits[i] == SplitKind.Test), 146, 150);
            Assert.InRange(members.Count(i => splits[i] == SplitKind.Validation), 81, 86);
        }
    }

    [Fact]
    public void Another_seed_takes_other_groups_and_the_same_seed_the_same()
    {
        int[] labels = [.. Enumerable.Range(0, 400).Select(i => i % 2)], groups = [.. Enumerable.Range(0, 400).Select(i => i / 4 * 4)];
        Assert.Equal(Assign(labels, groups, 0.2, 0.2, 1), Assign(labels, groups, 0.2, 0.2, 1));
        Assert.NotEqual(Assign(labels, groups, 0.2, 0.2, 1), Assign(labels, groups, 0.2, 0.2, 2));
    }

    [Fact]
    public void Images_that_two_groups_share_join_them()
    {
        ImageGroups groups = new(6);
        groups.Join(0, 3);
        groups.Join(4, 5);
        groups.Join(3, 5);
        Assert.Equal([0, 1, 2, 0, 0, 0], groups.ToArray());
    }

    [Fact]
    public void Folders_below_classes_and_columns_of_tables_name_groups()
    {
        using DataFolder folder = new();
        string table = "path,label,patient\n";
        for (int patient = 0; patient < 20; patient++)
        {
            for (int i = 0; i < 3; i++)
            {
                string path = $"{(patient + i) % 2}/p{patient}/{i}.png";
                folder.Picture(path, patient * 3 + i);
                table += $"{path},{(patient + i) % 2},p{patient}\n";
            }
        }
        folder.WriteText("table.csv", table);
        DatasetOptions options = new() { ValidationShare = 0.2, TestShare = 0.2 };
        foreach (string path in (string[])["folder", "table"])
        {
            using Dataset data = path == "folder"
                ? Dataset.Open(folder.Root, options with { GroupFolder = true }, TestContext.Current.CancellationToken)
                : Dataset.Open(folder["table.csv"], options with { GroupColumn = "Patient" }, TestContext.Current.CancellationToken);
            Dictionary<string, HashSet<string>> splits = [];
            foreach (DatasetSplit split in (DatasetSplit[])[data.Train, data.Validation, data.Test])
            {
                Assert.NotEqual(0, split.Count);
                for (int i = 0; i < split.Count; i++)
                {
                    string patient = split.Source(i).Split('/')[1];
                    if (!splits.TryGetValue(patient, out HashSet<string>? names)) splits[patient] = names = [];
                    names.Add(split.Name);
                }
            }
            Assert.Equal(20, splits.Count);
            Assert.All(splits.Values, names => Assert.Single(names));
            Assert.Contains(data.Report.Notes, note => note.Contains("20 groups", StringComparison.Ordinal));
        }
    }

    private static SplitKind[] Assign(int[] labels, int[] groups, double test, double validation, long seed) => GroupedSplit.Assign(
        labels, labels.Max() + 1, groups, [.. Enumerable.Range(0, labels.Length)], new SplitKind[labels.Length],
        new DatasetOptions { TestShare = test, ValidationShare = validation, Seed = seed });
}
