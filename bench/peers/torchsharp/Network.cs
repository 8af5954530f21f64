using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RandWire.TorchSharpPeer;

/// <summary>Nodes 0..n-1; those that nothing arrives at read the stage's input, those that nothing leaves are averaged.</summary>
internal sealed class Stage
{
    private readonly int[][] _sources;
    private readonly int[] _last;
    private readonly Node[] _nodes;

    public Stage(ParameterSet parameters, StageManifest stage, int input)
    {
        _sources = [.. Enumerable.Range(0, stage.Nodes).Select(node => stage.Edges.Where(edge => edge[1] == node).Select(edge => edge[0]).Order().ToArray())];
        _last = [.. Enumerable.Range(0, stage.Nodes).Where(node => stage.Edges.All(edge => edge[0] != node))];
        _nodes = [.. _sources.Select(sources => sources.Length == 0
            ? new Node(parameters, 0, input, stage.Channels, stage.Stride)
            : new Node(parameters, sources.Length, stage.Channels, stage.Channels, 1))];
    }

    public Tensor Apply(Tensor x, bool training)
    {
        using DisposeScope scope = NewDisposeScope();
        var values = new Tensor[_nodes.Length];
        for (int node = 0; node < values.Length; node++)
        {
            int[] sources = _sources[node];
            values[node] = _nodes[node].Apply(sources.Length == 0 ? [x] : Array.ConvertAll(sources, source => values[source]), training);
        }
        if (_last.Length == 1) return values[_last[0]].MoveToOuterDisposeScope();
        Tensor mean = values[_last[0]] + values[_last[1]];
        foreach (int node in _last.AsSpan(2)) mean.add_(values[node]);
        return mean.div_(_last.Length).MoveToOuterDisposeScope();
    }
}

/// <summary>A randomly wired network (Xie et al. 2019, sections 3.2 and 3.3, table 1) in libtorch's functions.</summary>
internal sealed class Network : INetwork
{
    private readonly List<NormalizedConvolution> _stem = [];
    private readonly List<Stage> _stages = [];
    private readonly NormalizedConvolution _head;
    private readonly Tensor _matrix, _bias;

    public Network(Manifest manifest, ParameterSet parameters)
    {
        int channels = manifest.Input[2];
        foreach (int[] layer in manifest.Stem!)
        {
            _stem.Add(new NormalizedConvolution(parameters, channels, layer[0], 3, layer[1]));
            channels = layer[0];
        }
        foreach (StageManifest stage in manifest.Stages!)
        {
            _stages.Add(new Stage(parameters, stage, channels));
            channels = stage.Channels;
        }
        _head = new NormalizedConvolution(parameters, channels, manifest.HeadChannels, 1);
        _matrix = parameters.Matrix(manifest.Classes, manifest.HeadChannels);
        _bias = parameters.Vector(manifest.Classes, 0);
    }

    /// <summary>Logits [N, classes] of images [N, C, H, W].</summary>
    public Tensor Apply(Tensor images, bool training)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = images;
        // conv1 sees the image itself; every later convolution of the stem begins with a ReLU.
        for (int i = 0; i < _stem.Count; i++) x = _stem[i].Apply(i == 0 ? x : functional.relu(x), training);
        foreach (Stage stage in _stages) x = stage.Apply(x, training);
        x = _head.Apply(functional.relu(x), training);
        return functional.linear(x.mean([2, 3]), _matrix, _bias).MoveToOuterDisposeScope();
    }
}
