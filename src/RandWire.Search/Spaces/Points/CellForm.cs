namespace RandWire.Search;

/// <summary>What cells of a space are made of.</summary>
/// <param name="Name">Its name, which is also that of the macro form that cells are set into.</param>
/// <param name="Nodes">Nodes of a cell, each of two wires.</param>
/// <param name="Operations">Operations of a wire, by name, as blocks of the language; the stride stands where {0} does.</param>
/// <param name="AreSourcesDistinct">Whether the two wires of a node come from two places.</param>
/// <param name="JoinsAll">Whether the output holds all nodes, and not only those that no other reads.</param>
/// <param name="Cells">Usual number of cells: of a stage for <c>nasnet</c>, of all for <c>darts</c>.</param>
internal sealed record CellForm(string Name, int Nodes, IReadOnlyList<(string Name, string Block)> Operations, bool AreSourcesDistinct, bool JoinsAll, int Cells)
{
    // Where a wire has the stride, a skip is what NASNet's is: ReLU, 1x1 and norm.
    private const string Skip = "";

    /// <summary>Zoph et al. 2018, section 3.1: thirteen operations, five nodes; what no node reads is joined.</summary>
    public static CellForm NasNet { get; } = new("nasnet", 5,
    [
        ("skip", Skip), ("c1", "relu+conv1x1{0}+norm"), ("c3", "relu+conv3x3{0}+norm"), ("c13", "relu+conv1x3{0}+norm+relu+conv3x1+norm"), ("c17", "relu+conv1x7{0}+norm+relu+conv7x1+norm"),
        ("dil3", "dil3{0}"), ("avg3", "avgpool3x3{0}"), ("max3", "maxpool3x3{0}"), ("max5", "maxpool5x5{0}"), ("max7", "maxpool7x7{0}"), ("sep3", "sep3{0}"), ("sep5", "sep5{0}"), ("sep7", "sep7{0}"),
    ], AreSourcesDistinct: false, JoinsAll: false, Cells: 1);

    /// <summary>Liu, Simonyan and Yang 2019, section 3.1.1: seven operations, four nodes, all of them joined.</summary>
    public static CellForm Darts { get; } = new("darts", 4,
        [("skip", Skip), ("max3", "maxpool3x3{0}"), ("avg3", "avgpool3x3{0}"), ("sep3", "sep3{0}"), ("sep5", "sep5{0}"), ("dil3", "dil3{0}"), ("dil5", "dil5{0}")],
        AreSourcesDistinct: true, JoinsAll: true, Cells: 8);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CellForm> All { get; } = [NasNet, Darts];
}
