namespace RandWire.Engine.Kernels;

/// <summary>A function of one number, as a policy: y = f(x), element by element.</summary>
internal interface ICurve
{
    /// <summary>f(x).</summary>
    static abstract TVector Value<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct;

    /// <summary>gradient · f'(x).</summary>
    static abstract TVector Gradient<TSimd, TVector>(TVector x, TVector gradient) where TSimd : struct, ISimd<TVector> where TVector : struct;
}
