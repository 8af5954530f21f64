using RandWire.Engine;

namespace RandWire.Networks.Forms;

/// <summary>A network's JSON object.</summary>
internal sealed class JsonSpecReader : ISpecReader
{
    public JsonSpecReader(JsonFields fields)
    {
        Preset = fields.Has("preset") ? fields.Text("preset") : "custom";
        JsonFields shape = fields.Object("input");
        Input = new TensorShape(shape.Integer("height"), shape.Integer("width"), shape.Integer("channels"));
        shape.RefuseOthers();
        Classes = fields.Integer("classes");
        Blocks = fields.Has("let") ? fields.Object("let").TakeAll() : [];
        Stem = [.. fields.Objects("stem")];
        Stages = [.. fields.Objects("stages")];
        Head = fields.Object("head");
        fields.RefuseOthers();
    }

    public string Preset { get; }

    public TensorShape Input { get; }

    public int Classes { get; }

    public IReadOnlyList<(string Name, string Text)> Blocks { get; }

    public IReadOnlyList<IFieldReader> Stem { get; }

    public IReadOnlyList<IFieldReader> Stages { get; }

    public IFieldReader Head { get; }
}
