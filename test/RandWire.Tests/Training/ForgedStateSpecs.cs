using System.Text.Json.Nodes;
using CsCheck;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Training;

public sealed class ForgedStateSpecs : IDisposable
{
    private const string Key = "randwire.training";

    private readonly StripedTraining _striped = new();

    public void Dispose() => _striped.Dispose();

    [Fact]
    public void A_state_that_no_training_can_have_left_is_refused_by_name_and_left_as_it_is()
    {
        byte[] state = Interrupted("state");
        string path = Path.Combine(_striped.Folder("state"), "state.safetensors"), record = ForgedFile.Metadata(state, Key);
        List<(string What, string? Record)> forgeries =
            [("null", "null"), ("array", "[]"), ("empty", "{}"), ("number", "3"), ("text", "\"x\""), ("nothing", ""), ("cut", record[..(record.Length / 2)]), ("missing", null)];
        foreach ((string field, string value) in Mutations())
        {
            JsonNode root = JsonNode.Parse(record)!;
            Set(root, field, value);
            forgeries.Add(($"{field} = {value}", root.ToJsonString()));
        }
        foreach ((string what, string? forged) in forgeries)
        {
            byte[] bytes = ForgedFile.With(state, Key, forged);
            File.WriteAllBytes(path, bytes);
            Exception? error = Record.Exception(() => new TrainingRun(_striped.Setup("state")).Dispose());
            // A version that is not known may be a later one's, and is no damage.
            bool isLater = what.StartsWith("version = ", StringComparison.Ordinal) && error is SpecException;
            Assert.True(error is InvalidDataException || isLater, $"{what}: {error}");
            Assert.Contains("state.safetensors", error!.Message, StringComparison.Ordinal);
            Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(path)), what);
        }
        File.WriteAllBytes(path, ForgedFile.With(state, Key, record));
        using TrainingRun run = new(_striped.Setup("state"));
        Assert.True(run.IsResumed);
    }

    [Fact]
    public void A_state_without_momentum_is_refused()
    {
        byte[] state = Interrupted("state");
        string path = Path.Combine(_striped.Folder("state"), "state.safetensors");
        using ParameterStore store = new(StripedTraining.Network.Lower(), new Seed(1)), average = store.Clone();
        Checkpoint.Save(path, StripedTraining.Network, store, new Dictionary<string, string> { [Key] = ForgedFile.Metadata(state, Key) }, withMomentum: false, average);
        Assert.Contains("momentum", Assert.Throws<InvalidDataException>(() => new TrainingRun(_striped.Setup("state"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_stands_in_a_models_metadata_it_is_read_or_refused()
    {
        string path = _striped.Folder("model.safetensors");
        using ParameterStore store = new(StripedTraining.Network.Lower(), new Seed(1));
        new TrainedModel(StripedTraining.Network, store, _striped.Data.Classes, _striped.Format).Save(path);
        byte[] model = File.ReadAllBytes(path);
        string[] odd = ["null", "[null,null,null]", "[]", "3", "{}", "", "[\"a\",\"b\"]", "99999999999x12x1 mean=0 deviation=1", "12x12x1 mean=NaN deviation=1", "12x12x2000000000 mean=0 deviation=1"];
        Gen<string> texts = Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 0, 30], Gen.String[0, 30].Select(text => new string([.. text.Where(c => !char.IsSurrogate(c))])), Among(odd));
        Gen.Select(Among("randwire.classes", "randwire.format", "randwire.spec"), texts).Sample((key, text) =>
        {
            File.WriteAllBytes(path, ForgedFile.With(model, key, text));
            Exception? error = Record.Exception(() => TrainedModel.Load(path));
            Assert.True(error is null or InvalidDataException, $"{key} = {text}: {error}");
        }, iter: 300, threads: 1);
    }

    [Theory]
    [InlineData("\"channels\":24", "\"channels\":8192")]
    [InlineData("\"height\":12", "\"height\":8192")]
    [InlineData("\"height\":12", "\"height\":2147483647")]
    [InlineData("\"classes\":3", "\"classes\":100000")]
    [InlineData("ws(n=6,k=4,p=0.5)", "er(n=4096,p=0.02)")]
    [InlineData("ws(n=6,k=4,p=0.5)", "er(n=2000000000,p=0)")]
    public void A_network_of_absurd_size_is_refused_before_memory_is_taken(string from, string to)
    {
        string path = _striped.Folder("model.safetensors");
        using ParameterStore store = new(StripedTraining.Network.Lower(), new Seed(1));
        new TrainedModel(StripedTraining.Network, store, _striped.Data.Classes, _striped.Format).Save(path);
        byte[] model = File.ReadAllBytes(path);
        string spec = ForgedFile.Metadata(model, "randwire.spec"), forged = spec.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(spec, forged);
        File.WriteAllBytes(path, ForgedFile.With(model, "randwire.spec", forged));
        Assert.Throws<InvalidDataException>(() => TrainedModel.Load(path));
    }

    private static Gen<string> Among(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    // Of a state in the second of three epochs, two of four steps done.
    private static IEnumerable<(string Field, string Value)> Mutations()
    {
        foreach (string value in (string[])["-3", "5", "1", "2147483648", "null", "1.5", "\"2\""]) yield return ("step", value);
        foreach (string value in (string[])["-1", "0", "2", "3", "4", "99", "null"]) yield return ("epoch", value);
        foreach (string value in (string[])["0", "2", "-1", "null"]) yield return ("version", value);
        foreach (string value in (string[])["null", "3", "{}", "[]"]) yield return ("network", value);
        foreach (string value in (string[])["3", "{}", "[]", "{\"classes\":[]}"]) yield return ("identity", value);
        foreach (string value in (string[])["null", "[null]", "[3]", "3"]) yield return ("identity.classes", value);
        foreach (string value in (string[])["null", "{}", "[]"]) yield return ("identity.train", value);
        yield return ("identity.train.pixels", "null");
        yield return ("arithmetic", "\"1\"");
        foreach (string field in (string[])["recipe", "data", "seed", "validateEvery"]) yield return (field, "null");
        foreach (string value in (string[])["null", "[]", "{}", "{\"images\":-5}"]) yield return ("sums", value);
        foreach (string value in (string[])["-5", "\"NaN\"", "null", "1e999"]) yield return ("sums.loss", value);
        foreach (string value in (string[])["-1", "33"]) yield return ("sums.correct", value);
        foreach (string value in (string[])["-32", "0", "31", "48"]) yield return ("sums.images", value);
        foreach (string value in (string[])["-1", "1e300", "\"Infinity\""])
        {
            yield return ("sums.seconds", value);
            yield return ("sums.waitSeconds", value);
            yield return ("history.0.seconds", value);
        }
        foreach (string value in (string[])["null", "[]", "[null]", "[{}]", "{}", "[3]"]) yield return ("history", value);
        foreach (string value in (string[])["0", "2", "-1"]) yield return ("history.0.epoch", value);
        foreach (string value in (string[])["-1", "\"NaN\"", "null", "1e400"]) yield return ("history.0.trainLoss", value);
        foreach (string value in (string[])["-0.1", "1.1", "\"NaN\""])
        {
            foreach (string field in (string[])["trainTop1", "validationTop1", "validationBalanced", "loaderWaitShare"]) yield return ("history.0." + field, value);
        }
        yield return ("history.0.validationLoss", "-2");
        yield return ("history.0.learningRate", "-0.1");
        yield return ("history.0.multiplyAdds", "-1");
        yield return ("history.0.multiplyAdds", "1e308");
    }

    private static void Set(JsonNode root, string field, string value)
    {
        string[] path = field.Split('.');
        JsonNode node = root;
        foreach (string step in path[..^1]) node = int.TryParse(step, out int index) ? node[index]! : node[step]!;
        node[path[^1]] = JsonNode.Parse(value);
    }

    private byte[] Interrupted(string folder)
    {
        using CancellationTokenSource source = new();
        using TrainingRun run = new(_striped.Setup(folder) with { Progress = at => { if ((at.Epoch, at.Step) == (2, 2)) source.Cancel(); } });
        Assert.Throws<OperationCanceledException>(() => run.Epochs(source.Token).Count());
        // Alone: a damaged one is no reason to stop while there is another.
        File.Delete(Path.Combine(_striped.Folder(folder), "state.previous.safetensors"));
        return File.ReadAllBytes(Path.Combine(_striped.Folder(folder), "state.safetensors"));
    }
}
