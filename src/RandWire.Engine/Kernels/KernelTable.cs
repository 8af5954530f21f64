namespace RandWire.Engine.Kernels;

/// <summary>The kernels at one vector width, chosen once per plan. Addresses are checked when the plan is compiled, not here.</summary>
internal abstract class KernelTable
{
    // They have no state, so that one of each serves all.
    private static readonly KernelTable V512 = new KernelTable<Simd512, System.Runtime.Intrinsics.Vector512<float>>();
    private static readonly KernelTable V256 = new KernelTable<Simd256, System.Runtime.Intrinsics.Vector256<float>>();
    private static readonly KernelTable V128 = new KernelTable<Simd128, System.Runtime.Intrinsics.Vector128<float>>();
    private static readonly KernelTable Scalar = new KernelTable<SimdScalar, float>();

    public static KernelTable For(SimdLevel level) => level switch
    {
        SimdLevel.V512 => V512,
        SimdLevel.V256 => V256,
        SimdLevel.V128 => V128,
        SimdLevel.Scalar => Scalar,
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Known widths: 512, 256, 128, scalar."),
    };

    public abstract void MatrixProduct(
        Floats a, nint rowA, nint stepA, Floats b, nint panelB, nint stepB, int rows, int columns, int depth, Kernels.MatrixProduct.Start start, Floats c,
        nint rowC, nint panelC, Floats? ahead = null);

    public abstract long MatrixTerms(int rows, int columns, int depth);

    public abstract void PadTile(Floats image, int height, int width, int channels, int first, int rows, Floats tile);

    public abstract void Depthwise(
        Floats tile, Floats weights, bool reversed, int width, int outRows, int outWidth, int channels, int stride, Floats y, bool accumulate,
        Floats? gate = null, nint rowGate = 0);

    public abstract void DepthwiseWeightGradient(
        Floats tile, Floats g, nint rowG, int width, int outRows, int outWidth, int channels, int stride, Floats gradWeights);

    public abstract void DepthwiseAndWeightGradient(
        Floats tile, Floats weights, Floats g, nint rowG, int width, int outRows, int outWidth, int channels, int stride, Floats y, Floats gradWeights);

    public abstract void DepthwiseInputGradientStrideTwoRow(
        Floats g, Floats below, bool odd, Floats weights, Floats? gate, int width, int channels, Floats gradX, bool accumulate);

    /// <summary>Pixels of y are <paramref name="rowY"/> floats apart.</summary>
    public abstract void AffineSum(ReadOnlySpan<Floats> inputs, Floats folded, long offset, int pixels, int channels, Floats y, int rowY, bool relu);

    public abstract void AffineTile(
        ReadOnlySpan<Floats> inputs, Floats folded, long offset, int rows, int width, int channels, Floats tile, int tileChannels, bool relu);

    public abstract void Relu(Floats x, int length, Floats y);

    public abstract void ReluGradient(Floats y, Floats g, int length, Floats gradX, bool accumulate);

    public abstract void ReluGradientOfTile(Floats tile, int tileChannels, Floats g, int pixels, int channels, Floats gradX);

    public abstract void Scale(Floats g, float coefficient, int length, Floats gradX, bool accumulate);

    public abstract void AddParts(Floats from, int parts, nint stride, int length, Floats to);

    public abstract void ChannelSum(Floats x, int pixels, int channels, Floats sums, bool accumulate);

    public abstract void ChannelMeanAndSquares(Floats x, int pixels, int channels, Floats mean, Floats squares);

    public abstract void ChannelCenteredDot(Floats x, Floats mean, Floats g, int pixels, int channels, Floats dots, bool accumulate);

    public abstract void ChannelSumAndCenteredDots(
        ReadOnlySpan<Floats> inputs, ReadOnlySpan<Floats> means, long offset, Floats g, int pixels, int channels, Floats dots, bool accumulate);

    public abstract void NormApply(Floats x, Floats scale, Floats shift, int pixels, int channels, Floats y);

    public abstract void PoolingRow(Floats x, in WindowGrid grid, int row, bool average, Floats y);

