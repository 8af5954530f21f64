using RandWire.Networks.Blocks;

namespace RandWire.Networks;

/// <summary>What every node of a random stage does: joins its wires, then transforms the result.</summary>
/// <remarks>Equal by value. The default is the paper's node: weighted sum, then ReLU, 3x3 separable convolution, batch norm.</remarks>
public sealed record NodeSpec
{
    /// <summary>The paper's node (Xie et al. 2019, section 3.2).</summary>
    public static NodeSpec Paper { get; } = new();

    /// <summary>How wires are joined: weighted sum, sum, mean or concatenation.</summary>
    public Join Aggregation { get; init; } = Join.WeightedSum;

    /// <summary>What is done to the joined value: any block. Convolutions give the stage's channels; unless a layer is marked, the first convolution or pooling
    /// carries the stride.</summary>
    public Block Transform { get; init; } = new Chain([Layer.Of("relu"), Layer.Of("sepconv3x3"), Layer.Of("norm")]);

    /// <summary>The node of an operation: relu, the operation, norm; an operation that itself holds a relu or a norm is taken whole.</summary>
    /// <param name="operation">A block, such as <c>conv3x3</c> or <c>maxpool3x3+conv1x1</c>.</param>
    public static NodeSpec Around(Block operation)
    {
        Sequence<Block> parts = operation is Chain chain ? chain.Parts : [operation];
        return Paper with { Transform = IsWhole(operation) ? operation : new Chain([Layer.Of("relu"), .. parts, Layer.Of("norm")]) };
    }

    private static bool IsWhole(Block block) => block switch
    {
        Layer layer => layer.Word.Name is "relu" or "norm",
        Chain chain => chain.Parts.Items.Any(IsWhole),
        Named named => BlockLibrary.Find(named.Name) is { } known && IsWhole(known),
        _ => true,
    };
}
