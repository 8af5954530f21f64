using System.Numerics;
using RandWire.Engine;
using RandWire.Engine.Functions;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Runs a program operation by operation with plain loops: the meaning that the engine is held to.</summary>
internal sealed partial class ReferenceNetwork<T> where T : struct, IBinaryFloatingPointIeee754<T>
{
    private readonly Program _program;
    private readonly HashSet<int> _read;
    private ReferenceStep _step = ReferenceStep.None;

    public ReferenceNetwork(Program program)
    {
        _program = program;
        _read = [.. program.Operations.SelectMany(static operation => operation.Parameters).Select(static parameter => parameter.Index)];
        Parameters = [.. program.Parameters.Select(p => new T[p.Length])];
        Gradients = [.. program.Parameters.Select(p => new T[p.Length])];
        Momenta = [.. program.Parameters.Select(p => new T[p.Length])];
        Values = new ReferenceTensor<T>[program.Shapes.Length];
        ValueGradients = new ReferenceTensor<T>[program.Shapes.Length];
    }

    /// <summary>Values of the parameters, by <see cref="ParameterId.Index"/>, in logical order.</summary>
    public T[][] Parameters { get; }

    public T[][] Gradients { get; }

    public T[][] Momenta { get; }

    /// <summary>Values of the last forward pass, by <see cref="ValueId.Index"/>.</summary>
    public ReferenceTensor<T>[] Values { get; }

    /// <summary>Gradients of the loss with respect to the values, of the last backward pass.</summary>
    public ReferenceTensor<T>[] ValueGradients { get; }

    public T[] Logits => Values[_program.Output.Index].Data;

    /// <summary>Copies images [count, H, W, C] in and runs forward; training takes batch statistics and drops what the step says.</summary>
    public void Forward(T[] images, int count, bool training, ReferenceStep? step = null)
    {
        _step = training ? step ?? ReferenceStep.None : ReferenceStep.None;
        for (int i = 0; i < Values.Length; i++) Values[i] = new ReferenceTensor<T>(count, _program.Shapes[i]);
        Array.Copy(images, Values[0].Data, Values[0].Data.Length);
        foreach (Operation operation in _program.Operations) Forward(operation, training);
    }

    /// <summary>Forward and backward of the mean cross-entropy; leaves <see cref="Gradients"/> and moves the running statistics.</summary>
    public T ForwardBackward(T[] images, ReadOnlySpan<float> targets, int count, ReferenceStep? step = null)
    {
        Forward(images, count, training: true, step);
        foreach (T[] gradient in Gradients) Array.Clear(gradient);
        for (int i = 0; i < ValueGradients.Length; i++) ValueGradients[i] = new ReferenceTensor<T>(count, _program.Shapes[i]);
        T loss = ReferenceLoss.CrossEntropy(Values[_program.Output.Index], targets, ValueGradients[_program.Output.Index]);
        for (int i = _program.Operations.Length - 1; i >= 0; i--) Backward(_program.Operations[i]);
        foreach (Operation norm in _program.Operations.Where(one => one.Function is Norm)) MoveRunning(norm);
        return loss;
    }

    public void ApplySgd(in SgdSettings settings)
    {
        for (int i = 0; i < Parameters.Length; i++)
        {
            if (!_program.Parameters[i].IsTrained || !_read.Contains(i)) continue;
            ReferenceSgd.Step(_program.Parameters[i].Kind, Gradients[i], settings, Parameters[i], Momenta[i]);
        }
    }

    private void MoveRunning(Operation norm)
    {
        ReferenceTensor<T> x = Values[norm.Inputs[0].Index];
        (T[] mean, T[] variance) = ReferenceNorm.Statistics(x);
        ReferenceNorm.MoveRunning(mean, variance, x.Pixels, Parameters[norm.Parameters[^2].Index], Parameters[norm.Parameters[^1].Index]);
    }

    private int DroppedWire(ParameterId weights) => _step.DroppedWire is var (dropped, wire) && dropped == weights ? wire : -1;

    private bool[] Kept(Operation dropout, bool training, int elements) =>
        training && _step.Kept.TryGetValue(dropout.Name, out bool[]? kept) ? kept : [.. Enumerable.Repeat(true, elements)];

    private T[] PathFactors(Operation path, bool training, int batch) => training && _step.Paths.TryGetValue(path.Name, out double[]? factors)
        ? [.. factors.Take(batch).Select(T.CreateChecked)]
        : [.. Enumerable.Repeat(T.One, batch)];
}
