using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>What is promised of data is told wherever data is opened, and the verdict of <c>data check</c> is that of <c>run</c>.</summary>
public sealed class DataPromiseSpecs
{
    [Fact]
    public void Data_check_refuses_what_run_refuses()
    {
        using TestFolder folder = new();
        folder.Write("data/a/0.png", TestFolder.Stripes(0, 1, 12));
        folder.Write("data/b/0.png", TestFolder.Stripes(1, 2, 12));
        RandWireProcess.Run(folder, "data", "check", "data").Exits(3).Complains("Not ready to train", "validation");
        RandWireProcess.Run(folder, "run", "data", "--budget", "10s", "--out", "out").Exits(3).Complains("validation");
        JsonElement report = Assert.Single(RandWireProcess.Run(folder, "data", "check", "data", "--json").Exits(3).Events);
        Assert.Contains("validation", report.GetProperty("obstacle").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_tells_of_classes_and_files_that_it_leaves_out()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data/train", classes: 2, perClass: 12);
        folder.WriteClass("data/test/class0", 0, 3);
        folder.WriteClass("data/test/class1", 1, 3);
        folder.WriteClass("data/test/ghost", 2, 3);
        folder.Write("data/train/class0/page.png", "<html></html>");
        CliResult result = RandWireProcess.Run(folder, "train", "data", "--preset", "tiny", "--epochs", "1", "--out", "out").Exits(0);
        Assert.Contains("page.png", result.Output, StringComparison.Ordinal);
        Assert.Contains("'ghost'", result.Output, StringComparison.Ordinal);
        CliResult checkedData = RandWireProcess.Run(folder, "data", "check", "data", "--json").Exits(0);
        JsonElement report = Assert.Single(checkedData.Events);
        Assert.Equal(3, report.GetProperty("leftOut").GetArrayLength());
        Assert.Equal("train/class0/page.png", Assert.Single(report.GetProperty("skipped").EnumerateArray()).GetProperty("source").GetString());
    }

    [Fact]
    public void Predict_sees_what_train_sees_and_names_what_it_passes_over()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data", classes: 2, perClass: 12);
        File.CreateSymbolicLink(folder["data/class0/up"], "..");
        File.Move(folder["data/class1/" + Path.GetFileName(Directory.GetFiles(folder["data/class1"])[0])], folder["data/class1/without-extension"]);
        RandWireProcess.Run(folder, "train", "data", "--preset", "tiny", "--epochs", "1", "--out", "out").Exits(0);
        CliResult predicted = RandWireProcess.Run(folder, "predict", "out", "data", "--json").Exits(0).Complains("class0/up", "passed over");
        Assert.Equal(24, predicted.Events.Count);
        Assert.Contains(predicted.Events, one => one.GetProperty("image").GetString()!.EndsWith("without-extension", StringComparison.Ordinal));
        Assert.Equal(24, Assert.Single(RandWireProcess.Run(folder, "data", "check", "data", "--json").Exits(0).Events).GetProperty("images").GetInt32());
    }

    [Fact]
    public void Evaluate_takes_data_that_lacks_classes_and_says_so()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data", classes: 3, perClass: 12);
        RandWireProcess.Run(folder, "train", "data", "--preset", "tiny", "--epochs", "1", "--out", "out").Exits(0);
        folder.WriteClass("other/class2", 2, 5);
        CliResult evaluated = RandWireProcess.Run(folder, "evaluate", "out", "other", "--split", "all").Exits(0);
        Assert.Contains("no class 'class0', 'class1'", evaluated.Output, StringComparison.Ordinal);
        Assert.Contains("5 images", evaluated.Output, StringComparison.Ordinal);
        folder.WriteClass("other/stranger", 1, 5);
        RandWireProcess.Run(folder, "evaluate", "out", "other", "--split", "all").Exits(3).Complains("'stranger'");
    }

    [Fact]
    public void Images_of_a_single_color_and_equal_images_are_not_ready()
    {
        using TestFolder folder = new();
        for (int i = 0; i < 12; i++)
        {
            folder.Write($"equal/{i % 2}/{i}.png", TestFolder.Stripes(1, 1, 12));
            folder.Write($"flat/{i % 2}/{i}.pgm", [.. "P5 4 4 255\n"u8, .. Enumerable.Repeat((byte)(i * 9), 16)]);
        }
        RandWireProcess.Run(folder, "data", "check", "equal").Exits(3).Complains("equal");
        RandWireProcess.Run(folder, "data", "check", "flat").Exits(3).Complains("single color");
        RandWireProcess.Run(folder, "train", "flat", "--out", "out").Exits(3).Complains("single color");
    }
}
