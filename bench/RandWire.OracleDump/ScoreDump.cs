using System.Text.Json;
using RandWire.Engine;
using RandWire.Networks;
using RandWire.Search;

namespace RandWire.OracleDump;

/// <summary>Cheap scores of an untrained network, with all that another program needs to compute them.</summary>
/// <remarks>manifest.json, scores.json (by name), and tensors.safetensors with <c>initial/</c> per parameter, <c>images</c> [batch, H, W, C] and <c>labels</c> [batch].</remarks>
internal static class ScoreDump
{
    public static void Write(NetworkOptions options)
    {
        NetworkSpec spec = options.Spec();
        RandWire.Engine.Program program = spec.Lower();
        Seed seed = Seed.From(options.Seed);
        using var store = new ParameterStore(program, seed);
        Dump.MoveOffNeutral(store, seed.Child("oracle"));
        Directory.CreateDirectory(options.Out);
        using var tensors = new TensorFile(Path.Combine(options.Out, "tensors.safetensors"));
        for (int p = 0; p < program.Parameters.Length; p++)
        {
            var values = new float[program.Parameters[p].Length];
            store.Read(new ParameterId(p), values);
            tensors.Add($"initial/{program.Parameters[p].Name}", [.. program.Parameters[p].Shape], values);
        }
        float[] images;
        using (Executor drawer = Executor.Compile(store, new ExecutorOptions { BatchSize = options.Batch, Training = false }))
        {
            Dump.Draw(seed.Child(0), drawer, targets: false);
            images = drawer.Images.ToArray();
        }
        int[] labels = [.. Enumerable.Range(0, options.Batch).Select(image => seed.Child("label").Below((ulong)image, program.Classes))];
        tensors.Add("images", [options.Batch, program.InputShape.Height, program.InputShape.Width, program.InputShape.Channels], images);
        tensors.Add("labels", [options.Batch], Array.ConvertAll(labels, static label => (float)label));
        tensors.Save();
        File.WriteAllText(Path.Combine(options.Out, "manifest.json"), Manifest.Of(options));

        ScoreContext context = new() { Network = spec, Parameters = store, Images = images, Labels = labels, Seed = seed, Threads = options.Threads };
        using FileStream file = File.Create(Path.Combine(options.Out, "scores.json"));
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        foreach (INetworkScore score in NetworkScores.All)
        {
            double value = score.Score(context);
            if (double.IsFinite(value)) json.WriteNumber(score.Name, value);
            else json.WriteNull(score.Name);
        }
        json.WriteEndObject();
    }
}
