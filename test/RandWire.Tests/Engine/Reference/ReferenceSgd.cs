using System.Numerics;
using RandWire.Engine;

namespace RandWire.Tests.Engine.Reference;

/// <summary>One step as <see cref="SgdSettings"/> documents it.</summary>
internal static class ReferenceSgd
{
    public static void Step<T>(ParameterKind kind, T[] gradient, in SgdSettings settings, T[] value, T[] momentum)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        bool isWeight = kind is ParameterKind.Convolution or ParameterKind.Depthwise or ParameterKind.Linear;
        T decay = T.CreateChecked(isWeight ? settings.WeightDecay : settings.OtherDecay);
        T kept = T.CreateChecked(settings.Momentum), rate = T.CreateChecked(settings.LearningRate);
        for (int i = 0; i < value.Length; i++)
        {
            T g = gradient[i] + decay * value[i];
            momentum[i] = kept * momentum[i] + g;
            value[i] -= rate * (settings.Nesterov ? g + kept * momentum[i] : momentum[i]);
        }
    }
}
