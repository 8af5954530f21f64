namespace RandWire.Reports.Sketches;

/// <summary>A layer, or whatever else is said in a few words.</summary>
/// <param name="Form">As in <see cref="Sketch"/>.</param>
/// <param name="Words">The words that are drawn.</param>
/// <param name="IsLight">Whether it stands in the line of its neighbor: norms and activations do.</param>
internal sealed record LineSketch(string Form, string Words, bool IsLight) : Sketch(Form, Words)
{
    private const string Between = " · ";

    /// <summary>Layers as lines of text: a convolution or pooling with the norms and activations that belong to it.</summary>
    /// <param name="layers">In order.</param>
    /// <param name="fits">Whether a line is short enough.</param>
    public static List<string> Lines(List<LineSketch> layers, Func<string, bool> fits)
    {
        List<string> lines = [];
        bool isFull = true, leads = false;
        int lastOfWeight = layers.FindLastIndex(layer => !layer.IsLight);
        for (int i = 0; i < layers.Count; i++)
        {
            LineSketch layer = layers[i];
            // What begins with a norm or an activation goes on so: they stand before their convolution, else behind it.
            if (lines.Count == 0) leads = layer.IsLight;
            if (!isFull && !layer.IsLight && !leads) isFull = true;
            string longer = lines.Count == 0 ? "" : lines[^1] + Between + layer.Words;
            if (isFull || !fits(longer)) { lines.Add(layer.Words); } else { lines[^1] = longer; }
            isFull = leads && !layer.IsLight && i < lastOfWeight;
        }
        return lines;
    }
}
