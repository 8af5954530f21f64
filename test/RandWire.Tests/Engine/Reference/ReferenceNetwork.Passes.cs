using System.Diagnostics;
using RandWire.Engine;

namespace RandWire.Tests.Engine.Reference;

internal sealed partial class ReferenceNetwork<T>
{
    private void Forward(Operation operation, bool training)
    {
        ReferenceTensor<T>[] inputs = [.. operation.Inputs.Select(v => Values[v.Index])];
        ReferenceTensor<T> y = Values[operation.Output.Index];
        switch (operation)
        {
            case InputOperation:
                break;
            case ConvolutionOperation o:
                ReferenceConvolution.Forward(inputs[0], Parameters[o.Weight.Index], o.Kernel, o.Stride, y);
                break;
            case DepthwiseOperation o:
                ReferenceDepthwise.Forward(inputs[0], Parameters[o.Weight.Index], o.Stride, y);
                break;
            case NormOperation o:
                (T[] mean, T[] variance) = training
                    ? ReferenceNorm.Statistics(inputs[0])
                    : (Parameters[o.RunningMean.Index], Parameters[o.RunningVariance.Index]);
                ReferenceNorm.Forward(inputs[0], Parameters[o.Scale.Index], Parameters[o.Shift.Index], mean, variance, y);
                break;
            case ReluOperation:
                ReferenceElementwise.Relu(inputs[0], y);
                break;
            case WeightedSumOperation o:
                ReferenceAggregation.WeightedSum(inputs, Parameters[o.Weights.Index], DroppedWire(o.Weights), y);
                break;
            case SumOperation o:
                ReferenceAggregation.Sum(inputs, T.CreateChecked(o.Factor), y);
                break;
            case ConcatenationOperation:
                ReferenceAggregation.Concatenate(inputs, y);
                break;
            case PoolingOperation o:
                ReferencePooling.Forward(inputs[0], o.Pooling, o.Stride, y);
                break;
            case GlobalAverageOperation:
                ReferencePooling.GlobalForward(inputs[0], y);
                break;
            case DropoutOperation o:
                ReferenceElementwise.Dropout(inputs[0], Kept(o, training, y.Data.Length), training ? o.Rate : 0, y);
                break;
            case LinearOperation o:
                ReferenceLinear.Forward(inputs[0], Parameters[o.Weight.Index], Parameters[o.Bias.Index], y);
                break;
            default:
                throw new UnreachableException($"{operation.GetType().Name} has no reference.");
        }
    }

    private void Backward(Operation operation)
    {
        ReferenceTensor<T>[] inputs = [.. operation.Inputs.Select(v => Values[v.Index])];
        ReferenceTensor<T>[] gradX = [.. operation.Inputs.Select(v => ValueGradients[v.Index])];
        ReferenceTensor<T> gradY = ValueGradients[operation.Output.Index];
        switch (operation)
        {
            case InputOperation:
                break;
            case ConvolutionOperation o:
                ReferenceConvolution.Backward(
                    inputs[0], Parameters[o.Weight.Index], gradY, o.Kernel, o.Stride, gradX[0], Gradients[o.Weight.Index]);
                break;
            case DepthwiseOperation o:
                ReferenceDepthwise.Backward(inputs[0], Parameters[o.Weight.Index], gradY, o.Stride, gradX[0], Gradients[o.Weight.Index]);
                break;
            case NormOperation o:
                ReferenceNorm.Backward(
                    inputs[0], Parameters[o.Scale.Index], gradY, gradX[0], Gradients[o.Scale.Index], Gradients[o.Shift.Index]);
                break;
            case ReluOperation:
                ReferenceElementwise.ReluBackward(inputs[0], gradY, gradX[0]);
                break;
            case WeightedSumOperation o:
                ReferenceAggregation.WeightedSumBackward(
                    inputs, Parameters[o.Weights.Index], DroppedWire(o.Weights), gradY, gradX, Gradients[o.Weights.Index]);
                break;
            case SumOperation o:
                ReferenceAggregation.SumBackward(gradY, T.CreateChecked(o.Factor), gradX);
                break;
            case ConcatenationOperation:
                ReferenceAggregation.ConcatenateBackward(gradY, gradX);
                break;
            case PoolingOperation o:
                ReferencePooling.Backward(inputs[0], gradY, o.Pooling, o.Stride, gradX[0]);
                break;
            case GlobalAverageOperation:
                ReferencePooling.GlobalBackward(gradY, gradX[0]);
                break;
            case DropoutOperation o:
                ReferenceElementwise.Dropout(gradY, Kept(o, true, gradY.Data.Length), o.Rate, gradX[0]);
                break;
            case LinearOperation o:
                ReferenceLinear.Backward(
                    inputs[0], Parameters[o.Weight.Index], gradY, gradX[0], Gradients[o.Weight.Index], Gradients[o.Bias.Index]);
                break;
            default:
                throw new UnreachableException($"{operation.GetType().Name} has no reference.");
        }
    }
}
