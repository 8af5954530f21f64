namespace RandWire.Networks.Blocks;

/// <summary>How the wires into a place become one value.</summary>
public enum Join
{
    /// <summary>Plain sum. Text: <c>sum</c>.</summary>
    Sum,

    /// <summary>Plain mean. Text: <c>mean</c>.</summary>
    Mean,

    /// <summary>Sum with learned weights, each through a sigmoid (Xie et al. 2019, section 3.2). Text: <c>weighted-sum</c>.</summary>
    WeightedSum,

    /// <summary>Side by side along channels. Text: <c>cat</c>; <c>concatenation</c> in <c>aggregation=</c>.</summary>
    Concatenation,

    /// <summary>Product of two: the second has the first's shape, or one pixel that all share. Text: <c>product</c>.</summary>
    Product,
}
