using System.Globalization;
using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Blocks;

/// <summary>The word of a layer: <c>relu</c>, <c>conv3x3</c>, <c>maxpool2x2</c>. All of them: <see cref="LayerWords"/>.</summary>
public sealed record LayerWord
{
    /// <summary>Largest height or width of a window.</summary>
    public const int MostExtent = 7;

    private LayerWord(LayerDefinition definition, int height, int width)
    {
        Definition = definition;
        Height = height;
        Width = width;
        Name = definition.HasWindow ? FormattableString.Invariant($"{definition.Name}{height}x{width}") : definition.Name;
    }

    /// <summary>The word as it is written.</summary>
    public string Name { get; }

    /// <summary>Rows of the window; 1 where there is none.</summary>
    public int Height { get; }

    /// <summary>Columns of the window; 1 where there is none.</summary>
    public int Width { get; }

    /// <summary>Whether the layer can take a stride.</summary>
    public bool CarriesStride => Definition.CarriesStride;

    /// <summary>Whether it can change the number of channels.</summary>
    public bool ChangesChannels => Definition.ChangesChannels;

    internal LayerDefinition Definition { get; }

    /// <summary>The word in a text.</summary>
    /// <exception cref="SpecException">There is no such word; the message lists them.</exception>
    public static LayerWord Parse(string text) => TryParse(text)
        ?? throw new SpecException($"'{TextTerm.Short(text)}' is no layer. Known: {string.Join(", ", LayerWords.Names)}.");

    /// <summary>The word in a text, in any case, or null where there is none.</summary>
    public static LayerWord? TryParse(string text)
    {
        string name = text.Trim().ToLowerInvariant();
        if (LayerWords.Find(name) is { HasWindow: false } plain) return new LayerWord(plain, 1, 1);
        int digits = 0;
        while (digits < name.Length && !char.IsAsciiDigit(name[digits])) digits++;
        string[] sides = name[digits..].Split('x');
        if (sides.Length != 2 || LayerWords.Find(name[..digits]) is not { HasWindow: true } windowed) return null;
        if (!Side(sides[0], out int height) || !Side(sides[1], out int width))
            throw new SpecException($"'{TextTerm.Short(name)}': a window has 1 to {MostExtent} rows and columns, such as {windowed.Name}3x3.");
        return new LayerWord(windowed, height, width);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static bool Side(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 1 and <= MostExtent;
}
