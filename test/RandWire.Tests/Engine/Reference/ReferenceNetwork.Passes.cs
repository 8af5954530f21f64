using System.Diagnostics;
using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Tests.Engine.Reference;

internal sealed partial class ReferenceNetwork<T>
{
    private void Forward(Operation operation, bool training)
    {
        ReferenceTensor<T>[] inputs = [.. operation.Inputs.Select(v => Values[v.Index])];
        T[][] parameters = [.. operation.Parameters.Select(p => Parameters[p.Index])];
        ReferenceTensor<T> y = Values[operation.Output.Index];
        switch (operation.Function)
        {
            case Images:
                break;
            case Convolution f:
                ReferenceConvolution.Forward(inputs[0], parameters[0], f.HasBias ? parameters[1] : null, f, y);
                break;
            case Depthwise f:
                ReferenceDepthwise.Forward(inputs[0], parameters[0], f.HasBias ? parameters[1] : null, f, y);
                break;
            case Norm f:
                (T[] mean, T[] variance) = training ? ReferenceNorm.Statistics(inputs[0]) : (parameters[^2], parameters[^1]);
                ReferenceNorm.Forward(inputs[0], f.IsAffine ? parameters[0] : null, f.IsAffine ? parameters[1] : null, mean, variance, f.Epsilon, y);
                break;
            case WeightedSum f:
                ReferenceAggregation.WeightedSum(inputs, parameters[0], DroppedWire(operation.Parameters[0]), f, y);
                break;
            case Sum f:
                ReferenceAggregation.Sum(inputs, T.CreateChecked(f.Factor), y);
                break;
            case Product:
                ReferenceElementwise.Product(inputs[0], inputs[1], y);
                break;
            case Concatenation:
                ReferenceAggregation.Concatenate(inputs, y);
                break;
            case Pooling f:
                ReferencePooling.Forward(inputs[0], f, y);
                break;
            case GlobalAverage:
                ReferencePooling.GlobalForward(inputs[0], y);
                break;
            case Dropout f:
                ReferenceElementwise.Dropout(inputs[0], Kept(operation, training, y.Data.Length), training ? f.Rate : 0, y);
                break;
            case DropPath:
                ReferenceElementwise.PerImage(inputs[0], PathFactors(operation, training, y.Batch), y);
                break;
            case Linear:
                ReferenceLinear.Forward(inputs[0], parameters[0], parameters[1], y);
                break;
            case Function f when ReferenceElementwise.Is(f):
                ReferenceElementwise.Forward(f, inputs[0], y);
                break;
            case Function f when ReferenceMoves.Is(f):
                ReferenceMoves.Forward(f, inputs[0], y);
                break;
            default:
                throw new UnreachableException($"{operation.Function} has no reference.");
        }
    }

    private void Backward(Operation operation)
    {
        ReferenceTensor<T>[] inputs = [.. operation.Inputs.Select(v => Values[v.Index])];
        ReferenceTensor<T>[] gradX = [.. operation.Inputs.Select(v => ValueGradients[v.Index])];
        T[][] parameters = [.. operation.Parameters.Select(p => Parameters[p.Index])], gradients = [.. operation.Parameters.Select(p => Gradients[p.Index])];
        ReferenceTensor<T> gradY = ValueGradients[operation.Output.Index];
        switch (operation.Function)
        {
            case Images:
                break;
            case Convolution f:
                ReferenceConvolution.Backward(inputs[0], parameters[0], gradY, f, gradX[0], gradients[0], f.HasBias ? gradients[1] : null);
                break;
            case Depthwise f:
                ReferenceDepthwise.Backward(inputs[0], parameters[0], gradY, f, gradX[0], gradients[0], f.HasBias ? gradients[1] : null);
                break;
            case Norm f:
                ReferenceNorm.Backward(
                    inputs[0], f.IsAffine ? parameters[0] : null, f.Epsilon, gradY, gradX[0], f.IsAffine ? gradients[0] : null, f.IsAffine ? gradients[1] : null);
                break;
            case WeightedSum f:
                ReferenceAggregation.WeightedSumBackward(inputs, parameters[0], DroppedWire(operation.Parameters[0]), f, gradY, gradX, gradients[0]);
                break;
            case Sum f:
                ReferenceAggregation.SumBackward(gradY, T.CreateChecked(f.Factor), gradX);
                break;
            case Product:
                ReferenceElementwise.ProductBackward(inputs[0], inputs[1], gradY, gradX[0], gradX[1]);
                break;
            case Concatenation:
                ReferenceAggregation.ConcatenateBackward(gradY, gradX);
                break;
            case Pooling f:
                ReferencePooling.Backward(inputs[0], gradY, f, gradX[0]);
                break;
            case GlobalAverage:
                ReferencePooling.GlobalBackward(gradY, gradX[0]);
                break;
            case Dropout f:
                ReferenceElementwise.Dropout(gradY, Kept(operation, true, gradY.Data.Length), f.Rate, gradX[0]);
                break;
            case DropPath:
                ReferenceElementwise.PerImage(gradY, PathFactors(operation, true, gradY.Batch), gradX[0]);
                break;
            case Linear:
                ReferenceLinear.Backward(inputs[0], parameters[0], gradY, gradX[0], gradients[0], gradients[1]);
                break;
            case Function f when ReferenceElementwise.Is(f):
                ReferenceElementwise.Backward(f, inputs[0], gradY, gradX[0]);
                break;
            case Function f when ReferenceMoves.Is(f):
                ReferenceMoves.Backward(f, gradY, gradX[0]);
                break;
            default:
                throw new UnreachableException($"{operation.Function} has no reference.");
        }
    }
}
