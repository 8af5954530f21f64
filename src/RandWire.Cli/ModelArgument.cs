using System.CommandLine;
using System.CommandLine.Parsing;
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
            // By tokens, for values of an option that is wrong itself cannot be asked for; the library tells what is wrong with it.
            IReadOnlyList<Token> models = result.GetResult(_model)?.Tokens ?? [], given = result.GetResult(_network)?.Tokens ?? [];
            if (result.GetResult(_network) is not null && given.Count != 1)
                return;
            int positions = models.Count + (result.GetResult(_shown)?.Tokens.Count ?? 0), wanted = 2 - given.Count;
            if (positions < wanted)
                result.AddError($"{(wanted == 1 ? $"<{shown}> is" : positions == 0 ? $"<model> and <{shown}> are" : $"<model> or <{shown}> is")} missing: {verb.Name} <model> <{shown}>.");
            else if (positions > wanted)
                result.AddError($"{models[0].Value} and --network {given[0].Value} both name a model. Leave one of them out.");
        });
    }

    /// <summary>The model, with its weights.</summary>
    public TrainedModel Load(Request request) => TrainedModel.Load(NetworkSource.ModelFile(request.Value(_network) ?? request.ValueOrNull(_model)!));

    /// <summary>What the model is shown.</summary>
    public string Shown(Request request) => request.ValueOrNull(request.Value(_network) is null ? _shown : _model)!;
}
