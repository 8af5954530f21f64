using System.Text.Json.Nodes;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Training;

/// <summary>Two generations of a training's state: whatever happens to one, the run ends in the same bits or is refused by name.</summary>
public sealed class TrainingStateSpecs : IDisposable
{
    private const string Key = "randwire.training", Newest = "state.safetensors", Previous = "state.previous.safetensors";
    private readonly StripedTraining _striped = new();

    public void Dispose() => _striped.Dispose();

    [Fact]
    public void A_newest_state_cut_off_or_with_a_bit_flipped_anywhere_is_passed_over_and_the_run_ends_in_the_same_bits()
    {
        string expected = Finish(_striped.Setup(), out _);
        Stop(_striped.Setup("kept"), 3, 2);
        byte[] newest = File.ReadAllBytes(_striped.Folder("kept/" + Newest)), previous = File.ReadAllBytes(_striped.Folder("kept/" + Previous));
        foreach (byte[] damaged in Damaged(newest))
        {
            Lay("damaged", damaged, previous);
            using TrainingRun run = new(_striped.Setup("damaged"));
            string told = Assert.Single(run.PassedOver);
            Assert.Contains(Newest, told, StringComparison.Ordinal);
            Assert.Contains($"epoch 2 in {Previous}", told, StringComparison.Ordinal);
            Assert.Equal(2, run.History.Count);
        }
        Lay("damaged", newest[..^1], previous);
        Assert.Equal(expected, Finish(_striped.Setup("damaged"), out _));
        // The damaged one did not take the whole one's place.
        using TrainingRun again = new(_striped.Setup("damaged"));
        Assert.Empty(again.PassedOver);
        File.Delete(_striped.Folder("damaged/" + Newest));
        Assert.Equal(expected, Finish(_striped.Setup("damaged"), out _));
    }

