namespace RandWire.Engine.Execution;

/// <summary>One after the other.</summary>
/// <param name="Count">Elements.</param>
internal sealed record PlainLayout(int Count) : WeightLayout
{
    public override int Length => TensorShape.PadChannels(Count);

    public override int Place(int element) => element;
}
