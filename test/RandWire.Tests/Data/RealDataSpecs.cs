using System.Formats.Tar;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

public sealed class RealDataSpecs
{
    [Fact]
    public void Fashion_MNIST_opens_with_its_own_test_set_and_its_class_names()
    {
        string? path = SharedData.Path("data/fashion-mnist");
        Assert.SkipWhen(path is null, "shared/data/fashion-mnist is not here.");
        using Dataset data = Dataset.Open(path!, new DatasetOptions(), TestContext.Current.CancellationToken);
        Assert.Equal((54_000, 6_000, 10_000), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal(("T-shirt/top", "Ankle boot", 10), (data.Classes[0], data.Classes[9], data.Classes.Count));
        Assert.Equal((1, (28, 28)), (data.Channels, data.UniformSize!.Value));
        Assert.All(data.Report.Classes, summary => Assert.Equal((5_400, 600, 1_000), (summary.Train, summary.Validation, summary.Test)));
        // Published for the 60,000 training images: mean .2860, deviation .3530; 54,000 of them lie within .001.
        Assert.Equal(0.2860, data.Report.ChannelMean[0], 0.001);
        Assert.Equal(0.3530, data.Report.ChannelDeviation[0], 0.001);
        Assert.Equal(70_000, data.Report.CachedImages);
    }

    [Fact]
    public void MNIST_opens_with_digits_as_class_names()
    {
        string? path = SharedData.Path("data/mnist");
        Assert.SkipWhen(path is null, "shared/data/mnist is not here.");
        using Dataset data = Dataset.Open(path!, new DatasetOptions { ValidationShare = 0 }, TestContext.Current.CancellationToken);
        Assert.Equal((60_000, 0, 10_000), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal(("0", "9"), (data.Classes[0], data.Classes[9]));
        // Published: mean .1307, deviation .3081.
        Assert.Equal(0.1307, data.Report.ChannelMean[0], 0.0001);
        Assert.Equal(0.3081, data.Report.ChannelDeviation[0], 0.0001);
        Assert.Equal([7, 2, 1, 0, 4], Enumerable.Range(0, 5).Select(data.Test.Label));
    }

    [Fact]
    public void The_flowers_open_and_come_as_batches_of_one_size()
    {
        string? path = SharedData.Path("data/flowers-natural.tar");
        Assert.SkipWhen(path is null, "shared/data/flowers-natural.tar is not here.");
        using DataFolder folder = new();
        TarFile.ExtractToDirectory(path!, folder.Root, overwriteFiles: false);
        using Dataset data = Dataset.Open(folder["flowers-natural"], new DatasetOptions { MaxSide = 128 }, TestContext.Current.CancellationToken);
        Assert.Equal((5, 950, 159), (data.Classes.Count, data.Report.ImageCount, data.Report.Sizes.Length));
        Assert.Empty(data.Report.Skipped);
        Assert.All(data.Report.Classes, summary => Assert.Equal(190, summary.Total));
        Assert.Equal(((177, 152), (286, 320)), (data.Report.SmallestSize, data.Report.LargestSize));
        Assert.All(Enumerable.Range(0, data.Train.Count), i => Assert.Equal(128, Math.Max(data.Train.Read(i).Height, data.Train.Read(i).Width)));

        InputFormat format = InputFormat.Measure(data.Train, 64, 64, 3);
        Augmentation augmentation = Augmentation.Parse("resizedcrop(0.35)+flip");
        using BatchLoader loader = new(data.Train, format, new LoaderOptions { Classes = 5, BatchSize = 64, Augmentation = augmentation });
        Assert.Equal(data.Train.Count, loader.Epoch(0).Sum(batch => batch.Images.Length / format.Elements));
    }
}