    [Fact]
    public void Every_generation_that_a_training_leaves_leads_to_the_same_bits()
    {
        string expected = Finish(_striped.Setup(), out _);
        HashSet<string> seen = [];
        for (int stop = 1; stop <= 3 * 4; stop++)
        {
            // Killed at a step, after a stop earlier in the same epoch or none.
            Stop(_striped.Setup("stopped"), (stop - 1) / 4 + 1, (stop - 1) % 4 + 1);
            foreach (string name in (string[])[Newest, Previous])
            {
                string path = _striped.Folder("stopped/" + name);
                if (!File.Exists(path) || !seen.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))))) continue;
                Lay("alone", name == Newest ? File.ReadAllBytes(path) : null, name == Previous ? File.ReadAllBytes(path) : null);
                Assert.Equal(expected, Finish(_striped.Setup("alone"), out _));
            }
        }
        Assert.True(seen.Count > 12, $"{seen.Count} states");
    }

    [Fact]
    public void Without_a_whole_state_the_files_are_named_and_the_way_out()
    {
        Stop(_striped.Setup("kept"), 3, 2);
        byte[] newest = File.ReadAllBytes(_striped.Folder("kept/" + Newest)), previous = File.ReadAllBytes(_striped.Folder("kept/" + Previous));
        Lay("both", newest[..100], previous[..^9]);
        string message = Assert.Throws<InvalidDataException>(() => new TrainingRun(_striped.Setup("both"))).Message;
        Assert.All((string[])[Newest, Previous, "Delete that folder", _striped.Folder("both")], text => Assert.Contains(text, message, StringComparison.Ordinal));
        Lay("one", null, previous[..^9]);
        Assert.Contains(Previous, Assert.Throws<InvalidDataException>(() => new TrainingRun(_striped.Setup("one"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_another_arithmetic_is_refused_by_name_and_one_that_records_none_is_of_the_first()
    {
        Stop(_striped.Setup("kept"), 2, 2);
        byte[] newest = File.ReadAllBytes(_striped.Folder("kept/" + Newest));
        Lay("other", Changed(newest, root => root["arithmetic"] = Arithmetic.Version + 1), null);
        string message = Assert.Throws<SpecException>(() => new TrainingRun(_striped.Setup("other"))).Message;
        Assert.Contains($"arithmetic version {Arithmetic.Version + 1}", message, StringComparison.Ordinal);
        Lay("old", Changed(newest, root => root.AsObject().Remove("arithmetic")), null);
        // With the second version of the arithmetic this becomes a refusal.
        Assert.Equal(Finish(_striped.Setup(), out _), Finish(_striped.Setup("old"), out _));
    }

    [Fact]
    public void Pixels_that_changed_since_are_noticed_and_named_by_states_that_recorded_them()
    {
        Stop(_striped.Setup("kept"), 2, 2);
        byte[] newest = File.ReadAllBytes(_striped.Folder("kept/" + Newest));
        using StripedTraining other = new();
        // Two pictures of a class change places: names, labels and statistics are as they were.
        string file = other.Folder("data/train-images-idx3-ubyte");
        byte[] images = File.ReadAllBytes(file);
        int picture = 12 * 12, first = 16 + picture * Index(other, 0), second = 16 + picture * Index(other, 1);
        byte[] kept = images[first..(first + picture)];
        images.AsSpan(second, picture).CopyTo(images.AsSpan(first));
        kept.CopyTo(images.AsSpan(second));
        File.WriteAllBytes(file, images);
        using StripedTraining changed = new(other);
        Lay("kept", newest, null, changed);
        string message = Assert.Throws<SpecException>(() => new TrainingRun(changed.Setup("kept"))).Message;
        Assert.Contains("training split", message, StringComparison.Ordinal);
        // A state of an earlier program says nothing of pixels.
        Lay("kept", Changed(newest, root => root.AsObject().Remove("identity")), null, changed);
        using TrainingRun unrecorded = new(changed.Setup("kept"));
        Assert.True(unrecorded.IsResumed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_training_that_diverges_ends_and_says_the_same_wherever_it_was_stopped_before(int seed)
    {
        Recipe recipe = Wild(seed, out (int Epoch, int Step) broken);
        TrainingSetup setup = _striped.Setup("whole", recipe, seed);
        Outcome expected = Diverge(setup);
        Assert.Equal(broken.Epoch - 1, expected.Epochs);
        Assert.InRange(broken.Epoch, 2, recipe.Epochs);
        string state = Files("whole");
        for (int stop = 1; stop <= (broken.Epoch - 1) * 4 + broken.Step; stop++)
        {
            (int epoch, int step) = ((stop - 1) / 4 + 1, (stop - 1) % 4 + 1);
            string folder = $"stopped{stop}";
            Stop(_striped.Setup(folder, recipe, seed), epoch, step);
            // Once more, one step on, in the same epoch or the next.
            if (stop % 2 == 0 && stop < (broken.Epoch - 1) * 4 + broken.Step) Stop(_striped.Setup(folder, recipe, seed), stop / 4 + 1, stop % 4 + 1);
            Outcome stopped = Diverge(_striped.Setup(folder, recipe, seed));
            Assert.Equal(expected with { Message = "" }, stopped with { Message = "" });
            Assert.Equal(expected.Message.Replace(_striped.Folder("whole"), "", StringComparison.Ordinal), stopped.Message.Replace(_striped.Folder(folder), "", StringComparison.Ordinal));
            Assert.Equal(state, Files(folder));
        }
    }

    private readonly record struct Outcome(string Message, string Weights, int Epochs, double MultiplyAdds, double Loss);

    private static Outcome Diverge(TrainingSetup setup)
    {
        using TrainingRun run = new(setup);
        DivergenceException error = Assert.Throws<DivergenceException>(() => run.Epochs().Count());
        return new Outcome(error.Message, run.RawWeightsSha256 + run.Model.WeightsSha256, run.History.Count, run.MultiplyAdds, run.History[^1].TrainLoss);
    }

    // The names of what a folder holds, and the epochs of the states.
    private string Files(string folder) => string.Join(' ', Directory.GetFiles(_striped.Folder(folder)).Where(path => Path.GetFileName(path) == Newest)
        .Select(path => JsonNode.Parse(ForgedFile.Metadata(File.ReadAllBytes(path), Key))!).Select(record => $"epoch {record["epoch"]} step {record["step"]}"));

    // A recipe that breaks in the second epoch or later, found by what it does.
    private Recipe Wild(int seed, out (int Epoch, int Step) broken)
    {
        foreach (double decay in (double[])[20, 40, 60, 100, 150, 200, 300, 500])
        {
            Recipe recipe = Recipe.Parse(FormattableString.Invariant($"epochs=5 batch=16 lr=0.5 warmup=0 decay={decay} average=0.9"));
            (int Epoch, int Step) last = (1, 0);
            using TrainingRun run = new(_striped.Setup(null, recipe, seed) with { Progress = at => last = (at.Epoch, at.Step) });
            if (Record.Exception(() => run.Epochs().Count()) is not DivergenceException || last.Epoch < 2) continue;
            broken = last;
            return recipe;
        }
        throw new InvalidOperationException("No recipe breaks late enough.");
    }

    private static string Finish(TrainingSetup setup, out EpochResult[] history)
    {
        using TrainingRun run = new(setup);
        foreach (EpochResult _ in run.Epochs())
        {
        }
        history = [.. run.History];
        return run.RawWeightsSha256 + run.Model.WeightsSha256;
    }

    private static void Stop(TrainingSetup setup, int epoch, int step)
    {
        using CancellationTokenSource source = new();
        using TrainingRun run = new(setup with { Progress = at => { if ((at.Epoch, at.Step) == (epoch, step)) source.Cancel(); } });
        Assert.Throws<OperationCanceledException>(() => run.Epochs(source.Token).Count());
    }

    private void Lay(string folder, byte[]? newest, byte[]? previous, StripedTraining? where = null)
    {
        string path = (where ?? _striped).Folder(folder);
        Directory.CreateDirectory(path);
        foreach ((string name, byte[]? content) in (ReadOnlySpan<(string, byte[]?)>)[(Newest, newest), (Previous, previous)])
        {
            if (content is null) File.Delete(Path.Combine(path, name));
            else File.WriteAllBytes(Path.Combine(path, name), content);
        }
    }

    private static byte[] Changed(byte[] state, Action<JsonNode> change)
    {
        JsonNode record = JsonNode.Parse(ForgedFile.Metadata(state, Key))!;
        change(record);
        return ForgedFile.With(state, Key, record.ToJsonString());
    }

    // Position in the file of the n-th training image of class 0.
    private static int Index(StripedTraining striped, int n)
    {
        int image = Enumerable.Range(0, striped.Data.Train.Count).Where(i => striped.Data.Train.Label(i) == 0).ElementAt(n);
        string source = striped.Data.Train.Source(image);
        return int.Parse(source[(source.LastIndexOf('#') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static IEnumerable<byte[]> Damaged(byte[] file)
    {
        for (int length = 0; length < file.Length; length += Math.Max(512, file.Length / 40 / 512 * 512)) yield return file[..length];
        for (int i = 0; i < 60; i++)
        {
            byte[] flipped = [.. file];
            flipped[(int)((long)i * (file.Length - 1) / 59)] ^= (byte)(1 << i % 8);
            yield return flipped;
        }
    }
}
