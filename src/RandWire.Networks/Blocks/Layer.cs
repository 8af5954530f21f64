namespace RandWire.Networks.Blocks;

/// <summary>One layer, such as <c>conv3x3(C/4,stride)</c>.</summary>
/// <param name="Word">Which layer.</param>
/// <param name="Channels">Output channels where the word takes them: null gives the stage's C for a convolution, the number of classes for <c>fc</c>.</param>
/// <param name="TakesStride">Whether the layer takes the stride of its stage: the mark <c>stride</c>.</param>
/// <param name="Options">What else is said of it.</param>
public sealed record Layer(LayerWord Word, Width? Channels = null, bool TakesStride = false, LayerOptions? Options = null) : Block
{
    /// <summary>What else is said of it; never null.</summary>
    public LayerOptions Options { get; init; } = Options ?? LayerOptions.None;

    /// <summary>A layer by its bare word, such as <c>relu</c> or <c>conv3x3</c>.</summary>
    /// <exception cref="Graphs.SpecException">There is no such word.</exception>
    public static Layer Of(string word) => new(LayerWord.Parse(word));

    // Code can put together what no text says, such as channels of a pooling.
    internal void RequireReadable()
    {
        if (!Equals(Parse(Text))) throw new Graphs.SpecException($"{Word.Name} was given options that its text '{Text}' does not keep. Give it only what Block.Parse takes.");
    }
}