    public abstract void PoolingGradient(Floats x, Floats g, in WindowGrid grid, int first, int count, bool average, Floats gradX);

    public abstract void GatherPatches(Floats x, in WindowGrid grid, int first, int count, int fromRow, int toRow, int from, int to, Floats patches);

    public abstract void GatherTileRow(Floats tile, nint tileRow, int outWidth, int channels, int stride, Floats windows);

    public abstract void ScatterPatches(Floats patches, in WindowGrid grid, int first, int count, int from, int to, Floats x);

    public abstract void PadTile(Floats image, int height, int width, int channels, int first, int rows, int left, int right, Floats tile);

    public abstract void DepthwiseTaps(
        Floats tile, ReadOnlySpan<int> taps, Floats weights, nint advance, int count, int channels, Floats y, nint nextY, bool accumulate);

    public abstract void DepthwiseTapsWeightGradient(
        Floats tile, ReadOnlySpan<int> taps, nint rowTile, nint advance, Floats g, nint rowG, int rows, int count, int channels, Floats gradWeights);

    public abstract void Curve<TCurve>(Floats x, int length, Floats y) where TCurve : struct, ICurve;

    public abstract void CurveGradient<TCurve>(Floats x, Floats g, int length, Floats gradX, bool accumulate) where TCurve : struct, ICurve;

    public abstract void Product(Floats a, Floats b, nint rowB, int pixels, int channels, Floats y, bool accumulate);

    public abstract void CopyPixels(Floats from, nint rowFrom, int pixels, int channels, Floats to, nint rowTo, bool accumulate);

    public abstract void ClearPixels(Floats to, nint row, int pixels, int channels);

    public abstract void ShufflePixels(Floats x, Floats y, int pixels, int channels, ReadOnlySpan<int> sources, int groups, bool accumulate);

    public abstract void AddRow(Floats row, int pixels, int channels, Floats x);

    public abstract void Sgd(Floats w, Floats g, Floats v, int length, float rate, float momentum, float decay, bool nesterov);

    public abstract void MoveTowards(Floats w, Floats target, long length, float share);

    public abstract void Triad(Floats a, Floats b, float factor, int length, Floats y);
}

