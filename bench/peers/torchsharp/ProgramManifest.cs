namespace RandWire.TorchSharpPeer;

/// <summary>A network as a list of operations, as <c>RandWire.OracleDump program</c> prints it.</summary>
/// <param name="Operations">Operations in order; the first is the images, the last gives the logits.</param>
/// <param name="Parameters">All parameters and running statistics.</param>
internal sealed record ProgramManifest(OperationManifest[] Operations, ParameterManifest[] Parameters);

/// <summary>One operation: a function of values, by number, and of parameters, by position.</summary>
internal sealed record OperationManifest(string Name, string Function, FieldsManifest Fields, int[] Inputs, int Output, int[] Parameters);

/// <summary>A parameter: its shape is PyTorch's.</summary>
internal sealed record ParameterManifest(string Name, string Kind, long[] Shape, bool Trained);

/// <summary>A window over an image; its stride goes along Both, or along Rows or Columns alone.</summary>
internal sealed record WindowManifest(int Height, int Width, int Stride, int Dilation, string Along)
{
    public long RowStride => Along == "Columns" ? 1 : Stride;

    public long ColumnStride => Along == "Rows" ? 1 : Stride;
}

/// <summary>The fields of all functions; a function has those that its definition names.</summary>
internal sealed record FieldsManifest
{
    public WindowManifest? Window { get; init; }

    public string Padding { get; init; } = "Same";

    public int Groups { get; init; } = 1;

    public string Kind { get; init; } = "";

    public double Epsilon { get; init; }

    public double Factor { get; init; }

    public string Weights { get; init; } = "";

    public int First { get; init; }

    public int Count { get; init; }

    public int Stride { get; init; }

    public int Before { get; init; }

    public int After { get; init; }

    public double Rate { get; init; }
}
