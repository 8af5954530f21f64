using System.CommandLine;
using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Cli;

/// <summary>A network that is named without any data, and the batch it runs on: the same argument and options for every verb that weighs one.</summary>
/// <param name="verb">The verb, for its refusals.</param>
/// <param name="batchMeaning">What the batch is for.</param>
internal sealed class NetworkArgument(string verb, string batchMeaning)
{
    private const int UsualBatch = 16;
    private const int UsualClasses = 1000;

    private readonly Argument<string?> _source = new("network")
    {
        Description = "A model or spec file, or a spec's text, instead of the options below.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly NetworkFlags _network = new(withAuto: false, "small");
    private readonly Option<int?> _classes = Flags.Integer("--classes", "n", $"Number of classes. [default: {UsualClasses}]", 1, NetworkSpec.MaximumClasses);
    private readonly Option<int?> _imageChannels = Flags.Integer("--image-channels", "1|3", "Channels of the images. [default: 3]", 1, 3);
    private readonly Option<int?> _batch = Flags.Integer("--batch", "n", $"{batchMeaning} [default: {UsualBatch}]", 1, 65_536);

    public void AddTo(Command command)
    {
        command.Arguments.Add(_source);
        _network.AddTo(command);
        foreach (Option option in (Option[])[_classes, _imageChannels, _batch])
            command.Options.Add(option);
    }

    /// <summary>Images in a step.</summary>
    public int BatchSize(Request request) => request.Value(_batch) ?? UsualBatch;

    // A whole network says its images and classes itself.
    private void RefuseIgnored(Request request, string source)
    {
        string? given = _network.Size(request) is not null ? "--size" : request.Value(_classes) is not null ? "--classes" : request.Value(_imageChannels) is not null ? "--image-channels" : null;
        if (given is not null)
            throw new SpecException($"{given}: {(File.Exists(source) || Directory.Exists(source) ? source : "the network's text")} says its images and classes itself. Change input= and classes= there, or name a preset or a family.");
    }

    public NetworkSpec Spec(Request request)
    {
        (int height, int width) = _network.Size(request) ?? (0, 0);
        PresetOptions options = _network.Complete(request, new PresetOptions
        {
            Height = height,
            Width = width,
            Classes = request.Value(_classes) ?? UsualClasses,
            ImageChannels = request.Value(_imageChannels) ?? 3,
        });
        if (request.ValueOrNull(_source) is { } position && _network.IsPresetGiven(request))
            throw new SpecException($"{position} and --preset {_network.Preset(request)} both name a network. Leave one of them out.");
        string source = NetworkSource.One(request.ValueOrNull(_source), _network.Network(request)) ?? _network.Preset(request);
        NetworkSpec spec = NetworkSource.TryNetwork(source, options, _network.Match(request))
            ?? throw new SpecException($"{source}: a graph alone has no cost. Give it to a preset: {verb} --preset small --wiring \"{source}\".");
        if (!NetworkSource.IsNamed(source))
            RefuseIgnored(request, source);
        WiringNotes.Tell(spec);
        return spec;
    }
}
