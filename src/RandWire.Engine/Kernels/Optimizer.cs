namespace RandWire.Engine.Kernels;

/// <summary>Updates of parameters over a run of floats.</summary>
internal static unsafe class Optimizer
{
    /// <summary>One step of stochastic gradient descent, with PyTorch's order of operations.</summary>
    public static void Sgd<TSimd, TVector>(
        float* w, float* g, float* v, int length, float rate, float momentum, float decay, bool nesterov)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector decayed = TSimd.Broadcast(decay), kept = TSimd.Broadcast(momentum), down = TSimd.Broadcast(-rate);
        for (int i = 0; i < length; i += TSimd.Width)
        {
            TVector value = TSimd.Load(w + i);
            TVector gradient = TSimd.MultiplyAdd(decayed, value, TSimd.Load(g + i));
            TVector velocity = TSimd.MultiplyAdd(kept, TSimd.Load(v + i), gradient);
            TSimd.Store(velocity, v + i);
            TVector step = nesterov ? TSimd.MultiplyAdd(kept, velocity, gradient) : velocity;
            TSimd.Store(TSimd.MultiplyAdd(down, step, value), w + i);
        }
    }

    /// <summary>w += share · (target - w).</summary>
    public static void MoveTowards<TSimd, TVector>(float* w, float* target, long length, float share) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector part = TSimd.Broadcast(share);
        for (long i = 0; i < length; i += TSimd.Width)
        {
            TVector value = TSimd.Load(w + i);
            TSimd.Store(TSimd.MultiplyAdd(part, TSimd.Subtract(TSimd.Load(target + i), value), value), w + i);
        }
    }
}
