namespace RandWire.Networks.Blocks;

/// <summary>Brings a value to another's size and to some channels, by what its shape asks for: where height or width differ a factorized reduction by 2 or 4, else where
/// the channels differ <c>relu+conv1x1+norm</c>, else nothing. Text: <c>match(C,like=in)</c>, or <c>match(C,like=in,always)</c>.</summary>
/// <remarks>The entry of NASNet's second input (Zoph et al. 2018, appendix; the slim implementation of TensorFlow models). A factorized reduction is ReLU, a 1x1 of
/// every s-th pixel to half of the channels, a 1x1 of the image shifted by one pixel to the other half, side by side, and one norm.</remarks>
/// <param name="Channels">Output channels.</param>
/// <param name="Like">Whose height and width are wanted.</param>
/// <param name="Always">Whether <c>relu+conv1x1+norm</c> stands there even where nothing differs: the entry of both inputs in DARTS (Liu, Simonyan and Yang 2019).</param>
public sealed record Match(Width Channels, Source Like, bool Always = false) : Block;
