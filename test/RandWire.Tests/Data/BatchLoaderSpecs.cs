using RandWire.Engine;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

public sealed class BatchLoaderSpecs
{
    private const string Everything = "crop(pad=1)+flip+jitter(0.4)+cutout(2)+mixup(0.4)";

    [Theory]
    [InlineData(Everything), InlineData("resizedcrop(0.3)+flip"), InlineData("none")]
    public void Batches_are_the_same_for_any_number_of_threads(string augmentation)
    {
        using Pictures pictures = new(53);
        string one = Content(pictures, Options(augmentation) with { Threads = 1 }, 3);
        Assert.Equal(one, Content(pictures, Options(augmentation) with { Threads = 5 }, 3));
        Assert.Equal(one, Content(pictures, Options(augmentation) with { Threads = 2 }, 3));
    }

    [Fact]
    public void Epochs_differ_and_repeat_by_number()
    {
        using Pictures pictures = new(53);
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, Options(Everything));
        string first = Content(loader.Epoch(0)), second = Content(loader.Epoch(1));
        Assert.NotEqual(first, second);
        Assert.Equal(first, Content(loader.Epoch(0)));
    }

    [Fact]
    public void An_epoch_visits_every_image_once_in_another_order()
    {
        using Pictures pictures = new(53);
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, Options("none"));
        List<int> seen = [];
        List<int> counts = [];
        foreach (Batch batch in loader.Epoch(4))
        {
            Assert.Equal(counts.Count, batch.Number);
            counts.Add(batch.Count);
            foreach (int index in batch.Indices) seen.Add(index);
            for (int i = 0; i < batch.Count; i++) Assert.Equal(pictures.Data.Train.Label(batch.Indices[i]), batch.Labels[i]);
        }
        Assert.Equal([8, 8, 8, 8, 8, 8, 5], counts);
        Assert.Equal(loader.BatchesPerEpoch, counts.Count);
        Assert.NotEqual(Enumerable.Range(0, 53), seen);
        Assert.Equal(Enumerable.Range(0, 53), seen.Order());
    }

    [Fact]
    public void Without_shuffling_the_order_is_the_splits_and_a_partial_batch_may_be_dropped()
    {
        using Pictures pictures = new(53);
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, Options("none") with { Shuffle = false, DropLast = true });
        int[] seen = [.. loader.Epoch(0).SelectMany(batch => batch.Indices.ToArray())];
        Assert.Equal(Enumerable.Range(0, 48), seen);
    }

    [Fact]
    public void Skipping_gives_the_remaining_batches_unchanged()
    {
        using Pictures pictures = new(53);
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, Options(Everything) with { Threads = 3 });
        string[] all = [.. loader.Epoch(2).Select(Content)];
        for (int skip = 0; skip <= all.Length; skip++) Assert.Equal(all[skip..], loader.Epoch(2, skip).Select(Content));
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Epoch(2, all.Length + 1));
    }

    [Fact]
    public void An_image_varies_by_its_index_and_the_epoch_not_by_its_batch()
    {
        using Pictures pictures = new(53);
        string augmentation = "crop(pad=1)+flip+jitter(0.4)+cutout(2)";
        Dictionary<int, float[]> small = Images(pictures, Options(augmentation) with { BatchSize = 1 });
        Dictionary<int, float[]> large = Images(pictures, Options(augmentation) with { BatchSize = 53 });
        Assert.All(small, pair => Assert.Equal(pair.Value, large[pair.Key]));
    }

    [Fact]
    public void Crop_shows_every_shift_with_black_at_the_edges_and_flip_mirrors()
    {
        using Pictures pictures = new(2);
        InputFormat raw = new(4, 5, 1, [0], [1]);
        DecodedImage image = pictures.Data.Train.Read(0);
        HashSet<(int, int, bool)> found = [];
        using BatchLoader loader = new(pictures.Data.Train, raw, Options("crop(pad=1)+flip") with { Shuffle = false });
        for (int epoch = 0; epoch < 300; epoch++)
        {
            float[] shown = [];
            foreach (Batch batch in loader.Epoch(epoch)) shown = batch.Images[..20].ToArray();
            (int, int, bool)[] matches =
            [
                .. from dy in Enumerable.Range(-1, 3)
                   from dx in Enumerable.Range(-1, 3)
                   from flip in (bool[])[false, true]
                   where Matches(dy, dx, flip, shown)
                   select (dy, dx, flip),
            ];
            found.Add(Assert.Single(matches));
        }
        Assert.Equal(18, found.Count);

        bool Matches(int dy, int dx, bool flip, float[] shown)
        {
            for (int y = 0; y < 4; y++)
            {
                for (int x = 0; x < 5; x++)
                {
                    int row = y + dy, column = (flip ? 4 - x : x) + dx;
                    float expected = row is >= 0 and < 4 && column is >= 0 and < 5 ? image.Pixels.Span[row * 5 + column] / 255f : 0;
                    if (Math.Abs(shown[y * 5 + x] - expected) > 1e-6) return false;
                }
            }
            return true;
        }
    }

    [Fact]
    public void Cutout_clears_a_square_to_the_mean()
    {
        using Pictures pictures = new(20);
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, Options("cutout(2)"));
        foreach (Batch batch in loader.Epoch(0))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                int zeros = batch.Images.Slice(i * 20, 20).Count(0f);
                Assert.InRange(zeros, 1, 4);
            }
        }
    }

    [Fact]
    public void Targets_are_smoothed_and_sum_to_1()
    {
        using Pictures pictures = new(20);
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, Options("none") with { LabelSmoothing = 0.1, Classes = 4 });
        foreach (Batch batch in loader.Epoch(0))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                for (int k = 0; k < 4; k++) Assert.Equal(k == batch.Labels[i] ? 0.925 : 0.025, batch.Targets[i * 4 + k], 1e-6);
            }
        }
    }

    [Fact]
    public void Mixup_mixes_images_and_targets_by_the_same_share()
    {
        using Pictures pictures = new(40);
        Dictionary<int, float[]> plain = Images(pictures, Options("none"));
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, Options("mixup(1)"));
        List<double> shares = [];
        foreach (Batch batch in loader.Epoch(0))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                int partner = batch.Count - 1 - i;
                if (batch.Labels[i] == batch.Labels[partner]) continue;
                double share = batch.Targets[i * 2 + batch.Labels[i]];
                Assert.Equal(1 - share, batch.Targets[i * 2 + batch.Labels[partner]], 1e-6);
                shares.Add(share);
                float[] own = plain[batch.Indices[i]], other = plain[batch.Indices[partner]];
                for (int p = 0; p < 20; p++) Assert.Equal(share * own[p] + (1 - share) * other[p], batch.Images[i * 20 + p], 1e-4);
            }
        }
        Assert.True(shares.Distinct().Count() > 5);
    }

    // Beta(a, a): mean 1/2, variance 1 / (4 (2a + 1)). With n draws the mean lies within 4 sigma / sqrt(n), the variance within 10 %.
    [Theory]
    [InlineData(0.2), InlineData(1), InlineData(3)]
    public void Shares_of_mixup_follow_the_beta_distribution(double alpha)
    {
        using Pictures pictures = new(60);
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, Options($"mixup({alpha})") with { BatchSize = 60 });
        List<double> shares = [];
        for (int epoch = 0; epoch < 120; epoch++)
        {
            foreach (Batch batch in loader.Epoch(epoch))
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    if (batch.Labels[i] != batch.Labels[batch.Count - 1 - i]) shares.Add(batch.Targets[i * 2 + batch.Labels[i]]);
                }
            }
        }
        double variance = 1 / (4 * (2 * alpha + 1)), mean = shares.Average();
        Assert.Equal(0.5, mean, 4 * Math.Sqrt(variance / shares.Count));
        Assert.Equal(variance, shares.Average(share => (share - mean) * (share - mean)), 0.1 * variance);
    }

    [Fact]
    public void Jitter_keeps_samples_between_black_and_white_and_changes_them()
    {
        using Pictures pictures = new(40);
        InputFormat raw = new(4, 5, 1, [0], [1]);
        using BatchLoader loader = new(pictures.Data.Train, raw, Options("jitter(1)"));
        foreach (Batch batch in loader.Epoch(0))
        {
            foreach (float sample in batch.Images) Assert.InRange(sample, 0, 1.000001f);
            float[] shown = batch.Images.ToArray();
            DecodedImage image = pictures.Data.Train.Read(batch.Indices[0]);
            Assert.Contains(Enumerable.Range(0, 20), i => Math.Abs(shown[i] - image.Pixels.Span[i] / 255f) > 0.01);
        }
    }

    [Fact]
    public void Saturation_moves_colors_along_their_grey()
    {
        using DataFolder folder = new();
        for (int i = 0; i < 4; i++) folder.Write($"{(i < 2 ? "a" : "b")}/{i}.png", DataFolder.Png(1, 1, 3, [(byte)(100 + i), 150, 120]));
        using Dataset data = folder.Open(new DatasetOptions { ValidationShare = 0, TestShare = 0, ToTrain = false });
        using BatchLoader loader = new(data.Train, new InputFormat(1, 1, 3, [0, 0, 0], [1, 1, 1]), Options("jitter(saturation=0.5)"));
        foreach (Batch batch in loader.Epoch(0))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                ReadOnlySpan<byte> own = data.Train.Read(batch.Indices[i]).Pixels.Span;
                double grey = 0.299 * own[0] + 0.587 * own[1] + 0.114 * own[2], factor = (batch.Images[3 * i + 1] * 255 - grey) / (own[1] - grey);
                Assert.InRange(factor, 0.5, 1.5);
                Assert.Equal(grey + factor * (own[0] - grey), batch.Images[3 * i] * 255, 0.01);
            }
        }
    }

    [Fact]
    public void A_resized_crop_of_a_constant_picture_is_constant()
    {
        using DataFolder folder = new();
        for (int i = 0; i < 6; i++)
        {
            int height = 30 + i, width = 50 - 3 * i;
            byte[] pixels = [.. Enumerable.Repeat((byte)(40 * i), height * width)];
            folder.Write($"{(i < 3 ? "a" : "b")}/{i}.png", DataFolder.Png(height, width, 1, pixels));
        }
        using Dataset data = folder.Open(new DatasetOptions { ValidationShare = 0, TestShare = 0, ToTrain = false });
        using BatchLoader loader = new(data.Train, new InputFormat(9, 11, 1, [0], [1]), Options("resizedcrop(0.1)+flip"));
        for (int epoch = 0; epoch < 20; epoch++)
        {
            foreach (Batch batch in loader.Epoch(epoch))
            {
                for (int i = 0; i < batch.Images.Length; i++)
                    Assert.Equal(data.Train.Read(batch.Indices[i / 99]).Pixels.Span[0] / 255f, batch.Images[i], 1e-4f);
            }
        }
    }

    [Fact]
    public void A_file_that_vanishes_reaches_the_consumer_as_an_exception_and_the_loader_goes_on_after_it()
    {
        using Pictures pictures = new(30, cacheBytes: 0);
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, Options("none") with { Threads = 3 });
        string victim = pictures.Folder[pictures.Data.Train.Source(11)];
        byte[] content = File.ReadAllBytes(victim);
        File.Delete(victim);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => loader.Epoch(0).Count());
        Assert.Contains(victim, e.Message, StringComparison.Ordinal);
        File.WriteAllBytes(victim, content);
        Assert.Equal(loader.BatchesPerEpoch, loader.Epoch(0).Count());
    }

    [Fact]
    public void Leaving_an_epoch_early_and_disposing_stop_the_threads()
    {
        using Pictures pictures = new(53);
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, Options(Everything) with { Threads = 4 });
        for (int i = 0; i < 20; i++) Assert.Equal(i % 3, loader.Epoch(i).Skip(i % 3).First().Number);
        using IEnumerator<Batch> running = loader.Epoch(0).GetEnumerator();
        Assert.True(running.MoveNext());
        Assert.Throws<InvalidOperationException>(() => loader.Epoch(1).First());
        loader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => loader.Epoch(1));
    }

    [Fact]
    public void Waiting_is_measured()
    {
        using Pictures pictures = new(53);
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, Options("none"));
        Assert.Equal(0, loader.WaitSeconds);
        Assert.Equal(7, loader.Epoch(0).Count());
        Assert.InRange(loader.WaitSeconds, 0, 60);
    }

    private static LoaderOptions Options(string augmentation) => new()
    {
        Classes = 2,
        BatchSize = 8,
        Augmentation = Augmentation.Parse(augmentation),
        Shuffle = true,
        Seed = Seed.From(7),
    };

    private static string Content(Pictures pictures, LoaderOptions options, int epoch)
    {
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, options);
        return Content(loader.Epoch(epoch));
    }

    private static string Content(IEnumerable<Batch> batches) => string.Join('\n', batches.Select(Content));

    private static string Content(Batch batch) =>
        $"{batch.Number} {string.Join(',', batch.Indices.ToArray())} {string.Join(',', batch.Labels.ToArray())} "
        + $"{string.Join(',', batch.Targets.ToArray().Select(BitConverter.SingleToInt32Bits))} "
            + $"{string.Join(',', batch.Images.ToArray().Select(BitConverter.SingleToInt32Bits))}";

    private static Dictionary<int, float[]> Images(Pictures pictures, LoaderOptions options)
    {
        using BatchLoader loader = new(pictures.Data.Train, pictures.Format, options);
        Dictionary<int, float[]> images = [];
        foreach (Batch batch in loader.Epoch(0))
        {
            for (int i = 0; i < batch.Count; i++) images[batch.Indices[i]] = batch.Images.Slice(i * 20, 20).ToArray();
        }
        return images;
    }

    /// <summary>Two classes of grey 5 x 4 pictures, all in the training split.</summary>
    private sealed class Pictures : IDisposable
    {
        public Pictures(int count, long cacheBytes = 1 << 20)
        {
            Folder.Class("a", 0, count / 2).Class("b", 500, count - count / 2);
            Data = Folder.Open(new DatasetOptions { ValidationShare = 0, TestShare = 0, CacheBytes = cacheBytes });
            Format = InputFormat.Measure(Data.Train, 4, 5, 1);
        }

        public DataFolder Folder { get; } = new();

        public Dataset Data { get; }

        public InputFormat Format { get; }

        public void Dispose()
        {
            Data.Dispose();
            Folder.Dispose();
        }
    }
}
