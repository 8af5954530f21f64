using RandWire.Engine;

namespace RandWire.Training.Data.Loading;

/// <summary>Fills batches of one epoch at a time: a pure function of the batch's number, so any thread may fill any batch.</summary>
internal sealed class BatchComposer
{
    private readonly DatasetSplit _split;
    private readonly LoaderOptions _options;
    private readonly int[] _order;
    private readonly int _imageElements;
    private Seed _variation, _mixing;

    public BatchComposer(DatasetSplit split, InputFormat format, LoaderOptions options)
    {
        _split = split;
        _options = options;
        _imageElements = format.Elements;
        _order = new int[split.Count];
    }

    public int Batches => (_order.Length + (_options.DropLast ? 0 : _options.BatchSize - 1)) / _options.BatchSize;

    /// <summary>Chooses the order of an epoch. No batch may be in the making.</summary>
    public void Begin(int epoch)
    {
        for (int i = 0; i < _order.Length; i++) _order[i] = i;
        if (_options.Shuffle) _options.Seed.Child("order").Child(epoch).Shuffle(_order.AsSpan());
        _variation = _options.Seed.Child("augmentation").Child(epoch);
        _mixing = _options.Seed.Child("mixup").Child(epoch);
    }

    public void Compose(int number, ImagePreparation preparation, Batch batch)
    {
        int first = number * _options.BatchSize, count = Math.Min(_options.BatchSize, _order.Length - first);
        (batch.Number, batch.Count) = (number, count);
        bool plain = _options.Augmentation == Augmentation.None;
        for (int i = 0; i < count; i++)
        {
            int image = _order[first + i];
            (batch.IndexBuffer[i], batch.LabelBuffer[i]) = (image, _split.Label(image));
            Span<float> destination = batch.ImageBuffer.AsSpan(i * _imageElements, _imageElements);
            DecodedImage decoded = _split.Read(image);
            if (plain) preparation.Evaluate(decoded, destination);
            else preparation.Train(decoded, _variation.Child(image), destination);
        }
        WriteTargets(batch);
        if (_options.Augmentation.Mixup > 0) Mix(batch);
    }

    private void WriteTargets(Batch batch)
    {
        int classes = _options.Classes;
        double spread = _options.LabelSmoothing / classes;
        batch.TargetBuffer.AsSpan(0, batch.Count * classes).Fill((float)spread);
        for (int i = 0; i < batch.Count; i++)
        {
            batch.TargetBuffer[i * classes + batch.LabelBuffer[i]] = (float)(1 - _options.LabelSmoothing + spread);
            if (_options.ClassWeights is not { } weights) continue;
            // Before mixing, so that a mixed image has each part's own weight.
            float weight = weights[batch.LabelBuffer[i]];
            foreach (ref float target in batch.TargetBuffer.AsSpan(i * classes, classes)) target *= weight;
        }
    }

    // Zhang et al. 2018. The first image of the batch is paired with the last and so on; the order of an epoch is random already,
    // and pairs can be mixed in place. Each image has its own share.
    private void Mix(Batch batch)
    {
        int classes = _options.Classes;
        for (int i = 0, j = batch.Count - 1; i < j; i++, j--)
        {
            float p = Share(batch.IndexBuffer[i]), q = Share(batch.IndexBuffer[j]);
            Samples.Mix(batch.ImageBuffer.AsSpan(i * _imageElements, _imageElements),
                batch.ImageBuffer.AsSpan(j * _imageElements, _imageElements), p, q);
            Samples.Mix(batch.TargetBuffer.AsSpan(i * classes, classes), batch.TargetBuffer.AsSpan(j * classes, classes), p, q);
        }

        float Share(int image) => (float)BetaDistribution.Sample(_mixing.Child(image), _options.Augmentation.Mixup);
    }
}
