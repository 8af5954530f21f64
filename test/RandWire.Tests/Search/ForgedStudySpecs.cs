using System.Text.Json.Nodes;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search;

public sealed class ForgedStudySpecs : IDisposable
{
    private readonly StripedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Results_that_no_study_writes_are_refused_and_left_as_they_are()
    {
        StudyResults results = Finished();
        string file = _folder["run/results.json"], text = File.ReadAllText(file);
        Refuses(file, text, ResultMutations(), () => StudyResults.Load(file));
        File.WriteAllText(file, text);
        Assert.Equal(results.ToJson(), StudyResults.Load(file).ToJson());
    }

    [Fact]
    public void Whatever_is_changed_or_lost_in_a_finished_folder_is_made_again_from_the_ledger()
    {
        StudyResults results = Finished();
        string[] files = [.. Directory.EnumerateFiles(_folder["run"], "*", SearchOption.AllDirectories).Where(path => !Path.GetFileName(path).StartsWith("study.sqlite", StringComparison.Ordinal))];
        Dictionary<string, byte[]> whole = files.ToDictionary(path => path, File.ReadAllBytes);
        Assert.Contains(files, path => path.EndsWith("model.safetensors", StringComparison.Ordinal));
        foreach (string path in files)
        {
            foreach (Action<string> harm in (Action<string>[])[File.Delete, Flip, path => File.WriteAllBytes(path, whole[path][..(whole[path].Length / 2)]), path => File.WriteAllBytes(path, [])])
            {
                harm(path);
                StudyEvent[] events = [.. new Study(Options).Run()];
                Assert.Equal(results.ToJson(), Assert.IsType<StudyEnded>(events[^1]).Results.ToJson());
                Assert.DoesNotContain(events, happened => happened is EpochTrained);
                foreach ((string other, byte[] bytes) in whole) Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(other)), $"{other} after {path} was harmed");
                if (Path.GetFileName(path) != RunManifest.FileName && !Path.GetFileName(path).StartsWith('.'))
                    Assert.Contains(events, happened => happened is StudyNoted note && note.Text.Contains(Path.GetFileName(path), StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_number_edited_in_the_results_never_reaches_a_reader()
    {
        StudyResults results = Finished();
        string file = _folder["run/results.json"], text = File.ReadAllText(file), name = "\"meanTop1\": ";
        int at = text.IndexOf(name, StringComparison.Ordinal) + name.Length;
        File.WriteAllText(file, text[..at] + "0.98" + text[text.IndexOf(',', at)..]);
        Assert.Equal(0.98, StudyResults.Load(file).Final.MeanTop1);
        Assert.Equal(results.Final.MeanTop1, Assert.IsType<StudyEnded>(new Study(Options).Run().Last()).Results.Final.MeanTop1);
        Assert.Equal(text, File.ReadAllText(file));
    }

    private StudyResults Finished() => StripedFolder.Last(new Study(Options).Run());

    private static void Flip(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length == 0) return;
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(path, bytes);
    }

    private StudyOptions Options => _folder.Options("run") with { Budget = Budget.Parse("6GMAC"), Trials = 2, Seeds = 1 };

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
        yield return ("final.runs.0.test.right", "\"no base64\"");
        yield return ("final.runs.0.test.right", "\"AAAAAA==\"");
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
