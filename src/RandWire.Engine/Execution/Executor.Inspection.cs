using RandWire.Engine.Execution;

namespace RandWire.Engine;

public sealed partial class Executor
{
    /// <summary>Copies a value of the last pass out, [batch, H, W, C] without padding; images past its count are of earlier passes.</summary>
    /// <param name="value">One of <see cref="ExecutorOptions.KeptValues"/>.</param>
    /// <param name="values">Destination, <see cref="BatchSize"/> times the elements of the value's shape.</param>
    /// <exception cref="ArgumentException">The value was not kept, or the span's length is another.</exception>
    public void ReadValue(ValueId value, Span<float> values) => Read(_plan.KeptValues, value, values);

    /// <summary>Copies the gradient of the last backward pass's mean loss by a value out, [batch, H, W, C] without padding; zero where nothing leads from it to the loss.</summary>
    /// <param name="value">One of <see cref="ExecutorOptions.KeptGradients"/>.</param>
    /// <param name="values">Destination, <see cref="BatchSize"/> times the elements of the value's shape.</param>
    /// <exception cref="ArgumentException">The value's gradient was not kept, or the span's length is another.</exception>
    public void ReadGradient(ValueId value, Span<float> values) => Read(_plan.KeptGradients, value, values);

    private void Read(IReadOnlyDictionary<ValueId, TensorBuffer> kept, ValueId value, Span<float> values)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!kept.TryGetValue(value, out TensorBuffer? buffer))
            throw new ArgumentException($"Value {value.Index} was not kept. Name it in the options when compiling.", nameof(value));
        int channels = buffer.Shape.Channels;
        long pixels = (long)BatchSize * buffer.Pixels;
        if (values.Length != pixels * channels) throw new ArgumentException($"{values.Length} floats are given for the {pixels * channels} of value {value.Index}.", nameof(values));
        for (int pixel = 0; pixel < pixels; pixel++)
            buffer.At(_context).Plus((long)pixel * buffer.Channels).Span(channels).CopyTo(values.Slice(pixel * channels, channels));
    }
}
