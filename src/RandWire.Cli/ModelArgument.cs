using System.CommandLine;
using RandWire.Training;

namespace RandWire.Cli;

/// <summary>A trained model and what it is shown: two arguments, of which the model may be named by <c>--network</c> instead.</summary>
/// <param name="shown">Name of the second argument.</param>
/// <param name="description">What the second argument may be.</param>
internal sealed class ModelArgument(string shown, string description)
{
    private readonly Argument<string?> _model = new("model") { Description = "A model (.safetensors), or the folder of a run or training.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string?> _shown = new(shown) { Description = description, Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _network = Flags.Text("--network", "model", "The trained network, instead of naming its model first.");

    public void AddTo(Command verb)
    {
        verb.Arguments.Add(_model);
        verb.Arguments.Add(_shown);
        verb.Options.Add(_network);
        verb.Validators.Add(result =>
        {
            int positions = (result.GetValue(_model) is null ? 0 : 1) + (result.GetValue(_shown) is null ? 0 : 1), wanted = result.GetValue(_network) is null ? 2 : 1;
            if (positions < wanted)
                result.AddError(positions == 0 && wanted == 2 ? $"Name a model and {shown}: {verb.Name} <model> <{shown}>." : $"<{shown}> is missing: {verb.Name} <model> <{shown}>.");
            else if (positions > wanted)
                result.AddError($"{result.GetValue(_model)} and --network {result.GetValue(_network)} both name a model. Leave one of them out.");
        });
    }

    /// <summary>The model, with its weights.</summary>
    public TrainedModel Load(Request request) => TrainedModel.Load(NetworkSource.ModelFile(request.Value(_network) ?? request.ValueOrNull(_model)!));

    /// <summary>What the model is shown.</summary>
    public string Shown(Request request) => request.ValueOrNull(request.Value(_network) is null ? _shown : _model)!;
}
