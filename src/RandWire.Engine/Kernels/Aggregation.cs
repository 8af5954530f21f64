namespace RandWire.Engine.Kernels;

/// <summary>Weighted sums over wires, ReLU, and their gradients: elementwise over [pixels, channels], any multiple of 16 floats.</summary>
internal static unsafe class Aggregation
{
    /// <summary>y = sum over i of coefficients[i] · inputs[i], i ascending, then ReLU if asked. Traffic 4·(n + 1) byte an element: memory bound.</summary>
    public static void Sum<TSimd, TVector>(ReadOnlySpan<Floats> inputs, ReadOnlySpan<float> coefficients, long offset, int length, float* y, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        float* x0 = (float*)inputs[0].Address + offset;
        TVector w0 = TSimd.Broadcast(coefficients[0]);
        if (inputs.Length == 1)
        {
            for (int i = 0; i < length; i += TSimd.Width)
            {
                TVector sum = TSimd.Multiply(TSimd.Load(x0 + i), w0);
                TSimd.Store(relu ? TSimd.Relu(sum) : sum, y + i);
            }
            return;
        }
        // Two inputs a pass: the partial sum stays in the first-level cache, because callers hand in blocks that fit.
        float* x1 = (float*)inputs[1].Address + offset;
        TVector w1 = TSimd.Broadcast(coefficients[1]);
        bool last = inputs.Length == 2;
        for (int i = 0; i < length; i += TSimd.Width)
        {
            TVector sum = TSimd.MultiplyAdd(TSimd.Load(x1 + i), w1, TSimd.Multiply(TSimd.Load(x0 + i), w0));
            TSimd.Store(relu && last ? TSimd.Relu(sum) : sum, y + i);
        }
        for (int n = 2; n < inputs.Length; n++)
        {
            float* x = (float*)inputs[n].Address + offset;
            TVector w = TSimd.Broadcast(coefficients[n]);
            last = n == inputs.Length - 1;
            for (int i = 0; i < length; i += TSimd.Width)
            {
                TVector sum = TSimd.MultiplyAdd(TSimd.Load(x + i), w, TSimd.Load(y + i));
                TSimd.Store(relu && last ? TSimd.Relu(sum) : sum, y + i);
            }
        }
    }

    public static void Relu<TSimd, TVector>(float* x, int length, float* y) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int i = 0; i < length; i += TSimd.Width) TSimd.Store(TSimd.Relu(TSimd.Load(x + i)), y + i);
    }

    /// <summary>gx (+)= y &lt;= 0 ? 0 : g.</summary>
    public static void ReluGradient<TSimd, TVector>(float* y, float* g, int length, float* gradX, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int i = 0; i < length; i += TSimd.Width)
        {
            TVector v = TSimd.Gate(TSimd.Load(y + i), TSimd.Load(g + i));
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(gradX + i), v) : v, gradX + i);
        }
    }

    /// <summary>gx (+)= coefficient · g.</summary>
    public static void Scale<TSimd, TVector>(float* g, float coefficient, int length, float* gradX, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector w = TSimd.Broadcast(coefficient);
        for (int i = 0; i < length; i += TSimd.Width)
        {
            TVector v = TSimd.Load(g + i);
            TSimd.Store(accumulate ? TSimd.MultiplyAdd(v, w, TSimd.Load(gradX + i)) : TSimd.Multiply(v, w), gradX + i);
        }
    }

    /// <summary>to[i] = sum over parts of from[part · stride + i], parts ascending.</summary>
    public static void AddParts<TSimd, TVector>(float* from, int parts, nint stride, int length, float* to)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int i = 0; i < length; i += TSimd.Width)
        {
            TVector sum = TSimd.Load(from + i);
            for (int part = 1; part < parts; part++) sum = TSimd.Add(sum, TSimd.Load(from + part * stride + i));
            TSimd.Store(sum, to + i);
        }
    }
}
