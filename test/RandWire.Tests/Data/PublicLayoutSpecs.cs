using System.Diagnostics;
using RandWire.Training;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>The folder layouts that public reports describe, made by the script beside them, each with the right result.</summary>
public sealed class PublicLayoutSpecs
{
    [SlowFact]
    public void Layouts_of_public_reports_are_read_rightly_or_refused()
    {
        string? script = SharedData.Path("cases/make-layouts.sh");
        Assert.SkipWhen(script is null || OperatingSystem.IsWindows(), "shared/cases is not here, or there is no shell.");
        using DataFolder folder = new();
        folder.Write("make-layouts.sh", File.ReadAllBytes(script!)).Write("reference.png", [0]);
        using (Process run = Process.Start(new ProcessStartInfo("sh", [folder["make-layouts.sh"]]) { RedirectStandardError = true })!)
        {
            string error = run.StandardError.ReadToEnd();
            run.WaitForExit();
            Assert.SkipWhen(run.ExitCode != 0, $"The script needs Python with PIL: {error}");
        }

        foreach ((string name, SplitKind other) in (IEnumerable<(string, SplitKind)>)[("training_set", SplitKind.Test), ("seg", SplitKind.Test), ("train_data", SplitKind.Validation), ("case", SplitKind.Validation)])
        {
            ImageCatalog splits = Read(name);
            Assert.Equal(["cat", "dog"], splits.Classes);
            Assert.Equal((12, 12), (splits.Splits.Count(split => split == SplitKind.Train), splits.Splits.Count(split => split == other)));
        }
        Assert.Contains("no class folders", Assert.Throws<DataException>(() => Read("dogs-vs-cats")).Message, StringComparison.Ordinal);
        ImageCatalog circles = Read("links-two-up"), self = Read("link-self");
        Assert.Equal((8, 2), (circles.Images.Count, circles.PassedOver.Count));
        Assert.Equal((8, 1), (self.Images.Count, self.PassedOver.Count));
        Assert.DoesNotContain("self", self.Classes);
        // Whether these are decoded is the decoder's matter; that they are pictures is known.
        foreach (string name in (string[])["ppm", "pgm", "tga"]) Assert.Equal(6, Read(name).Images.Count);

        ImageCatalog Read(string layout) => DataLayout.Read(folder[$"layouts/{layout}"], new DatasetOptions(), TestContext.Current.CancellationToken);
    }
}
