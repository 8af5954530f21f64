using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>Runs while no other test does, because allocations are counted for the whole process.</summary>
[CollectionDefinition(nameof(BatchAllocationSpecs), DisableParallelization = true)]
[Collection(nameof(BatchAllocationSpecs))]
public sealed class BatchAllocationSpecs
{
    [Fact]
    public void A_batch_of_cached_images_allocates_nothing_after_the_first_epoch()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 100).Class("b", 500, 100);
        using Dataset data = folder.Open(new DatasetOptions { ValidationShare = 0, TestShare = 0 });
        LoaderOptions options = new()
        {
            Classes = 2,
            BatchSize = 2,
            Shuffle = true,
            Augmentation = Augmentation.Parse("crop(pad=1)+flip+jitter(0.4)+cutout(2)+mixup(0.4)"),
        };
        using BatchLoader loader = new(data.Train, InputFormat.Measure(data.Train, 4, 5, 1), options);
        Assert.Equal(100, loader.Epoch(0).Count());
        long before = GC.GetTotalAllocatedBytes(precise: true);
        foreach (Batch batch in loader.Epoch(1)) Assert.True(batch.Count > 0);
        // Thread and iterator of an epoch are a few kilobytes; one object in each of 100 batches would pass this bound.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16_000);
    }
}
