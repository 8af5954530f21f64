using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Networks.Forms;

/// <summary>A network's one-line text: <c>preset(...) let(...) conv(...) ... stage(...) ... head(...)</c>.</summary>
internal sealed class TextSpecReader : ISpecReader
{
    private readonly List<IFieldReader> _stem = [], _stages = [];
    private readonly List<(string, string)> _blocks = [];

    public TextSpecReader(string text)
    {
        if (text.Length > NetworkSpec.MaximumTextLength)
            throw new SpecException($"A network's text of {text.Length} characters is longer than the {NetworkSpec.MaximumTextLength} allowed.");
        List<TextTerm> terms = TextTerm.ParseAll(text);
        if (terms.Count < 3)
        {
            string missing = terms.Count == 0 ? "This is empty" : terms[^1].Name != "head" ? "This has no head(...)" : "This has no stage(...)";
            throw new SpecException($"A network's text is name(input=32x32x3,classes=10) stage(...) ... head(...), separated by spaces. {missing}.");
        }
        TextTerm first = terms[0], last = terms[^1];
        foreach (TextTerm term in terms[1..^1])
        {
            if (term.Name == "let" && _stem.Count == 0 && _stages.Count == 0) _blocks.AddRange(term.TakeAll());
            else if (term.Name == "conv" && _stages.Count == 0) _stem.Add(term);
            else if (term.Name == "stage") _stages.Add(term);
            else throw Misplaced(term);
        }
        if (last.Name != "head") throw new SpecException($"A network's text ends in head(...), not in '{TextTerm.Short(last.Name)}(...)'.");
        Preset = first.Name;
        Input = Shape(first.Text("input"));
        Classes = first.Integer("classes");
        first.RefuseOthers();
        Head = last;
    }

    public string Preset { get; }

    public TensorShape Input { get; }

    public int Classes { get; }

    public IReadOnlyList<(string Name, string Text)> Blocks => _blocks;

    public IReadOnlyList<IFieldReader> Stem => _stem;

    public IReadOnlyList<IFieldReader> Stages => _stages;

    public IFieldReader Head { get; }

    private static SpecException Misplaced(TextTerm term) => new(
        $"'{TextTerm.Short(term.Name)}(...)' does not belong here. The order is let(...) and conv(...) first, where there are any, then stage(...), then one head(...).");

    private static TensorShape Shape(string text)
    {
        string[] parts = text.Split('x');
        return parts.Length == 3 && TextTerm.TryInteger(parts[0], out int height) && TextTerm.TryInteger(parts[1], out int width)
            && TextTerm.TryInteger(parts[2], out int channels)
            ? new TensorShape(height, width, channels)
            : throw new SpecException($"input = '{TextTerm.Short(text)}' is not height x width x channels. Write it as 32x32x3.");
    }
}
