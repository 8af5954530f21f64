using System.Runtime.InteropServices;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Adds the bias of the fully connected layer to every row.</summary>
internal sealed class AddBias(string name, TensorBuffer y, long bias) : Step(name, y.Buffer)
{
    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch) =>
        context.Kernels.Scale(context.Values.Plus(bias), 1, y.Channels, y.At(context).Plus(range * y.ImageFloats), true);

    public override StepWork Work(int count) => StepWork.Gradient(count, y, true) + StepWork.Floats(y.Shape.Channels);
}

/// <summary>Gradient of the bias: the sum over images.</summary>
internal sealed class BiasGradient(string name, TensorBuffer gradY, long bias) : Step(name, gradY.Buffer)
{
    public override int Ranges(int count) => 1;

    public override void Run(StepContext context, int range, Floats scratch) =>
        context.Kernels.ChannelSum(gradY.At(context), context.Count, gradY.Channels, context.Gradients.Plus(bias), false);

    public override StepWork Work(int count) =>
        StepWork.Passing(count, gradY) + StepWork.Elementwise(count, gradY, 1) + StepWork.Floats(gradY.Shape.Channels);
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

/// <summary>y = x: dropout at inference.</summary>
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
