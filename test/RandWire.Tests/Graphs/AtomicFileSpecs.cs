using System.Diagnostics;
using System.Globalization;
using RandWire.Graphs;
using RandWire.Tests.Training;
using Xunit;

namespace RandWire.Tests.Graphs;

public sealed class AtomicFileSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readers_see_one_whole_file_however_many_write_it_at_once()
    {
        const int writers = 6, readers = 4, writes = 60;
        string path = _folder["shared.bin"];
        AtomicFile.Write(path, stream => stream.Write(Content(0)));
        int running = writers, seen = 0;
        List<string> torn = [];
        Task[] tasks =
        [
            .. Enumerable.Range(1, writers).Select(writer => Task.Factory.StartNew(() =>
            {
                // In pieces, as a checkpoint is written.
                for (int i = 0; i < writes; i++)
                {
                    byte[] content = Content((writer * 40 + i % 40) % 256);
                    AtomicFile.Write(path, stream =>
                    {
                        foreach (byte[] piece in content.Chunk(997)) stream.Write(piece);
                    });
                }
                Interlocked.Decrement(ref running);
            }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
            .. Enumerable.Range(0, readers).Select(_ => Task.Factory.StartNew(() =>
            {
                while (Volatile.Read(ref running) > 0)
                {
                    byte[] read = File.ReadAllBytes(path);
                    Interlocked.Increment(ref seen);
                    if (read.Length == 0 || !read.AsSpan().SequenceEqual(Content(read[0])))
                    {
                        lock (torn) torn.Add(string.Create(CultureInfo.InvariantCulture, $"{read.Length} bytes"));
                    }
                }
            }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ];
        await Task.WhenAll(tasks);
        Assert.Empty(torn);
        Assert.True(seen > 0);
        Assert.Equal(["shared.bin"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_dead_writer_left_is_deleted_and_what_a_living_one_writes_is_not()
    {
        string path = _folder["state.safetensors"];
        ProcessMark me = ProcessMark.Current;
        string dead = Left("state.safetensors", new ProcessMark(Ended(), 1, me.Boot, me.Place)), ofAnotherFile = Left("model.safetensors", new ProcessMark(Ended(), 1, me.Boot, me.Place));
        string reborn = Left("state.safetensors", me with { Start = me.Start - 1 }), beforeTheSystemStarted = Left("state.safetensors", me with { Boot = "00000000" });
        string alive = Left("state.safetensors", me), elsewhere = Left("state.safetensors", me with { Place = "00000000" }), foreign = _folder["state.safetensors.77.tmp"];
        File.WriteAllText(foreign, "somebody's");
        AtomicFile.WriteText(path, "new");
        Assert.All((string[])[dead, reborn, beforeTheSystemStarted], left => Assert.False(File.Exists(left), left));
        Assert.All((string[])[alive, elsewhere, foreign, ofAnotherFile], left => Assert.True(File.Exists(left), left));
        File.SetLastWriteTimeUtc(elsewhere, File.GetLastWriteTimeUtc(path) - TimeSpan.FromDays(2));
        using (FolderLock.Take(_folder.Path, "test"))
        {
            Assert.All((string[])[elsewhere, ofAnotherFile], left => Assert.False(File.Exists(left), left));
            Assert.All((string[])[alive, foreign, path], left => Assert.True(File.Exists(left), left));
        }
    }

    [Fact]
    public void The_longest_name_that_a_file_system_takes_can_be_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Paths are limited there.");
        foreach (string name in (string[])[new('x', 255), string.Concat(Enumerable.Repeat("ж", 127)), "a b*?[c]"])
        {
            AtomicFile.WriteText(_folder[name], name);
            Assert.Equal(name, File.ReadAllText(_folder[name]));
        }
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void A_file_cannot_take_the_place_of_a_folder()
    {
        Directory.CreateDirectory(_folder["taken"]);
        Assert.Contains("taken", Record.Exception(() => AtomicFile.WriteText(_folder["taken"], "x"))!.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => AtomicFile.WriteText(Path.GetPathRoot(_folder.Path)!, "x"));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("state.safetensors/half:2", "state.safetensors/half", 2, true)]
    [InlineData("a:b/begin:13:kill", "a:b/begin", 13, true)]
    [InlineData("x:1:fail", "x", 1, false)]
    public void A_fail_point_is_a_name_a_count_and_a_mode(string text, string name, int count, bool kills) => Assert.Equal((name, count, kills), FailPoint.Read(text));

    [Theory]
    [InlineData("x")]
    [InlineData("x:0")]
    [InlineData(":1")]
    [InlineData("x:1:explode")]
    [InlineData("x:-1:kill")]
    public void A_fail_point_that_cannot_be_read_is_refused_by_the_name_of_its_variable(string text) =>
        Assert.Contains("RANDWIRE_FAILPOINT=" + text, Assert.Throws<ArgumentException>(() => FailPoint.Read(text)).Message, StringComparison.Ordinal);

    // Length and every byte follow from the first.
    private static byte[] Content(int number)
    {
        byte[] content = new byte[20_000 + 991 * (number % 17)];
        for (int i = 0; i < content.Length; i++) content[i] = (byte)(number + i * (number % 7));
        return content;
    }

    // A number that this process itself does not come to.
    private string Left(string target, ProcessMark writer)
    {
        string path = _folder[string.Create(CultureInfo.InvariantCulture, $"{target}.{writer.Id}-{writer.Start}-{writer.Boot}{writer.Place}-1000000.tmp")];
        File.WriteAllText(path, "half");
        return path;
    }

    // The number of a process that is gone.
    private static int Ended()
    {
        using Process process = Process.Start("dotnet", "--version");
        process.WaitForExit();
        return process.Id;
    }
}
