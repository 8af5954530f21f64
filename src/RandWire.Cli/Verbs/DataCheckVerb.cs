using RandWire.Reports;
using RandWire.Search;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Cli.Verbs;

/// <summary><c>data check</c>: reads every image once and reports what a training would meet.</summary>
internal static class DataCheckVerb
{
    private static readonly DataFlags Data = new();

    public static Verb Create()
    {
        Verb verb = new("check", "Reads every image once and reports what it found.")
        {
            Details = "Classes and counts, sizes, channel statistics, unreadable files with their reasons, equal images, photos that nearly equal each other across splits, images under two classes. Splits as 'run' does, and exits with 3 where 'run' would refuse the data.",
            Examples =
            [
                new("a folder per class", "data check samples/fashion"),
                new("path and label in a table, the report as JSON", "data check photos.csv --json"),
            ],
            OutIsJson = true,
            Work = Check,
        };
        Data.AddTo(verb);
        return verb;
    }

    private static ExitCode Check(Request request)
    {
        DatasetOptions options = Data.Options(request, new DatasetOptions { Seed = request.Seed, ValidationShare = Study.ValidationShare }) with { KeepImages = false };
        DataReport report;
        string? obstacle;
        try
        {
            using Dataset dataset = Data.Open(request, options);
            (report, obstacle) = (dataset.Report, Study.Obstacle(dataset));
        }
        catch (DataException error) when (error.Report is { } found)
        {
            (report, obstacle) = (found, error.Message);
        }

        DataReportView.Describe(request.Screen, report);
        request.Screen.Object(writer =>
        {
            DataReportView.WriteMembers(writer, report);
            writer.WriteString("obstacle", obstacle);
        });
        if (obstacle is not null)
        {
            Screen.Complain(Screen.Clean($"Not ready to train. {obstacle}"));
            return ExitCode.Data;
        }

        request.Screen.Result($"Ready to train: {Quantity.Count(report.ImageCount)} images of {report.Classes.Length} classes.");
        return ExitCode.Done;
    }
}
