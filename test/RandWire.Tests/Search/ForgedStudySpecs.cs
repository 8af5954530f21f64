using System.Text.Json.Nodes;
using RandWire.Search;
using RandWire.Tests.Training;
using Xunit;

namespace RandWire.Tests.Search;

public sealed class ForgedStudySpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ForgedStudySpecs() => StripedImages.WriteIdx(_folder["data"], 60, 30, 28);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_record_that_no_study_writes_is_refused_and_left_as_it_is()
    {
        foreach (StudyEvent happened in new Study(Options).Run())
            if (happened is TrialEnded) break;
        string path = _folder["run/study.json"], record = File.ReadAllText(path);
        Assert.Contains("\"finished\"", record, StringComparison.OrdinalIgnoreCase);
        Refuses(path, record, StateMutations(), () => Assert.IsType<StudyEnded>(new Study(Options).Run().Last()));

        File.WriteAllText(path, record);
        StudyResults results = Assert.IsType<StudyEnded>(new Study(Options).Run().Last()).Results;
        string file = _folder["run/results.json"], text = File.ReadAllText(file), state = File.ReadAllText(path);
        Refuses(file, text, ResultMutations(), () => StudyResults.Load(file));
        // A value that could be one is told by the manifest.
        File.WriteAllText(file, text.Replace("\"seed\": 1,", "\"seed\": 2,", StringComparison.Ordinal));
        Assert.Contains("changed after", Assert.Throws<InvalidDataException>(() => new Study(Options).Run().Count()).Message, StringComparison.Ordinal);
        File.WriteAllText(file, text);
        string manifest = _folder["run/manifest.json"];
        foreach (string forged in (string[])["null", "{}", "[]", "", "{\"schema\":\"x\",\"files\":null}", "{\"schema\":\"x\",\"files\":{}}", "{\"schema\":\"x\",\"files\":{\"results.json\":null}}"])
        {
            File.WriteAllText(manifest, forged);
            Assert.Contains("manifest.json", Assert.Throws<InvalidDataException>(() => new Study(Options).Run().Count()).Message, StringComparison.Ordinal);
        }
        Assert.Equal(text, File.ReadAllText(file));
        Assert.Equal(results.ToJson(), StudyResults.Load(file).ToJson());
        Assert.Equal(state, File.ReadAllText(path));
    }

    [Fact]
    public void A_number_that_is_not_finite_is_written_as_null_and_never_stops_the_writer()
    {
        FinalRun run = new(0, 1, TrialStatus.Finished, double.NaN, double.PositiveInfinity, [], null, null, null);
        StudyPlan plan = new()
        {
            Preset = "tiny",
            Reason = "",
            InputFormat = "",
            Recipe = "",
            Rungs = [],
            FinalSeeds = 1,
            FinalEpochs = 1,
            Budget = "1m",
            BudgetMultiplyAdds = 1,
            MultiplyAddsPerSecond = 1,
            MultiplyAddsPerImage = 1,
            ExpectedTestError = 0,
            SmallestVisibleDifference = 0,
            ExcludedWirings = [],
        };
        StudyState state = new() { Asked = "", Data = "", Plan = plan, Trials = [], Runs = [run], UsedMultiplyAdds = double.NegativeInfinity };
        state.Write(_folder["odd"]);
        JsonNode back = JsonNode.Parse(File.ReadAllText(_folder["odd/study.json"]))!;
        Assert.Null(back["usedMultiplyAdds"]);
        Assert.Null(back["runs"]![0]!["multiplyAdds"]);
    }

    private StudyOptions Options => new()
    {
        DataPath = _folder["data"],
        Folder = _folder["run"],
        Budget = Budget.Parse("6GMAC"),
        Preset = "tiny",
        Trials = 2,
        Seeds = 1,
        Threads = 2,
        CommandLine = "randwire run data",
    };

    private static IEnumerable<(string Field, string Value)> StateMutations()
    {
        foreach (string field in (string[])["asked", "data", "plan", "trials", "runs", "usedMultiplyAdds", "elapsedSeconds", "machine", "testTouches"]) yield return (field, "null");
        foreach (string field in (string[])["usedMultiplyAdds", "elapsedSeconds", "testTouches", "plan.budgetMultiplyAdds", "plan.multiplyAddsPerSecond", "plan.multiplyAddsPerImage",
            "plan.expectedTestError", "plan.finalSeeds", "plan.finalEpochs", "trials.0.multiplyAdds", "trials.0.parameters", "trials.0.clustering", "trials.0.longestPath",
            "trials.0.rungs.0.multiplyAdds", "trials.0.rungs.0.seconds", "trials.0.rungs.0.validationTop1", "trials.0.rungs.0.validationBalanced", "trials.0.rungs.0.curve.0.trainLoss"])
        {
            yield return (field, "-1");
            yield return (field, "\"NaN\"");
        }
        foreach (string value in (string[])["[]", "[null]", "[{}]", "3"]) yield return ("trials", value);
        foreach (string value in (string[])["[null]", "[{}]", "3", "[{\"number\":0}]"]) yield return ("runs", value);
        foreach (string value in (string[])["7", "-1", "1"]) yield return ("trials.0.id", value);
        foreach (string value in (string[])["\"\"", "\"nonsense\"", "null"]) yield return ("trials.0.network", value);
        foreach (string value in (string[])["null", "[null]", "[{}]"]) yield return ("trials.0.rungs", value);
        foreach (string value in (string[])["1", "-1"]) yield return ("trials.0.rungs.0.rung", value);
        foreach (string value in (string[])["\"Done\"", "99", "null"]) yield return ("trials.0.rungs.0.status", value);
        foreach (string value in (string[])["null", "[null]", "[{}]"]) yield return ("trials.0.rungs.0.curve", value);
        yield return ("trials.0.rungs.0.validationTop1", "null");
        yield return ("trials.0.rungs.0.epochs", "0");
        foreach (string value in (string[])["null", "[null]", "[]", "[{\"rung\":0,\"trials\":-2,\"epochs\":3}]", "[{\"rung\":5,\"trials\":2,\"epochs\":3}]"]) yield return ("plan.rungs", value);
        foreach (string value in (string[])["\"\"", "\"28x28x1\"", "\"28x28x1 mean=NaN deviation=1\"", "\"32x32x1 mean=0.5 deviation=0.5\"", "null"]) yield return ("plan.inputFormat", value);
        foreach (string value in (string[])["\"lr=fast\"", "null"]) yield return ("plan.recipe", value);
        yield return ("plan.selection", "7");
        yield return ("version", "2");
        foreach (string value in (string[])["{}", "{\"trial\":9,\"seeds\":1,\"epochs\":1,\"recipe\":\"\",\"reason\":\"\"}", "{\"trial\":-1,\"seeds\":1,\"epochs\":1,\"recipe\":\"\",\"reason\":\"\"}",
            "{\"trial\":0,\"seeds\":0,\"epochs\":1,\"recipe\":\"\",\"reason\":\"\"}", "{\"trial\":0,\"seeds\":1,\"epochs\":-4,\"recipe\":\"\",\"reason\":\"\"}"])
        {
            yield return ("final", value);
        }
    }

    private static IEnumerable<(string Field, string Value)> ResultMutations()
    {
        foreach (string field in (string[])["data", "plan", "trials", "leaderboard", "comparisons", "rankCorrelations", "final", "machine", "data.classes", "data.notes", "final.runs",
            "final.runs.0.test.confusion", "final.runs.0.test.perClass", "final.runs.0.test.mistakes", "usedMultiplyAdds", "schema"])
        {
            yield return (field, "null");
        }
        foreach (string field in (string[])["trials", "leaderboard", "comparisons", "rankCorrelations", "data.classes", "data.notes", "final.runs", "final.runs.0.test.confusion",
            "final.runs.0.test.perClass", "final.runs.0.test.mistakes", "final.runs.0.test.reliability", "final.runs.0.curve"])
        {
            yield return (field, "[null]");
        }
        foreach (string value in (string[])["-1", "9"])
        {
            yield return ("final.trial", value);
            yield return ("final.delivered", value);
            yield return ("leaderboard", $"[0,{value}]");
            yield return ("final.meanTop1", value);
            yield return ("final.runs.0.test.top1", value);
            yield return ("final.runs.0.test.confusion.0.0", value + "00");
        }
        yield return ("final.runs.0.test", "null");
        yield return ("final.runs.0.test.loss", "\"NaN\"");
        yield return ("final.runs.0.test.perClass.0.label", "5");
        yield return ("leaderboard", "[0,0]");
        yield return ("testTouches", "0");
        yield return ("schema", "\"randwire.results/9\"");
        yield return ("data.test", "-30");
    }

    private static void Refuses(string path, string record, IEnumerable<(string Field, string Value)> mutations, Action read)
    {
        List<(string What, string Text)> forgeries = [("null", "null"), ("array", "[]"), ("empty", "{}"), ("nothing", ""), ("text", "\"x\""), ("cut", record[..(record.Length / 2)])];
        foreach ((string field, string value) in mutations)
        {
            string[] steps = field.Split('.');
            JsonNode root = JsonNode.Parse(record)!, node = root;
            foreach (string step in steps[..^1]) node = int.TryParse(step, out int index) ? node[index]! : node[step]!;
            if (int.TryParse(steps[^1], out int last)) node[last] = JsonNode.Parse(value);
            else node[steps[^1]] = JsonNode.Parse(value);
            forgeries.Add(($"{field} = {value}", root.ToJsonString()));
        }
        foreach ((string what, string text) in forgeries)
        {
            File.WriteAllText(path, text);
            Exception? error = Record.Exception(read);
            Assert.True(error is InvalidDataException, $"{what}: {error}");
            Assert.Contains(Path.GetFileName(path), error!.Message, StringComparison.Ordinal);
            Assert.True(text == File.ReadAllText(path), $"{what}: the file was changed");
        }
    }
}
