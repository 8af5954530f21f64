using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Training;

namespace RandWire.Tests.Architecture;

/// <summary>The example of the README, compiled; <see cref="ReadmeSpecs"/> holds the two equal.</summary>
internal static class ReadmeExample
{
    public static void Run()
    {
        // README
        Dag wiring = Dag.Orient(GraphModel.Parse("ws(n=32,k=4,p=0.75)").Generate(seed: 1));
        Console.WriteLine($"{wiring.InputCount} inputs, {wiring.OutputCount} outputs, longest path {wiring.LongestPath}");

        NetworkSpec network = Presets.Create("small", new PresetOptions { Wiring = "ws(k=4,p=0.75)", Seed = 1 });
        Console.WriteLine($"{network.Cost().Parameters:N0} parameters, {network.Cost().MultiplyAddsConvFc:N0} multiply-adds");

        TrainedModel model = TrainedModel.Load("randwire-runs/fashion/best/model.safetensors");
        using Predictor predictor = new(model);
        foreach (ImagePrediction image in predictor.Predict(Predictor.Files("samples/fashion/Bag")))
            Console.WriteLine($"{image.Path}: {image.Ranked[0].Class}, {image.Ranked[0].Probability:P0}");
        // README
    }
}
