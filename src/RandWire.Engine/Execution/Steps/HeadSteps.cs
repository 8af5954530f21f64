using System.Runtime.InteropServices;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Adds a bias to every pixel.</summary>
internal sealed class AddBias(string name, TensorBuffer y, long bias) : Step(name, y.Buffer)
{
    public override int Ranges(int count) => y.PixelBlocks(count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = y.PixelRange(range, context.Count);
        context.Kernels.AddRow(context.Values.Plus(bias), pixels, y.Channels, y.At(context).Plus(offset));
    }

    public override StepWork Work(int count) => StepWork.Gradient(count, y, true) + StepWork.Floats(y.Shape.Channels);
}

/// <summary>Gradient of a bias: the sum over images and pixels of every chunk; <see cref="AddParts"/> adds those of several chunks.</summary>
internal sealed class BiasGradient(string name, TensorBuffer gradY, GradientPlace bias, ArenaBuffer? parts) : Step(name, gradY.Buffer, parts)
{
    /// <summary>Chunks of a batch: one for a value of one pixel, whose images are as few as rows.</summary>
    public static int Chunks(TensorBuffer gradY, int count) => gradY.Pixels == 1 ? 1 : gradY.PixelBlocks(count);

    public override int Ranges(int count) => Chunks(gradY, count);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long offset, int pixels) = gradY.Pixels == 1 ? (0, context.Count) : gradY.PixelRange(range, context.Count);
        Floats target = parts is null ? bias.At(context) : parts.At(context).Plus((long)range * gradY.Channels);
        context.Kernels.ChannelSum(gradY.At(context).Plus(offset), pixels, gradY.Channels, target, false);
    }

    public override StepWork Work(int count) =>
        StepWork.Passing(count, gradY) + StepWork.Elementwise(count, gradY, 1) + StepWork.Floats((long)Chunks(gradY, count) * gradY.Shape.Channels);
}

/// <summary>Dropout forward, and backward with the same mask: a function of (seed, image slot, element).</summary>
internal sealed class DropoutStep(string name, TensorBuffer x, TensorBuffer y, float rate, bool accumulate = false) : Step(name, x.Buffer, y.Buffer)
{
    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Seed seed = context.Randomness.Dropout.Child(range);
        Span<float> from = x.At(context).Plus(range * x.ImageFloats).Span(checked((int)x.ImageFloats));
        Span<float> to = y.At(context).Plus(range * y.ImageFloats).Span(from.Length);
        float kept = 1 / (1 - rate);
        for (int i = 0; i < from.Length; i++)
        {
            float value = seed.Uniform((ulong)i) < rate ? 0 : from[i] * kept;
            to[i] = accumulate ? to[i] + value : value;
        }
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x) + StepWork.Elementwise(count, x, 1) + StepWork.Gradient(count, y, accumulate);
}

/// <summary>Drops an image's whole value, or divides it by the probability to stay; the same forward and backward: a function of (seed, image slot, name).</summary>
internal sealed class DropPathStep(string name, ulong nameHash, TensorBuffer x, TensorBuffer y, float share, bool accumulate) : Step(name, x.Buffer, y.Buffer)
{
    public override bool WalksImages => true;

    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        double rate = (double)context.Randomness.DropPathRate * share;
        bool stays = context.Randomness.Dropout.Named(nameHash).Uniform((ulong)range) >= rate;
        Floats target = y.At(context).Plus(range * y.ImageFloats);
        int length = checked((int)x.ImageFloats);
        // What is dropped may be infinite; zero it is all the same.
        if (stays) context.Kernels.Scale(x.At(context).Plus(range * x.ImageFloats), (float)(1 / (1 - rate)), length, target, accumulate);
        else if (!accumulate) target.Span(length).Clear();
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x) + StepWork.Elementwise(count, x, 1) + StepWork.Gradient(count, y, accumulate);
}

/// <summary>y = x: dropout and dropped paths at inference.</summary>
internal sealed class CopyStep(string name, TensorBuffer x, TensorBuffer y) : Step(name, x.Buffer, y.Buffer)
{
    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int length = checked((int)x.ImageFloats);
        x.At(context).Plus(range * x.ImageFloats).Span(length).CopyTo(y.At(context).Plus(range * y.ImageFloats).Span(length));
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x, y);
}

/// <summary>Softmax cross-entropy with target distributions: the loss of every image, and the gradient of the batch's mean loss.</summary>
internal sealed class SoftmaxCrossEntropy(string name, TensorBuffer logits, ArenaBuffer targets, TensorBuffer gradLogits)
    : Step(name, logits.Buffer, targets, gradLogits.Buffer)
{
    public override int Ranges(int count) => count;

    public override int ScratchFloats => 2 * logits.Shape.Channels;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int classes = logits.Shape.Channels;
        Span<double> powers = MemoryMarshal.Cast<float, double>(scratch.Span(2 * classes));
        Span<float> x = logits.At(context).Plus(range * logits.ImageFloats).Span(classes);
        Span<float> t = targets.At(context).Plus((long)range * classes).Span(classes);
        Span<float> g = gradLogits.At(context).Plus(range * gradLogits.ImageFloats).Span(gradLogits.Channels);
        double largest = x[0];
        for (int c = 1; c < classes; c++) if (x[c] > largest || float.IsNaN(x[c])) largest = x[c];
        for (int c = 0; c < classes; c++) powers[c] = x[c] - largest;
        ExactMath.Exp(powers);
        double sum = 0;
        foreach (double power in powers) sum += power;
        double logSum = ExactMath.Log(sum) + largest, loss = 0, mass = 0;
        for (int c = 0; c < classes; c++)
        {
            loss += t[c] * (logSum - x[c]);
            mass += t[c];
        }
        double scale = mass / sum;
        for (int c = 0; c < classes; c++) g[c] = (float)((scale * powers[c] - t[c]) / context.Count);
        g[classes..].Clear();
        context.ImageLosses[range] = loss;
    }

    // The largest, a difference, an exponential, their sum, a product and a difference; the targets are as large as the logits.
    public override StepWork Work(int count) => StepWork.Passing(count, logits, logits, gradLogits) + StepWork.Elementwise(count, logits, 6);
}

/// <summary>Loss of every image, the sum of target times logit, and its gradient by the logits: target / count.</summary>
internal sealed class LinearLoss(string name, TensorBuffer logits, ArenaBuffer targets, TensorBuffer gradLogits) : Step(name, logits.Buffer, targets, gradLogits.Buffer)
{
    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int classes = logits.Shape.Channels;
        Span<float> x = logits.At(context).Plus(range * logits.ImageFloats).Span(classes);
        Span<float> t = targets.At(context).Plus((long)range * classes).Span(classes);
        Span<float> g = gradLogits.At(context).Plus(range * gradLogits.ImageFloats).Span(gradLogits.Channels);
        double loss = 0;
        for (int c = 0; c < classes; c++)
        {
            loss += (double)t[c] * x[c];
            g[c] = t[c] / context.Count;
        }
        g[classes..].Clear();
        context.ImageLosses[range] = loss;
    }

    public override StepWork Work(int count) => StepWork.Passing(count, logits, logits, gradLogits) + StepWork.Elementwise(count, logits, 3);
}
