using CsCheck;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using Xunit;

namespace RandWire.Tests.Data;

public class PixelCacheSpecs
{
    [Fact]
    public void What_does_not_fit_into_memory_comes_back_from_the_file()
    {
        using DataFolder folder = new();
        Gen.Select(Gen.Int[0, 4000], Gen.Int[1, 30]).Sample((memory, count) =>
        {
            using PixelCache cache = new(count, memory, folder.Root);
            DecodedImage[] images = [.. Enumerable.Range(0, count).Select(i => Image(3 + i % 5, 4 + i % 3, i % 2 == 0 ? 1 : 3, i))];
            Parallel.For(0, count, i => cache.Keep(i, images[i]));
            Assert.Equal(count, cache.Held);
            for (int i = 0; i < count; i++)
            {
                Assert.True(cache.TryRead(i, out DecodedImage read));
                Assert.Equal((images[i].Height, images[i].Width, images[i].Channels), (read.Height, read.Width, read.Channels));
                Assert.Equal(images[i].Pixels.ToArray(), read.Pixels.ToArray());
            }
        }, iter: 50);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void An_image_that_is_read_otherwise_takes_the_place_of_the_first(int memory)
    {
        using DataFolder folder = new();
        using PixelCache cache = new(2, memory, folder.Root);
        cache.Keep(0, Image(4, 5, 3, 1));
        cache.Keep(1, Image(4, 5, 3, 2));
        cache.Keep(0, Image(4, 5, 3, 3));
        Assert.True(cache.TryRead(0, out DecodedImage read));
        Assert.Equal(Image(4, 5, 3, 3).Pixels.ToArray(), read.Pixels.ToArray());
        Assert.True(cache.TryRead(1, out read));
        Assert.Equal(Image(4, 5, 3, 2).Pixels.ToArray(), read.Pixels.ToArray());
        Assert.Equal(2, cache.Held);
    }

    [Fact]
    public void Without_a_folder_or_where_it_cannot_be_made_what_does_not_fit_is_not_kept()
    {
        using DataFolder folder = new();
        folder.WriteText("file", "");
        foreach (string? place in (string?[])[null, folder["file/below"]])
        {
            using PixelCache cache = new(2, 20, place);
            cache.Keep(0, Image(4, 5, 1, 0));
            cache.Keep(1, Image(4, 5, 1, 1));
            Assert.True(cache.TryRead(0, out _));
            Assert.False(cache.TryRead(1, out _));
        }
    }

    private static DecodedImage Image(int height, int width, int channels, int number) =>
        new(height, width, channels, DataFolder.Pixels(height * width * channels, number));
}
