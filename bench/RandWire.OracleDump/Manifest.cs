using System.Text;
using System.Text.Json;
using RandWire.Engine.Functions;
using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.OracleDump;

/// <summary>A network as a peer needs it: the paper's network as sizes and edges, so that the peer's reading of the paper is its own, and any network as a program.</summary>
internal static class Manifest
{
    /// <summary>One JSON object; <paramref name="losses"/> are those of the training steps, if any were made.</summary>
    public static string Of(NetworkOptions options, IReadOnlyList<double>? losses = null)
    {
        NetworkSpec spec = options.Spec();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("text", spec.Text);
            Numbers(json, "input", [spec.Input.Height, spec.Input.Width, spec.Input.Channels]);
            json.WriteNumber("classes", spec.Classes);
            json.WriteNumber("batch", options.Batch);
            NetworkCost cost = spec.Cost();
            json.WriteNumber("parameters", cost.Parameters);
            json.WriteNumber("multiplyAddsConvFc", cost.MultiplyAddsConvFc);
            json.WriteNumber("multiplyAddsAll", cost.MultiplyAddsAll);
            if (IsPaper(spec)) Structure(json, spec);
            json.WritePropertyName("program");
            ProgramJson.Write(json, spec.Lower());
            json.WriteStartObject("sgd");
            json.WriteNumber("rate", options.Sgd.LearningRate);
            json.WriteNumber("momentum", options.Sgd.Momentum);
            json.WriteNumber("weightDecay", options.Sgd.WeightDecay);
            json.WriteNumber("otherDecay", options.Sgd.OtherDecay);
            json.WriteEndObject();
            json.WriteStartArray("losses");
            foreach (double loss in losses ?? []) json.WriteNumberValue(loss);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // What sizes and edges alone tell: table 1 and section 3 of Xie et al. 2019, at any size.
    private static bool IsPaper(NetworkSpec spec) => spec.Head.Body is null
        && spec.Stem.Convolutions.All(static convolution => convolution.Padding == Padding.Same)
        && spec.Stages.All(static stage => stage.Wired?.Node == NodeSpec.Paper);

    private static void Structure(Utf8JsonWriter json, NetworkSpec spec)
    {
        json.WriteNumber("headChannels", spec.Head.Channels);
        json.WriteStartArray("stem");
        foreach (StemConvolution convolution in spec.Stem.Convolutions) Pair(json, convolution.Channels, convolution.Stride);
        json.WriteEndArray();
        json.WriteStartArray("stages");
        for (int i = 0; i < spec.Stages.Length; i++) Stage(json, spec.StageNumber(i), spec.Stages[i]);
        json.WriteEndArray();
    }

    private static void Stage(Utf8JsonWriter json, int number, StageSpec stage)
    {
        Dag dag = stage.Wired!.Wiring.ToDag();
        json.WriteStartObject();
        json.WriteNumber("number", number);
        json.WriteNumber("channels", stage.Channels!.Value);
        json.WriteNumber("stride", stage.Stride);
        json.WriteNumber("nodes", dag.NodeCount);
        json.WriteStartArray("edges");
        foreach (Edge edge in dag.Edges) Pair(json, edge.From, edge.To);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, ReadOnlySpan<int> values)
    {
        json.WriteStartArray(name);
        foreach (int value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void Pair(Utf8JsonWriter json, int first, int second)
    {
        json.WriteStartArray();
        json.WriteNumberValue(first);
        json.WriteNumberValue(second);
        json.WriteEndArray();
    }
}
