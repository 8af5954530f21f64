using RandWire.Networks;
using RandWire.Tests.Architecture;
using RandWire.Tests.Training;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Tests.Freeze;

/// <summary>The first pictures of every class of <c>samples/fashion</c>, opened, and trainings on them.</summary>
internal sealed class FrozenTraining : IDisposable
{
    private const int ImagesOfAClass = 16;
    private readonly TemporaryFolder _folder = new();

    public FrozenTraining()
    {
        foreach (string source in Directory.EnumerateDirectories(Samples))
        {
            string target = Path.Combine(DataPath, Path.GetFileName(source));
            Directory.CreateDirectory(target);
            foreach (string file in Pictures(source, ImagesOfAClass)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
        Data = Dataset.Open(DataPath, new DatasetOptions { Seed = 4, ValidationShare = 0.2, Threads = 2 });
    }

    /// <summary>A network of every kind of layer that fits into a small file.</summary>
    public static NetworkSpec Small { get; } = NetworkSpec.Parse(
        "custom(input=28x28x1,classes=10) conv(channels=5,stride=2) conv(channels=7,stride=1) "
        + "stage(channels=9,stride=2,wiring=ws(n=6,k=4,p=0.75),seed=2,aggregation=weighted-sum,transform=relu+sepconv3x3+norm) "
        + "stage(channels=11,stride=1,wiring=er(n=5,p=0.6),seed=3,aggregation=mean,transform=relu+maxpool3x3+conv1x1+norm) "
        + "stage(channels=10,stride=2,wiring=dag(n=4,e=0-1.0-2.1-3.2-3),aggregation=concatenation,transform=norm+relu+conv3x3+avgpool3x3) "
        + "head(channels=24,dropout=0)");

    public Dataset Data { get; }

    public string DataPath => _folder["data"];

    /// <summary>The folder with a picture set of ten classes.</summary>
    public static string Samples => Path.Combine(Repository.Root, "samples", "fashion");

    /// <summary>The first files of a class, by name.</summary>
    public static IEnumerable<string> Pictures(string folder, int count) => Directory.EnumerateFiles(folder, "*.png").Order(StringComparer.Ordinal).Take(count);

    /// <summary>A folder of this training alone.</summary>
    public string Folder(string name) => _folder[name];

    /// <summary>The training of a network with a recipe.</summary>
    public TrainingSetup Setup(NetworkSpec network, string recipe, string? folder = null) => new()
    {
        Network = network,
        Recipe = Recipe.Parse(recipe),
        Classes = Data.Classes,
        Format = InputFormat.Measure(Data.Train, network.Input.Height, network.Input.Width, network.Input.Channels),
        Train = Data.Train,
        Validation = Data.Validation,
        Seed = 21,
        Folder = folder,
    };

    public void Dispose()
    {
        Data.Dispose();
        _folder.Dispose();
    }
}
