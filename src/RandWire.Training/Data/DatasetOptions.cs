namespace RandWire.Training.Data;

/// <summary>How a data set is opened and split.</summary>
public sealed record DatasetOptions
{
    /// <summary>Decides the split, and nothing else; any value, 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>Share of the training images that become the validation split, in [0, 0.9]; 0.1 by default; 0 makes none.
    /// Not used where the source has its own validation split.</summary>
    public double ValidationShare { get; init => field = Share(value, nameof(ValidationShare)); } = 0.1;

    /// <summary>Share of all images that become the test split, in [0, 0.9]; 0.15 by default; 0 makes none.
    /// Not used where the source has its own test split.</summary>
    public double TestShare { get; init => field = Share(value, nameof(TestShare)); } = 0.15;

    /// <summary>Bytes of decoded pixels kept in memory; 2 GiB by default, 0 keeps none. What does not fit goes to <see cref="CacheFolder"/>, or is decoded again
    /// at every use.</summary>
    public long CacheBytes { get; init => field = AtLeast(value, 0, nameof(CacheBytes)); } = 2L << 30;

    /// <summary>Folder for a file with the pixels of images that do not fit into <see cref="CacheBytes"/>; null, the default, makes none. The file is nobody
    /// else's and goes with the data set.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Whether the pixels of image files are kept for further use, true by default; false suits a single look. Packed files are held in any case.</summary>
    public bool KeepImages { get; init; } = true;

    /// <summary>Threads that decode, at least 1; the number of processors by default. It changes no result.</summary>
    public int Threads { get; init => field = (int)AtLeast(value, 1, nameof(Threads)); } = Environment.ProcessorCount;

    /// <summary>Image files whose longer side exceeds this are kept scaled down to it (area averaging); null, the default, keeps them as
    /// they are. Images of packed files (IDX, CIFAR) are always kept as they are. Sizes in the report are those before scaling.</summary>
    public int? MaxSide { get; init => field = value is int side ? (int)AtLeast(side, 1, nameof(MaxSide)) : null; }

    /// <summary>How image files become samples; null, the default, lets the data choose background and depth by a rule that looks at all pictures and at no
    /// label.</summary>
    public ImageReading? Reading { get; init; }

    /// <summary>What decodes JPEG files where <see cref="Reading"/> is null; managed code by default.</summary>
    public DecoderKind Decoder { get; init; }

    /// <summary>Name of a table's column of paths, in any case; null, the default, finds it.</summary>
    public string? PathColumn { get; init; }

    /// <summary>Name of a table's column of labels, in any case; null, the default, finds it.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Name of a table's column that says train, val or test, in any case; null, the default, finds it.</summary>
    public string? SplitColumn { get; init; }

    /// <summary>Name of a table's column whose equal values (a patient, a scene, a product) stay on one side of the split; null, the default: none.</summary>
    public string? GroupColumn { get; init; }

    /// <summary>Whether the folders below a class folder are groups that stay on one side of the split: <c>class/patient-7/1.png</c>. A group's name counts, not
    /// its class. False by default.</summary>
    public bool GroupFolder { get; init; }

    /// <summary>What is done about photos that nearly equal each other; they are told of by default.</summary>
    public NearDuplicateRule NearDuplicates { get; init; }

    /// <summary>Whether there must be something to train on: two classes and images that differ; and whether classes without a training image are left out.
    /// True by default; false opens data that is only evaluated.</summary>
    public bool ToTrain { get; init; } = true;

    /// <summary>The longer side that a training with inputs of a size keeps of photos, see <see cref="MaxSide"/>: three times the size, at least 512, so that a
    /// random crop of a third of the picture still has more pixels than the input.</summary>
    /// <param name="inputSize">The longer side of the input; null where it follows from the data, as for presets, whose inputs have 224 pixels at most.</param>
    public static int KeptSide(int? inputSize) => Math.Max(512, 3 * (inputSize ?? 0));

    /// <summary>Called now and then while images are read, from one thread at a time; null by default.</summary>
    public Action<DataProgress>? Progress { get; init; }

    private static double Share(double value, string name) => value is >= 0 and <= 0.9
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} = {value} must lie in [0, 0.9].");

    private static long AtLeast(long value, long least, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        return value;
    }
}
