using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Stochastic gradient descent on the trained parameters of a group that the program reads, in blocks.</summary>
internal sealed class SgdStep : Step
{
    private const int Block = 16384;
    private readonly (long Offset, int Length, bool Decayed)[] _blocks;
    private readonly long _parameters;

    public SgdStep(string name, ParameterLayout layout, bool gates) : base(name)
    {
        List<(long Offset, int Length, bool Decayed)> blocks = [];
        for (int p = 0; p < layout.Offsets.Length; p++)
        {
            ParameterInfo info = layout.Program.Parameters[p];
            if (!info.IsTrained || layout.Readers(new ParameterId(p)) == 0 || info.Kind == ParameterKind.Gate != gates) continue;
            _parameters += info.Length;
            bool decayed = info.Kind is ParameterKind.Convolution or ParameterKind.Depthwise or ParameterKind.Linear;
            for (int at = 0; at < layout.Lengths[p]; at += Block)
                blocks.Add((layout.Offsets[p] + at, Math.Min(Block, layout.Lengths[p] - at), decayed));
        }
        _blocks = [.. blocks];
    }

    public override int Ranges(int count) => _blocks.Length;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        (long at, int length, bool decayed) = _blocks[range];
        SgdSettings settings = context.Sgd;
        context.Kernels.Sgd(
            context.Values.Plus(at), context.Gradients.Plus(at), context.Momentum.Plus(at), length, settings.LearningRate, settings.Momentum,
            decayed ? settings.WeightDecay : settings.OtherDecay, settings.Nesterov);
    }

    // Weight, gradient and momentum are read, weight and momentum written; decay, momentum and step are a multiply-add each.
    public override StepWork Work(int count) => StepWork.Floats(5 * _parameters) + new StepWork(0, 6 * _parameters, 0);
}
