using System.Globalization;
using RandWire.Graphs;
using RandWire.Tests.Training;
using Xunit;

namespace RandWire.Tests.Graphs;

public sealed class FolderLockSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_held_by_one_and_the_second_is_told_by_whom()
    {
        string folder = _folder["new/run"];
        using (FolderLock.Take(folder, "train"))
        {
            FolderInUseException refused = Assert.Throws<FolderInUseException>(() => FolderLock.Take(folder, "run"));
            Assert.Equal(Environment.ProcessId, refused.ProcessId);
            Assert.Contains(folder, refused.Message, StringComparison.Ordinal);
            Assert.Contains("train", refused.Message, StringComparison.Ordinal);
            Assert.Contains("name another folder", refused.Message, StringComparison.Ordinal);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} (train, started 20"), FolderLock.HolderOf(folder), StringComparison.Ordinal);
        }
        Assert.Null(FolderLock.HolderOf(folder));
        FolderLock.Take(folder, "run").Dispose();
        Assert.Equal([".randwire.lock"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Of_many_who_take_it_at_once_one_gets_it()
    {
        int held = 0, most = 0, taken = 0;
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken }, _ =>
        {
            try
            {
                using FolderLock mine = FolderLock.Take(_folder.Path, "test");
                int now = Interlocked.Increment(ref held);
                InterlockedMax(ref most, now);
                Interlocked.Increment(ref taken);
                Interlocked.Decrement(ref held);
            }
            catch (FolderInUseException)
            {
                return;
            }
        });
        Assert.Equal(1, most);
        Assert.InRange(taken, 1, 64);
    }

    [Fact]
    public void The_lock_of_a_process_that_is_gone_is_taken_over_whatever_it_left()
    {
        ProcessMark me = ProcessMark.Current;
        foreach (string left in (string[])
            [Owner(me with { Id = int.MaxValue }), Owner(me with { Start = me.Start - 1 }), Owner(me with { Boot = "00000000" }), Owner(me with { Place = "00000000" }), "", "process=1\n", "process=x\nstart=1\nboot=\nplace=\nhost=\nstarted=\npurpose=\n"])
        {
            File.WriteAllText(_folder[".randwire.lock"], "");
            File.WriteAllText(_folder[".randwire.owner"], left);
            Assert.Null(FolderLock.HolderOf(_folder.Path));
            FolderLock.Take(_folder.Path, "test").Dispose();
        }
    }

    [Fact]
    public void Where_the_file_system_knows_no_locks_a_living_owner_is_respected()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The process of this test is looked up in /proc.");
        string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{Parent()}/stat"));
        long start = long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
        // A free lock beside the name of a living process: what such a file system shows.
        File.WriteAllText(_folder[".randwire.owner"], Owner(ProcessMark.Current with { Id = Parent(), Start = start }));
        FolderInUseException refused = Assert.Throws<FolderInUseException>(() => FolderLock.Take(_folder.Path, "test"));
        Assert.Equal(Parent(), refused.ProcessId);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"kill {Parent()}"), refused.Message, StringComparison.Ordinal);
    }

    private static string Owner(ProcessMark mark) => new FolderOwner(mark, "host", "2026-05-01 12:00:00 UTC", "run").Text;

    private static int Parent()
    {
        string stat = File.ReadAllText("/proc/self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most)) Interlocked.CompareExchange(ref most, value, seen);
    }
}
