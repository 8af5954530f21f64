using RandWire.Engine;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Tests.Training;

/// <summary>Striped images on disk, opened, with a small network for them.</summary>
internal sealed class StripedTraining : IDisposable
{
    private const int Side = 12;
    private readonly TemporaryFolder _folder = new();

    public StripedTraining(int train = 90, int test = 45)
    {
        StripedImages.WriteIdx(_folder["data"], train, test, Side);
        Data = Dataset.Open(_folder["data"], new DatasetOptions { ValidationShare = 0.2, Threads = 2 });
        Format = InputFormat.Measure(Data.Train, Side, Side, 1);
    }

    /// <summary>The same with the data as it lies now in another one's folder.</summary>
    public StripedTraining(StripedTraining other)
    {
        Data = Dataset.Open(other.Folder("data"), new DatasetOptions { ValidationShare = 0.2, Threads = 2 });
        Format = other.Format;
    }

    public static Recipe Recipe { get; } =
        RandWire.Training.Recipe.Parse("epochs=3 batch=16 lr=0.1 warmup=0.5 nesterov=true decay=0.0005 dropout=0.1 edgedrop=0.5 average=0.9 augment=crop(pad=1)+mixup(0.2)");

    public static NetworkSpec Network { get; } = new NetworkSpec
    {
        Input = new TensorShape(Side, Side, 1),
        Classes = StripedImages.Classes,
        Stem = new StemSpec([new StemConvolution(8, 1)]),
        Stages = [new StageSpec { Body = new Wired(WiringSpec.Parse("ws(n=6,k=4,p=0.5)", 3), NodeSpec.Paper), Channels = 16, Stride = 2 }],
        Head = new HeadSpec(24, 0),
    }.Checked();

    public Dataset Data { get; }

    public InputFormat Format { get; }

    public string Folder(string name) => _folder[name];

    public TrainingSetup Setup(string? folder = null, Recipe? recipe = null, long seed = 5, int threads = 2) => new()
    {
        Network = Network,
        Recipe = recipe ?? Recipe,
        Classes = Data.Classes,
        Format = Format,
        Train = Data.Train,
        Validation = Data.Validation,
        Seed = seed,
        Threads = threads,
        Folder = folder is null ? null : _folder[folder],
    };

    public void Dispose()
    {
        Data.Dispose();
        _folder.Dispose();
    }
}
