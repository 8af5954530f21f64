using Spectre.Console;
using Spectre.Console.Rendering;

namespace RandWire.Cli;

/// <summary>Tables in one style: a rule under the headings, first column left, numbers right, cells never read as markup.</summary>
internal static class Tables
{
    public static Table Plain(params ReadOnlySpan<string> headings)
    {
        Table table = new() { Border = TableBorder.Simple };
        for (int i = 0; i < headings.Length; i++)
            table.AddColumn(new TableColumn(new Text(headings[i])) { Alignment = i == 0 ? Justify.Left : Justify.Right });
        return table;
    }

    public static IEnumerable<IRenderable> Cells(params string[] texts) => texts.Select(text => new Text(Screen.Clean(text)));
}
