using RandWire.Search;
using RandWire.Tests.Training;
using Xunit;

namespace RandWire.Tests.Search;

/// <summary>A fresh folder with striped images to study in <c>data</c>, gone with the test.</summary>
internal sealed class StripedFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="side">Side of the images.</param>
    public StripedFolder(int side = 28) => StripedImages.WriteIdx(_folder["data"], 60, 30, side);

    /// <summary>A path in the folder.</summary>
    public string this[string name] => _folder[name];

    /// <summary>A study of the images in a folder of its own: three networks of the preset tiny, for about a dozen epochs and two final runs.</summary>
    public StudyOptions Options(string name) => new()
    {
        DataPath = _folder["data"],
        Folder = _folder[name],
        Budget = Budget.Parse("12GMAC"),
        Preset = "tiny",
        Trials = 3,
        Seeds = 2,
        Threads = 2,
        CommandLine = "randwire run data",
    };

    /// <summary>The end of a study.</summary>
    public static StudyResults Last(IEnumerable<StudyEvent> events) => Assert.IsType<StudyEnded>(events.Last()).Results;

    public void Dispose() => _folder.Dispose();
}
