using System.Text.Json;
using RandWire.Tests;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>Data whose classes differ, and numbers that are none, as a person meets them.</summary>
public sealed class BalanceSpecs
{
    [Fact]
    public void Uneven_classes_are_weighted_by_rule_said_and_judged_class_by_class()
    {
        using TestFolder folder = Skewed();
        string[] command = ["train", "data", "--preset", "tiny", "--epochs", "2"];
        CliResult trained = RandWireProcess.Run(folder, [.. command, "--out", "run", "--json"]).Exits(0);
        Assert.Contains("classweights=balanced", trained.Events[0].GetProperty("recipe").GetString(), StringComparison.Ordinal);
        JsonElement last = trained.Events[^1], confusion = last.GetProperty("confusion"), classes = last.GetProperty("classes");
        int[] counts = [.. classes.EnumerateArray().Select(one => one.GetProperty("images").GetInt32())], correct = [confusion[0][0].GetInt32(), confusion[1][1].GetInt32()];
        Assert.Equal(((double)correct[0] / counts[0] + (double)correct[1] / counts[1]) / 2, last.GetProperty("balancedAccuracy").GetDouble(), 1e-12);
        Assert.Equal((double)counts[0] / counts.Sum(), last.GetProperty("majorityBaseline").GetDouble(), 1e-12);
        Assert.Equal(("class0", "class1", true), (last.GetProperty("majorityClass").GetString(), last.GetProperty("smallestClass").GetProperty("name").GetString(), last.GetProperty("imbalanced").GetBoolean()));
        string output = RandWireProcess.Run(folder, "evaluate", "run", "data").Exits(0).Output;
        Assert.True(output.IndexOf("balanced accuracy", StringComparison.Ordinal) is >= 0 and int first && first < output.IndexOf("always saying class0", StringComparison.Ordinal), output);

        CliResult plain = RandWireProcess.Run(folder, [.. command, "--class-weights", "none", "--out", "plain"]).Exits(0);
        Assert.DoesNotContain("classweights", plain.Output, StringComparison.Ordinal);
        Assert.Contains("Class weights: none, as asked", plain.Output, StringComparison.Ordinal);
        RandWireProcess.Run(folder, [.. command, "--class-weights", "none", "--recipe", "classweights=balanced"]).Exits(2).Complains("--class-weights");
        RandWireProcess.Run(folder, [.. command, "--class-weights", "heavy"]).Exits(2).Complains("balanced", "none");
    }

    [SlowFact]
    public void A_run_on_uneven_classes_leads_with_balanced_accuracy_everywhere()
    {
        using TestFolder folder = Skewed();
        CliResult run = RandWireProcess.Run(folder, "run", "data", "--preset", "tiny", "--budget", "12GMAC", "--trials", "2", "--seeds", "1", "--out", "run").Exits(0);
        Assert.Contains("Networks compete by balanced accuracy", run.Output, StringComparison.Ordinal);
        Assert.True(run.Output.IndexOf("Balanced test accuracy", StringComparison.Ordinal) < run.Output.IndexOf("\nTest accuracy", StringComparison.Ordinal), run.Output);
        Assert.Contains("always saying class0", run.Output, StringComparison.Ordinal);
        JsonElement results = JsonDocument.Parse(File.ReadAllText(folder["run/results.json"])).RootElement;
        Assert.Equal("BalancedAccuracy", results.GetProperty("plan").GetProperty("selection").GetString());
        Assert.InRange(results.GetProperty("final").GetProperty("meanBalanced").GetDouble(), 0, 1);
        Assert.Contains("balanced test accuracy", File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);
        Assert.Contains(",validation_balanced,test_balanced,test_majority_baseline,", File.ReadLines(folder["run/results.csv"]).First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1000")]
    [InlineData("30")]
    public void An_absurd_learning_rate_in_the_only_epoch_leaves_no_model_that_is_called_done(string rate)
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        CliResult trained = RandWireProcess.Run(folder, "train", "data", "--preset", "tiny", "--epochs", "1", "--lr", rate, "--validation", "0", "--recipe", "warmup=0 decay=0", "--out", "run", "--json");
        bool done = trained.Events.Any(one => one.GetProperty("event").GetString() == "done");
        Assert.Equal(done, trained.ExitCode == 0);
        Assert.Equal(done, File.Exists(folder["run/model.safetensors"]));
        if (!done) trained.Exits(5).Complains("learning rate");
    }

    [Fact]
    public void A_model_with_a_weight_that_is_no_number_is_refused_by_every_verb()
    {
        string? model = SharedFiles.Find("cases/models/nan1.safetensors");
        Assert.SkipUnless(model is not null, "shared/cases is not beside the repository.");
        using TestFolder folder = new();
        folder.WriteStripes("data", perClass: 10);
        RandWireProcess.Run(folder, "evaluate", model!, "data", "--json").Exits(3).Complains("nan1.safetensors", "NaN");
        RandWireProcess.Run(folder, "predict", model!, "data", "--json").Exits(3).Complains("nan1.safetensors", "NaN");
    }

    // 10 to 1.
    private static TestFolder Skewed()
    {
        TestFolder folder = new();
        folder.WriteClass("data/class0", 0, 200);
        folder.WriteClass("data/class1", 1, 20);
        return folder;
    }
}
