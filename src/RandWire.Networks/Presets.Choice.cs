using System.Collections.Immutable;

namespace RandWire.Networks;

public static partial class Presets
{
    /// <summary>The preset that fits images, classes and budget.</summary>
    /// <remarks>Presets made for the image size are tried from the most expensive down; the first is taken with which the budget covers
    /// 150,000 image visits and ten more for every training image, about what a search and a final training take.</remarks>
    /// <param name="height">Image height in pixels, at least 1; the typical one when sizes differ.</param>
    /// <param name="width">Image width in pixels, at least 1.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="trainImages">Images to train on.</param>
    /// <param name="budgetMultiplyAdds">Training multiply-adds (forward and backward) to spend in all; infinite when unlimited.</param>
    /// <param name="reason">Why, in two sentences for the user.</param>
    public static string Choose(int height, int width, int classes, int trainImages, double budgetMultiplyAdds, out string reason)
    {
        double visits = 150_000 + (10.0 * trainImages), perImage = 0;
        ImmutableArray<string> ladder = Ladder(Math.Sqrt((double)height * width), classes);
        string? chosen = null;
        foreach (string name in ladder)
        {
            perImage = TrainingMultiplyAdds(name, InputSize(name, height, width), classes);
            if (perImage * visits > budgetMultiplyAdds) continue;
            chosen = name;
            break;
        }
        string preset = chosen ?? ladder[^1];
        (int fitHeight, int fitWidth) = InputSize(preset, height, width);
        string standing = chosen is null ? "It is the cheapest made for them, but the budget covers"
            : preset == ladder[0] ? "It is the largest made for this size, and the budget covers"
            : "It is the largest with which the budget covers";
        double covered = chosen is null ? Math.Max(0, budgetMultiplyAdds) / perImage : visits;
        reason = FormattableString.Invariant($"{height}x{width} images in {classes} classes: {preset} costs {perImage / 1e6:0} million ")
            + FormattableString.Invariant($"multiply-adds per image in training at {fitHeight}x{fitWidth}. {standing} {covered:0} of the {visits:0} ")
            + "image visits that a search and a final training take.";
        return preset;
    }

    // From the most expensive down.
    private static ImmutableArray<string> Ladder(double side, int classes) =>
        [.. PresetPlan.All.Where(plan => side > plan.Suits.Above && side <= plan.Suits.UpTo && classes <= plan.MostClasses).Reverse().Select(static plan => plan.Name)];

    // A forward pass costs one, a backward pass two: gradients of inputs and of weights.
    private static double TrainingMultiplyAdds(string preset, (int Height, int Width) size, int classes)
    {
        PresetOptions options = new() { Height = size.Height, Width = size.Width, Classes = Math.Max(2, classes) };
        return 3.0 * Create(preset, options).Cost().MultiplyAddsConvFc;
    }
}