/// <summary>The table for one policy: every entry is a call of the generic kernel.</summary>
internal sealed unsafe class KernelTable<TSimd, TVector> : KernelTable
    where TSimd : struct, ISimd<TVector> where TVector : struct
{
    public override void MatrixProduct(
        Floats a, nint rowA, nint stepA, Floats b, nint panelB, nint stepB, int rows, int columns, int depth, Kernels.MatrixProduct.Start start, Floats c,
        nint rowC, nint panelC, Floats? ahead = null) =>
        Kernels.MatrixProduct.Run<TSimd, TVector>(
            P(a), rowA, stepA, P(b), panelB, stepB, rows, columns, depth, start, P(c), rowC, panelC, (long*)P(ahead));

    public override long MatrixTerms(int rows, int columns, int depth) => Kernels.MatrixProduct.Terms<TSimd, TVector>(rows, columns, depth);

    public override void PadTile(Floats image, int height, int width, int channels, int first, int rows, Floats tile) =>
        Kernels.Depthwise.Pad(P(image), height, width, channels, first, rows, P(tile));

    public override void Depthwise(
        Floats tile, Floats weights, bool reversed, int width, int outRows, int outWidth, int channels, int stride, Floats y, bool accumulate,
        Floats? gate = null, nint rowGate = 0) =>
        Kernels.Depthwise.Forward<TSimd, TVector>(
            P(tile), P(weights), reversed, width, outRows, outWidth, channels, stride, P(y), accumulate, P(gate), rowGate);

    public override void DepthwiseWeightGradient(
        Floats tile, Floats g, nint rowG, int width, int outRows, int outWidth, int channels, int stride, Floats gradWeights) =>
        Kernels.Depthwise.WeightGradient<TSimd, TVector>(P(tile), P(g), rowG, width, outRows, outWidth, channels, stride, P(gradWeights));

    public override void DepthwiseAndWeightGradient(
        Floats tile, Floats weights, Floats g, nint rowG, int width, int outRows, int outWidth, int channels, int stride, Floats y, Floats gradWeights) =>
        Kernels.Depthwise.ForwardAndWeightGradient<TSimd, TVector>(
            P(tile), P(weights), P(g), rowG, width, outRows, outWidth, channels, stride, P(y), P(gradWeights));

    public override void DepthwiseInputGradientStrideTwoRow(
        Floats g, Floats below, bool odd, Floats weights, Floats? gate, int width, int channels, Floats gradX, bool accumulate) =>
        Kernels.Depthwise.InputGradientStrideTwoRow<TSimd, TVector>(P(g), P(below), odd, P(weights), P(gate), width, channels, P(gradX), accumulate);

    public override void AffineSum(ReadOnlySpan<Floats> inputs, Floats folded, long offset, int pixels, int channels, Floats y, int rowY, bool relu) =>
        Aggregation.AffineSum<TSimd, TVector>(inputs, P(folded), offset, pixels, channels, P(y), rowY, relu);

    public override void AffineTile(
        ReadOnlySpan<Floats> inputs, Floats folded, long offset, int rows, int width, int channels, Floats tile, int tileChannels, bool relu) =>
        Aggregation.AffineTile<TSimd, TVector>(inputs, P(folded), offset, rows, width, channels, P(tile), tileChannels, relu);

    public override void Relu(Floats x, int length, Floats y) => Aggregation.Relu<TSimd, TVector>(P(x), length, P(y));

    public override void ReluGradient(Floats y, Floats g, int length, Floats gradX, bool accumulate) =>
        Aggregation.ReluGradient<TSimd, TVector>(P(y), P(g), length, P(gradX), accumulate);

    public override void ReluGradientOfTile(Floats tile, int tileChannels, Floats g, int pixels, int channels, Floats gradX) =>
        Aggregation.ReluGradientOfTile<TSimd, TVector>(P(tile), tileChannels, P(g), pixels, channels, P(gradX));

    public override void Scale(Floats g, float coefficient, int length, Floats gradX, bool accumulate) =>
        Aggregation.Scale<TSimd, TVector>(P(g), coefficient, length, P(gradX), accumulate);

    public override void AddParts(Floats from, int parts, nint stride, int length, Floats to) =>
        Aggregation.AddParts<TSimd, TVector>(P(from), parts, stride, length, P(to));

    public override void ChannelSum(Floats x, int pixels, int channels, Floats sums, bool accumulate) =>
        ChannelSums.Sum<TSimd, TVector>(P(x), pixels, channels, P(sums), accumulate);

    public override void ChannelMeanAndSquares(Floats x, int pixels, int channels, Floats mean, Floats squares) =>
        ChannelSums.MeanAndSquares<TSimd, TVector>(P(x), pixels, channels, P(mean), P(squares));

    public override void ChannelCenteredDot(Floats x, Floats mean, Floats g, int pixels, int channels, Floats dots, bool accumulate) =>
        ChannelSums.CenteredDot<TSimd, TVector>(P(x), P(mean), P(g), pixels, channels, P(dots), accumulate);

    public override void ChannelSumAndCenteredDots(
        ReadOnlySpan<Floats> inputs, ReadOnlySpan<Floats> means, long offset, Floats g, int pixels, int channels, Floats dots, bool accumulate) =>
        ChannelSums.SumAndCenteredDots<TSimd, TVector>(inputs, means, offset, P(g), pixels, channels, P(dots), accumulate);

    public override void NormApply(Floats x, Floats scale, Floats shift, int pixels, int channels, Floats y) =>
        Norm.Apply<TSimd, TVector>(P(x), P(scale), P(shift), pixels, channels, P(y));

    public override void PoolingRow(Floats x, in WindowGrid grid, int row, bool average, Floats y) => Pooling.Row<TSimd, TVector>(P(x), grid, row, average, P(y));

    public override void PoolingGradient(Floats x, Floats g, in WindowGrid grid, int first, int count, bool average, Floats gradX) =>
        Pooling.Gradient<TSimd, TVector>(P(x), P(g), grid, first, count, average, P(gradX));

    public override void GatherPatches(Floats x, in WindowGrid grid, int first, int count, int fromRow, int toRow, int from, int to, Floats patches) =>
        Patches.Gather<TSimd, TVector>(P(x), grid, first, count, fromRow, toRow, from, to, P(patches));

    public override void GatherTileRow(Floats tile, nint tileRow, int outWidth, int channels, int stride, Floats windows) =>
        Patches.GatherTileRow<TSimd, TVector>(P(tile), tileRow, outWidth, channels, stride, P(windows));

    public override void ScatterPatches(Floats patches, in WindowGrid grid, int first, int count, int from, int to, Floats x) =>
        Patches.Scatter<TSimd, TVector>(P(patches), grid, first, count, from, to, P(x));

    public override void PadTile(Floats image, int height, int width, int channels, int first, int rows, int left, int right, Floats tile) =>
        Kernels.DepthwiseTaps.Pad(P(image), height, width, channels, first, rows, left, right, P(tile));

    public override void DepthwiseTaps(
        Floats tile, ReadOnlySpan<int> taps, Floats weights, nint advance, int count, int channels, Floats y, nint nextY, bool accumulate) =>
        Kernels.DepthwiseTaps.Row<TSimd, TVector>(P(tile), taps, P(weights), advance, count, channels, P(y), nextY, accumulate);

    public override void DepthwiseTapsWeightGradient(
        Floats tile, ReadOnlySpan<int> taps, nint rowTile, nint advance, Floats g, nint rowG, int rows, int count, int channels, Floats gradWeights) =>
        Kernels.DepthwiseTaps.WeightGradient<TSimd, TVector>(P(tile), taps, rowTile, advance, P(g), rowG, rows, count, channels, P(gradWeights));

    public override void Curve<TCurve>(Floats x, int length, Floats y) => Curves.Value<TSimd, TVector, TCurve>(P(x), length, P(y));

    public override void CurveGradient<TCurve>(Floats x, Floats g, int length, Floats gradX, bool accumulate) =>
        Curves.Gradient<TSimd, TVector, TCurve>(P(x), P(g), length, P(gradX), accumulate);

    public override void Product(Floats a, Floats b, nint rowB, int pixels, int channels, Floats y, bool accumulate) =>
        Curves.Product<TSimd, TVector>(P(a), P(b), rowB, pixels, channels, P(y), accumulate);

    public override void CopyPixels(Floats from, nint rowFrom, int pixels, int channels, Floats to, nint rowTo, bool accumulate) =>
        Curves.Copy<TSimd, TVector>(P(from), rowFrom, pixels, channels, P(to), rowTo, accumulate);

    public override void ClearPixels(Floats to, nint row, int pixels, int channels) => Curves.Clear<TSimd, TVector>(P(to), row, pixels, channels);

    public override void ShufflePixels(Floats x, Floats y, int pixels, int channels, ReadOnlySpan<int> sources, int groups, bool accumulate) =>
        Shuffle.Pixels<TSimd, TVector>(P(x), P(y), pixels, channels, sources, groups, accumulate);

    public override void AddRow(Floats row, int pixels, int channels, Floats x) => Curves.AddRow<TSimd, TVector>(P(row), pixels, channels, P(x));

    public override void Sgd(Floats w, Floats g, Floats v, int length, float rate, float momentum, float decay, bool nesterov) =>
        Optimizer.Sgd<TSimd, TVector>(P(w), P(g), P(v), length, rate, momentum, decay, nesterov);

    public override void MoveTowards(Floats w, Floats target, long length, float share) =>
        Optimizer.MoveTowards<TSimd, TVector>(P(w), P(target), length, share);

    public override void Triad(Floats a, Floats b, float factor, int length, Floats y) => Kernels.Triad.Run<TSimd, TVector>(P(a), P(b), factor, length, P(y));

    private static float* P(Floats at) => (float*)at.Address;

    private static float* P(Floats? at) => at is { } some ? (float*)some.Address : null;
}
