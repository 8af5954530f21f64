using RandWire.Engine;
using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>Class probabilities of a batch, from logits; optionally the mean of every image and its mirror image.</summary>
internal sealed class Probabilities(Executor inference, bool averageMirrored)
{
    private readonly int _classes = inference.Parameters.Program.Classes;
    private readonly double[] _values = new double[inference.BatchSize * inference.Parameters.Program.Classes];

    /// <summary>Probabilities of the i-th image of the last batch, by class.</summary>
    public ReadOnlySpan<double> this[int i] => _values.AsSpan(i * _classes, _classes);

    /// <summary>Runs the first <paramref name="count"/> images that lie in <paramref name="images"/>.</summary>
    public void Run(ReadOnlySpan<float> images, int count, InputFormat format)
    {
        images.CopyTo(inference.Images);
        inference.Forward(count);
        Softmax(count, 0, averageMirrored ? 0.5 : 1);
        if (!averageMirrored) return;
        // Again from the source: a plan for inference uses the images' memory for other things once they are read.
        images.CopyTo(inference.Images);
        Mirror(inference.Images, count, format);
        inference.Forward(count);
        Softmax(count, 1, 0.5);
    }

    /// <summary>Swaps left and right of every image, [count, H, W, C].</summary>
    internal static void Mirror(Span<float> images, int count, InputFormat format)
    {
        int channels = format.Channels, row = format.Width * channels;
        for (int start = 0; start < count * format.Height * row; start += row)
        {
            for (int left = 0, right = format.Width - 1; left < right; left++, right--)
            {
                for (int c = 0; c < channels; c++)
                {
                    ref float a = ref images[start + left * channels + c], b = ref images[start + right * channels + c];
                    (a, b) = (b, a);
                }
            }
        }
    }

    // values = keep · values + share · softmax(logits), the largest logit subtracted first.
    private void Softmax(int count, double keep, double share)
    {
        ReadOnlySpan<float> logits = inference.Logits;
        Span<double> exponentials = stackalloc double[Math.Min(_classes, 1024)];
        if (_classes > exponentials.Length) exponentials = new double[_classes];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> row = logits.Slice(i * _classes, _classes);
            double largest = double.NegativeInfinity, sum = 0;
            foreach (float logit in row) largest = Math.Max(largest, logit);
            for (int c = 0; c < _classes; c++) sum += exponentials[c] = ExactMath.Exp(row[c] - largest);
            Span<double> values = _values.AsSpan(i * _classes, _classes);
            for (int c = 0; c < _classes; c++) values[c] = (keep == 0 ? 0 : values[c]) + share * exponentials[c] / sum;
        }
    }
}
