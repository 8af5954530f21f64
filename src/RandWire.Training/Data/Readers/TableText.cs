namespace RandWire.Training.Data.Readers;

/// <summary>A table as text: its rows, cut by the delimiter that fits them best, whatever the file's extension says.</summary>
/// <param name="Path">The file.</param>
/// <param name="Delimiter">What parts fields.</param>
/// <param name="Rows">Rows, a header among them if there is one.</param>
internal sealed record TableText(string Path, char Delimiter, List<DelimitedText.Row> Rows)
{
    /// <summary>Longer files are refused.</summary>
    public const long MaxBytes = 1 << 27;

    // Longer than any row of paths and labels; rows of pixels are told from the first of them.
    private const int Sample = 1 << 16, SampleRows = 100;
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>File name without folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The folder that paths are relative to.</summary>
    public string Root => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>Reads a table.</summary>
    /// <exception cref="InvalidDataException">Not UTF-8 text, or not of this form; the message names the line.</exception>
    /// <exception cref="DataException">No rows.</exception>
    public static TableText Read(string path)
    {
        List<DelimitedText.Row> rows = RowsOf(TextFile.Read(path, MaxBytes), path, out char delimiter);
        return rows.Count > 0 ? new TableText(path, delimiter, rows) : throw new DataException($"{path}: no rows. Write a path and a label in each line.");
    }

    /// <summary>The rows of a text, by the delimiter that fits it best.</summary>
    /// <param name="text">All of it.</param>
    /// <param name="path">The file; its extension breaks ties, and messages name it.</param>
    /// <param name="delimiter">What parts fields.</param>
    /// <exception cref="InvalidDataException">Not of this form; the message names the line.</exception>
    public static List<DelimitedText.Row> RowsOf(string text, string path, out char delimiter)
    {
        char usual = System.IO.Path.GetExtension(path).Equals(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',';
        char? stated = Stated(ref text);
        delimiter = stated ?? Best(text, usual);
        return [.. DelimitedText.Read(text, delimiter, System.IO.Path.GetFileName(path))];
    }

    // Excel's own first line: sep=;
    private static char? Stated(ref string text)
    {
        if (!text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) || text.Length < 6 || text[5] is not ('\r' or '\n')) return null;
        char stated = text[4];
        // The line stays as an empty one, so that lines keep their numbers.
        text = text[5..];
        return stated;
    }

    // The delimiter by which most rows have as many fields as the first; of equals, the usual one.
    private static char Best(string text, char usual)
    {
        string start = text.Length <= Sample ? text : text[..(text.LastIndexOfAny(['\n', '\r'], Sample) is > 0 and int end ? end : Sample)];
        (char Delimiter, int Score) best = (usual, -1);
        foreach (char delimiter in Delimiters.OrderBy(one => one != usual))
        {
            int score = Score(start, delimiter);
            if (score > best.Score) best = (delimiter, score);
        }
        return best.Delimiter;
    }

    private static int Score(string text, char delimiter)
    {
        try
        {
            List<int> counts = [.. DelimitedText.Read(text, delimiter, "").Take(SampleRows).Select(row => row.Fields.Length)];
            return counts.Count > 0 && counts[0] > 1 ? counts.Count(count => count == counts[0]) : 0;
        }
        catch (InvalidDataException)
        {
            // A quote that the sample cuts off, or that is none: the reading proper says so with its line.
            return 0;
        }
    }
}
