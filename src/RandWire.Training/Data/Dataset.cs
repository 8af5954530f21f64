using RandWire.Training.Data.Readers;
using RandWire.Training.Data.Splitting;

namespace RandWire.Training.Data;

/// <summary>Labelled images, each read once, checked, and split into train, validation and test.</summary>
/// <remarks>Images stand in a fixed order (class, then path, ordinal) whatever the file system says. The same path, seed and shares give
/// the same splits, whatever the number of threads or the size of the cache.</remarks>
public sealed class Dataset : IDisposable
{
    private readonly IImageSource _images;

    private Dataset(IImageSource images, DataSurvey survey, DataReport report, DatasetOptions options)
    {
        _images = images;
        Report = report;
        bool shrunk = options.MaxSide is int side && Math.Max(report.LargestSize.Height, report.LargestSize.Width) > side;
        Reading = new ReadingRecord(report.Reading, ImageFile.DecoderName(report.Reading.Decoder), report.IsPlain && !shrunk, options.MaxSide);
        Classes = [.. survey.Classes];
        ulong[] hashes = survey.Hashes();
        Train = Split(SplitKind.Train);
        Validation = Split(SplitKind.Validation);
        Test = Split(SplitKind.Test);
        Everything = Train.Concat(Validation).Concat(Test).Named("all");
        Channels = report.GreyImages == report.ImageCount ? 1 : 3;
        UniformSize = report.Sizes is [SizeSummary only] ? (only.Height, only.Width) : null;

        DatasetSplit Split(SplitKind kind)
        {
            int[] members = [.. Enumerable.Range(0, survey.Images.Length).Where(i => survey.Splits[i] == kind)];
            return new DatasetSplit(SplitNames.Of(kind), images, hashes, Reading, survey.Classes.Count,
                [.. members.Select(i => survey.Images[i])], [.. members.Select(i => survey.Labels[i])]);
        }
    }

    /// <summary>Class names in label order; every class has an image to train on, unless the data was not opened to train.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>By what the images were read.</summary>
    public ReadingRecord Reading { get; }

    /// <summary>What the data is: another one where a picture, a label, a class, a split or the reading is another, whatever the folder's path, the threads or the
    /// cache.</summary>
    /// <remarks>From hashes that were taken while the data set was opened; the first use takes a few milliseconds for 100,000 images.</remarks>
    public DataIdentity Identity => field ??= DataIdentity.Of(Classes, Reading, Train, Validation, Test);

    /// <summary>What was found.</summary>
    public DataReport Report { get; }

    /// <summary>The images to train on; never empty, unless the data was not opened to train.</summary>
    public DatasetSplit Train { get; }

    /// <summary>The images to choose by; may be empty.</summary>
    public DatasetSplit Validation { get; }

    /// <summary>The images to report by; may be empty.</summary>
    public DatasetSplit Test { get; }

    /// <summary>All images, in the order of the splits; its name is "all".</summary>
    public DatasetSplit Everything { get; }

    /// <summary>1 when every image is grey, else 3.</summary>
    public int Channels { get; }

    /// <summary>The size of every image; null when sizes differ.</summary>
    public (int Height, int Width)? UniformSize { get; }

    /// <summary>Median height and width, before <see cref="DatasetOptions.MaxSide"/>.</summary>
    public (int Height, int Width) TypicalSize => Report.MedianSize;

    /// <summary>Finds out the layout, reads every image once, checks it and splits it.</summary>
    /// <remarks>Layouts: a folder per class; <c>train/</c>, <c>val/</c>, <c>test/</c> of class folders; a .csv or .tsv of path and label; a
    /// folder of MNIST IDX files, plain or .gz; a folder of CIFAR-10 or CIFAR-100 binary files. A source's own test split is kept. Files
    /// that cannot be read are left out and listed in <see cref="Report"/> with the reason.</remarks>
    /// <exception cref="DataException">Nothing to train on, a layout that is not recognised, or two at once.</exception>
    /// <exception cref="InvalidDataException">An IDX, CIFAR or list file is damaged; the message names file and byte or line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Dataset Open(string path, DatasetOptions options, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(options);
        ImageCatalog catalog = DataLayout.Read(path, options, cancellation);
        bool opened = false;
        try
        {
            ImageFacts[] facts = ImageScan.Run(catalog.Images, options, cancellation);
            DataSurvey survey = new(path, catalog, facts, options, cancellation);
            DataReport report = survey.Report();
            if (report.Obstacle != null) throw new DataException(report.Obstacle, report);
            Dataset dataset = new(catalog.Images, survey, report, options);
            opened = true;
            return dataset;
        }
        finally
        {
            if (!opened) catalog.Images.Dispose();
        }
    }

    /// <summary>Closes files and lets the cache go. Splits cannot be read afterwards.</summary>
    public void Dispose() => _images.Dispose();
}
