namespace RandWire.Networks;

/// <summary>Networks by name.</summary>
public static class Presets
{
    /// <summary>All names, cheapest first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["tiny", "fashion", "cifar", "medium", "small", "regular"];

    /// <summary>The spec of a preset.</summary>
    public static NetworkSpec Create(string preset, PresetOptions options) => throw new NotImplementedException();

    /// <summary>The preset that fits images, classes and budget.</summary>
    /// <param name="height">Image height in pixels.</param>
    /// <param name="width">Image width in pixels.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="trainImages">Images to train on.</param>
    /// <param name="budgetMultiplyAdds">Training multiply-adds (forward and backward) to spend in all.</param>
    /// <param name="reason">Why, in one sentence.</param>
    public static string Choose(int height, int width, int classes, int trainImages, double budgetMultiplyAdds, out string reason) =>
        throw new NotImplementedException();

    /// <summary>Seed of one stage when every stage has its own.</summary>
    public static long StageSeed(long seed, int stageNumber) => throw new NotImplementedException();
}
