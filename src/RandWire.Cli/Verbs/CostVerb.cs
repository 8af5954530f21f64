using RandWire.Networks;
using RandWire.Reports;
using Spectre.Console;

namespace RandWire.Cli.Verbs;

/// <summary><c>cost</c>: what a network would cost, from its spec alone.</summary>
internal static class CostVerb
{
    private static readonly NetworkArgument Network = new("cost", "Images in a step, for the arena bytes.");

    public static Verb Create()
    {
        Verb verb = new("cost", "Tells parameters, multiply-adds and memory of a network.")
        {
            Details = "From the spec alone: nothing is built. Multiply-adds and activations are for one image; the arena is what training or inference takes at the stated batch.",
            Examples =
            [
                new("the paper's small regime", "cost --preset small --wiring \"ws(k=4,p=0.75)\" --seed 1"),
                new("one JSON object", "cost --preset regular --channels 154 --json"),
                new("a residual network as wide as 10 million multiply-adds allow", "cost --network \"resnet(depth=20)\" --size 32 --classes 10 --match multiplyadds=10M"),
                new("a trained model", "cost randwire-runs/fashion/best/model.safetensors"),
            ],
            OutIsJson = true,
            Work = Tell,
        };
        Network.AddTo(verb);
        return verb;
    }

    private static ExitCode Tell(Request request)
    {
        NetworkSpec spec = Network.Spec(request);
        NetworkCost cost = spec.Cost(Network.BatchSize(request));
        Describe(request.Screen, spec, cost);
        request.Screen.Object(writer =>
        {
            writer.WriteNumber("parameters", cost.Parameters);
            writer.WriteNumber("multiplyAddsConvFc", cost.MultiplyAddsConvFc);
            writer.WriteNumber("multiplyAddsAll", cost.MultiplyAddsAll);
            writer.WriteNumber("activationBytes", cost.ActivationBytes);
            writer.WriteNumber("trainingArenaBytes", cost.TrainingArenaBytes);
            writer.WriteNumber("inferenceArenaBytes", cost.InferenceArenaBytes);
            writer.WriteStartArray("stages");
            foreach (StageCost stage in cost.Stages)
            {
                writer.WriteStartObject();
                writer.WriteNumber("nodes", stage.Nodes);
                writer.WriteNumber("inputs", stage.Inputs);
                writer.WriteNumber("outputs", stage.Outputs);
                writer.WriteNumber("edges", stage.Edges);
                writer.WriteNumber("longestPath", stage.LongestPath);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            WiringNotes.Write(writer, WiringNotes.Of(spec));
        });
        return ExitCode.Done;
    }

    private static void Describe(Screen screen, NetworkSpec spec, NetworkCost cost)
    {
        screen.Result($"{spec.Preset}: input {spec.Input}, {Quantity.Count(spec.Classes)} classes, {spec.Title}");
        screen.Result($"  parameters           {Quantity.Count(cost.Parameters)}");
        screen.Result($"  multiply-adds        {Quantity.Count(cost.MultiplyAddsConvFc)} an image (convolutions and classifier)");
        screen.Result($"                       {Quantity.Count(cost.MultiplyAddsAll)} an image (everything)");
        screen.Result($"  activations          {Quantity.Bytes(cost.ActivationBytes)} an image");
        screen.Result($"  arena for training   {Quantity.Bytes(cost.TrainingArenaBytes)} at batch {cost.BatchSize}");
        screen.Result($"  arena for inference  {Quantity.Bytes(cost.InferenceArenaBytes)} at batch {cost.BatchSize}");
        if (screen.Json)
            return;
        Table table = Tables.Plain("stage", "nodes", "inputs", "outputs", "wires", "longest", "parameters", "MAC");
        foreach (StageCost stage in cost.Stages)
        {
            table.AddRow(Tables.Cells($"{stage.Number}", $"{stage.Nodes}", $"{stage.Inputs}", $"{stage.Outputs}", $"{stage.Edges}", $"{stage.LongestPath}",
                Quantity.Count(stage.Parameters), Quantity.MultiplyAdds(stage.MultiplyAddsConvFc)));
        }

        screen.Table(table);
    }
}
