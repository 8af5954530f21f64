using System.Diagnostics;
using RandWire.Graphs;
using RandWire.Graphs.Formats;
using Xunit;

namespace RandWire.Tests.Graphs;

/// <summary>A file that a person names is read or refused: nothing waits, nothing is read without end.</summary>
public sealed class NamedFileSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("randwire").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Text_is_read_up_to_the_limit()
    {
        string file = Path.Combine(_folder, "a.txt");
        File.WriteAllText(file, "ä" + new string('x', 10));
        Assert.Equal("ä" + new string('x', 10), NamedFile.ReadText(file, 12));
        Assert.Contains("12 bytes, and at most 11", Assert.Throws<InvalidDataException>(() => NamedFile.ReadText(file, 11)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_missing_and_empty_files_are_told_apart()
    {
        Assert.Contains("folder", Assert.Throws<FileNotFoundException>(() => NamedFile.ReadText(_folder, 10)).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<FileNotFoundException>(() => NamedFile.ReadText(Path.Combine(_folder, "none"), 10)).Message, StringComparison.Ordinal);
        string empty = Path.Combine(_folder, "empty.edges");
        File.WriteAllText(empty, "");
        Assert.Contains("is empty", Assert.Throws<InvalidDataException>(() => NamedFile.ReadText(empty, 10)).Message, StringComparison.Ordinal);
        Assert.Contains("is empty", Assert.Throws<InvalidDataException>(() => GraphFile.Read(empty)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_and_pipes_are_refused_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes in folders are a matter of Unix");
        string pipe = Path.Combine(_folder, "pipe.edges"), zero = Path.Combine(_folder, "zero.edges");
        using (Process made = Process.Start("mkfifo", pipe)) made.WaitForExit();
        File.CreateSymbolicLink(zero, "/dev/zero");
        foreach (string file in (string[])[pipe, zero])
        {
            Assert.Contains("pipe or a device", Assert.Throws<InvalidDataException>(() => NamedFile.ReadText(file, 10)).Message, StringComparison.Ordinal);
            Assert.Contains("pipe or a device", Assert.Throws<InvalidDataException>(() => GraphFile.Read(file)).Message, StringComparison.Ordinal);
        }
    }

    // A file system in memory lies among the devices.
    [Fact]
    public void Files_below_dev_shm_are_files()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "there is no /dev/shm");
        string folder = Path.Combine("/dev/shm", Path.GetFileName(_folder)), file = Path.Combine(folder, "a.txt");
        try
        {
            AtomicFile.WriteText(file, "one");
            AtomicFile.WriteText(file, "a");
            Assert.Equal("a", File.ReadAllText(file));
            Assert.False(File.Exists(file + ".tmp"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
