using RandWire.Graphs;
using RandWire.Networks.Blocks;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Families;

/// <summary>A small text file that holds two cells: <c>let(normal=cell(..),reduction=cell(..))</c>. A cell <c>entry</c> may stand beside them, and blocks that they use. Lines that begin
/// with # say nothing.</summary>
/// <param name="Text">What stands in <c>let</c>, on one line.</param>
/// <param name="HasEntry">Whether there is a cell <c>entry</c>.</param>
internal sealed record CellFile(string Text, bool HasEntry)
{
    /// <summary>Largest file, in bytes: a cell of NASNet has less than one thousand.</summary>
    public const int LargestFile = 1 << 20;

    private const string Form = "Write let(normal=cell(..),reduction=cell(..)), as docs/language.md has it";

    /// <summary>Reads a file.</summary>
    /// <param name="about">Family and parameter, for refusals.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="SpecException">There is no such file, it is too large or cannot be read, or it does not hold the two cells.</exception>
    public static CellFile Read(string about, string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)) throw new SpecException($"{about} names no file. {Form} into a file, and name it.");
        string text;
        try
        {
            text = NamedFile.ReadText(path, LargestFile);
        }
        catch (FileNotFoundException error)
        {
            throw new SpecException($"{about} = {error.Message} {Form} into a file, and name it: letters, digits, points and dashes, no commas or parentheses.");
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new SpecException($"{about} = {error.Message} {Form}.");
        }
        return Parse($"{about} = '{TextTerm.Short(path)}'", text);
    }

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="SpecException">It does not hold the two cells.</exception>
    public static CellFile Parse(string about, string text)
    {
        IEnumerable<string> lines = text.Split('\n').Where(static line => !line.TrimStart().StartsWith('#'));
        List<(string Name, string Text)> blocks = [];
        foreach (TextTerm term in At(about, () => TextTerm.ParseAll(string.Join('\n', lines))))
        {
            if (term.Name != "let") throw new SpecException($"{about}: '{TextTerm.Short(term.Name)}(..)' does not belong into a file of cells. {Form}.");
            blocks.AddRange(term.TakeAll());
        }
        foreach (string wanted in (string[])["normal", "reduction"])
        {
            if (!blocks.Exists(block => block.Name == wanted))
                throw new SpecException($"{about}: there is no block named '{wanted}'{(blocks.Count == 0 ? "" : $" among {string.Join(", ", blocks.Select(static block => TextTerm.Short(block.Name)))}")}. {Form}.");
        }
        foreach ((string name, string body) in blocks)
        {
            Block block = At($"{about}: {TextTerm.Short(name)}", () => Block.Parse(body));
            if (name is "normal" or "reduction" or "entry" && block is not Cell) throw new SpecException($"{about}: {NoCell(name, block, blocks)}. {Form}.");
        }
        return new CellFile(string.Join(',', blocks.Select(static block => $"{block.Name}={TextTerm.OnOneLine(block.Text)}")), blocks.Exists(static block => block.Name == "entry"));
    }

    private static string NoCell(string name, Block block, List<(string Name, string Text)> blocks)
    {
        List<string> names = [name];
        while (block is Named { Name: var next })
        {
            bool isCircle = names.Contains(next);
            names.Add(next);
            if (isCircle) return $"names go round in a circle: {string.Join(" > ", names)}. None of them is a cell";
            if (blocks.Find(one => one.Name == next) is not { Text: { } body } || Block.Parse(body) is not { } behind) break;
            block = behind;
        }
        return names.Count == 1 ? $"'{name}' is {TextTerm.Short(block.Text)}, which is no cell" : $"'{name}' is only the name '{names[1]}'. The cell itself has to stand there";
    }

    private static T At<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SpecException error)
        {
            throw new SpecException($"{place}: {error.Message}");
        }
    }
}
