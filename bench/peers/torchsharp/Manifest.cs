using System.Text.Json;

namespace RandWire.TorchSharpPeer;

/// <summary>A network as <c>RandWire.OracleDump manifest</c> prints it: the paper's as sizes and edges, from which the peer builds its own, any as a program.</summary>
/// <param name="Input">Height, width, channels of the images.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Batch">Images a step.</param>
/// <param name="HeadChannels">Channels of the head's 1x1 convolution; as stem and stages only the paper's network has it.</param>
/// <param name="Stem">Channels and stride of every 3x3 convolution before the stages.</param>
/// <param name="Stages">The randomly wired stages, in order; null for all other networks.</param>
/// <param name="Program">The operations.</param>
/// <param name="Sgd">The optimizer.</param>
internal sealed record Manifest(int[] Input, int Classes, int Batch, int HeadChannels, int[][]? Stem, StageManifest[]? Stages, ProgramManifest Program, SgdManifest Sgd)
{
    /// <summary>The network, its tensors added to the set.</summary>
    public INetwork Build(ParameterSet parameters) => Stages is null ? new ProgramNetwork(Program, parameters) : new Network(this, parameters);

    public static Manifest Load(string path) =>
        JsonSerializer.Deserialize<Manifest>(File.ReadAllText(path), JsonSerializerOptions.Web) ?? throw new InvalidDataException($"{path} is empty.");
}

/// <summary>One stage.</summary>
/// <param name="Channels">Output channels of every node.</param>
/// <param name="Stride">Stride of the nodes that nothing arrives at.</param>
/// <param name="Nodes">Number of nodes; they are numbered from 0.</param>
/// <param name="Edges">Pairs (from, to) with from &lt; to.</param>
internal sealed record StageManifest(int Channels, int Stride, int Nodes, int[][] Edges);

/// <summary>SGD with momentum; tensors of more than one dimension have one decay, all others another.</summary>
internal sealed record SgdManifest(double Rate, double Momentum, double WeightDecay, double OtherDecay);
