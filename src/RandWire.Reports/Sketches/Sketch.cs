namespace RandWire.Reports.Sketches;

/// <summary>What a drawing shows of a block: words and wires, without places.</summary>
/// <param name="Form">Equal for blocks that do the same, whatever numbers their expressions come to.</param>
/// <param name="Words">All that is read in the drawing, so that equal words mean equal drawings.</param>
internal abstract record Sketch(string Form, string Words);
