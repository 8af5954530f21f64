using System.Diagnostics;
using System.Net.Sockets;
using RandWire.Search;
using RandWire.Tests.Training;
using Xunit;

namespace RandWire.Tests.Search;

public sealed class OrdinaryFileSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("study.sqlite")]
    [InlineData("results.json")]
    [InlineData("best/model.safetensors")]
    public void A_pipe_in_the_place_of_a_file_is_refused_as_one(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It needs mkfifo.");
        Directory.CreateDirectory(_folder["run/best"]);
        using (Process made = Process.Start("mkfifo", [_folder["run/" + name]])) made.WaitForExit();
        Study study = new(new StudyOptions { DataPath = _folder["data"], Folder = _folder["run"] });
        string message = Assert.Throws<InvalidDataException>(() => study.Run().Count()).Message;
        Assert.StartsWith($"{_folder["run/" + name]} is a pipe", message, StringComparison.Ordinal);
        if (name != SqliteLedger.FileName) return;
        Assert.Contains("is a pipe", Assert.Throws<InvalidDataException>(() => StudyView.Open(_folder["run"])).Message, StringComparison.Ordinal);
        Assert.Contains("is a pipe", Assert.Throws<InvalidDataException>(() => Study.Work(new WorkerStart(_folder["run"], "one", null, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_is_refused_by_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It needs sockets with names in the file system.");
        // Names of sockets have about a hundred bytes at most.
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        try
        {
            Assert.Contains("is a socket", Assert.Throws<InvalidDataException>(() => OrdinaryFile.Require(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_device_and_a_folder_are_refused_by_name_and_files_and_nothing_pass()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It needs /dev/null.");
        File.CreateSymbolicLink(_folder["device"], "/dev/null");
        Directory.CreateDirectory(_folder["folder"]);
        Assert.Contains("is a device", Assert.Throws<InvalidDataException>(() => OrdinaryFile.Require(_folder["device"])).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<InvalidDataException>(() => OrdinaryFile.Require(_folder["folder"])).Message, StringComparison.Ordinal);
        File.WriteAllBytes(_folder["empty"], []);
        File.WriteAllBytes(_folder["full"], [1]);
        foreach (string name in (string[])["empty", "full", "nothing"]) OrdinaryFile.Require(_folder[name]);
    }
}
