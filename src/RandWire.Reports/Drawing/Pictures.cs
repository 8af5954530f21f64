using RandWire.Reports.Sketches;

namespace RandWire.Reports.Drawing;

/// <summary>Makes pictures of sketches.</summary>
internal static class Pictures
{
    /// <summary>What is done one after the other: layers as boxes, cells, wirings and repeats as drawings.</summary>
    public static IDrawn Of(IReadOnlyList<Sketch> sketches, WiringDrawingOptions options)
    {
        List<IDrawn> parts = [];
        for (int i = 0; i < sketches.Count; i++)
        {
            List<LineSketch> layers = Layers(sketches, i);
            if (layers.Count == 0) parts.Add(Of(sketches[i], options));
            else
            {
                parts.Add(new BoxPicture("layers", "rw-block", "", LineSketch.Lines(layers, BoxPicture.Fits), null, string.Join('+', layers.Select(layer => layer.Form))));
                i += layers.Count - 1;
            }
        }
        return parts.Count switch
        {
            0 => new BoxPicture("layers", "rw-block", "", ["as it is"], null, "the value as it is"),
            1 => parts[0],
            _ => new StackPicture(parts),
        };
    }

    /// <summary>A box around what is done one after the other.</summary>
    public static IDrawn Box(string name, string style, string heading, IReadOnlyList<Sketch> content, string note, WiringDrawingOptions options)
    {
        List<LineSketch> layers = Layers(content, 0);
        IDrawn? within = layers.Count == content.Count ? null : Of([.. content.Skip(layers.Count)], options);
        return new BoxPicture(name, style, heading, LineSketch.Lines(layers, BoxPicture.Fits), within, note);
    }

    /// <summary>Why a block is too large to draw; null when it is not.</summary>
    public static string? Refusal(IEnumerable<Sketch> sketches)
    {
        foreach (Sketch sketch in sketches)
        {
            string? refusal = sketch switch
            {
                CellSketch cell when cell.Boxes.Count > CellPicture.MaximumBoxes => FormattableString.Invariant($"a cell of {cell.Boxes.Count} boxes is too large to draw"),
                CellSketch cell => Refusal(cell.Boxes.SelectMany(box => box.Content)),
                WiringSketch wiring when StagePicture.Refusal(wiring.Dag) is not null => "too large to draw",
                RepeatSketch repeat => Refusal(repeat.Runs.SelectMany(run => run.Content)),
                _ => null,
            };
            if (refusal is not null) return refusal;
        }
        return null;
    }

    /// <summary>What kinds of things are drawn for these.</summary>
    public static PictureContent Content(IEnumerable<Sketch> sketches)
    {
        PictureContent content = PictureContent.Layers;
        foreach (Sketch sketch in sketches)
        {
            content |= sketch switch
            {
                CellSketch cell => PictureContent.Cells | Content(cell.Boxes.SelectMany(box => box.Content)),
                WiringSketch => PictureContent.Wirings,
                RepeatSketch repeat => Content(repeat.Runs.SelectMany(run => run.Content)),
                _ => PictureContent.Layers,
            };
        }
        return content;
    }

    private static IDrawn Of(Sketch sketch, WiringDrawingOptions options) => sketch switch
    {
        CellSketch cell => new CellPicture(cell, options),
        WiringSketch wiring => new WiringPicture(wiring.Dag, options),
        RepeatSketch repeat => new StackPicture([.. repeat.Runs.Select(run => new FramePicture(FormattableString.Invariant($"× {run.Count}"), Of(run.Content, options)))]),
        _ => throw new InvalidOperationException($"No picture is known for {sketch.GetType().Name}."),
    };

    private static List<LineSketch> Layers(IReadOnlyList<Sketch> sketches, int from)
    {
        List<LineSketch> layers = [];
        for (int i = from; i < sketches.Count && sketches[i] is LineSketch layer; i++) layers.Add(layer);
        return layers;
    }
}
