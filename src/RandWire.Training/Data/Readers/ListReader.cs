namespace RandWire.Training.Data.Readers;

/// <summary>Reads a table of path and label, and perhaps split and group: .csv or .tsv, with or without a header, or a column for each class.</summary>
/// <remarks>Labels are any text; classes are their distinct values in ordinal order.</remarks>
internal static class ListReader
{
    public static bool Recognizes(string path) => Path.GetExtension(path).ToUpperInvariant() is ".CSV" or ".TSV";

    /// <exception cref="InvalidDataException">Not text of this form; the message names the line.</exception>
    /// <exception cref="DataException">Columns or files cannot be told; the message asks.</exception>
    public static ImageCatalog Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        FolderReader.RefuseGroupFolder(path, options);
        TableText table = TableText.Read(path);
        TableFiles files = new(table.Root, cancellation);
        return new Rows(table, files, new TableColumns(table, files, options)).Catalog(options, cancellation);
    }

    /// <summary>The rows of a table on their way to images.</summary>
    private sealed class Rows(TableText table, TableFiles files, TableColumns columns)
    {
        private const string Missing = "the file does not exist";

        private readonly List<SkippedFile> _skipped = [];
        private readonly List<(string Path, string Label, SplitKind Split, string? Group)> _images = [];
        private readonly Dictionary<(string, string), int> _seen = [];
        private int _missing, _otherCase, _extensions;
        private string? _tried;

        // A|B in one cell, where A and B are labels as well: several labels for one image, as of X-rays.
        private void RefuseSeveral(string[] classes)
        {
            foreach (char mark in (ReadOnlySpan<char>)['|', ';', ','])
            {
                Dictionary<string, int> cells = [];
                foreach (string part in classes.SelectMany(name => name.Split(mark, StringSplitOptions.TrimEntries).Distinct())) cells[part] = cells.GetValueOrDefault(part) + 1;
                string? several = Array.Find(classes, name => name.Contains(mark, StringComparison.Ordinal) && name.Split(mark, StringSplitOptions.TrimEntries).All(part => cells[part] > 1));
                if (several is null) continue;
                throw new DataException($"{table.Path}: '{several}' seems to be several labels in one cell, for its parts stand in other cells too. One label an image is learned: "
                    + "keep one of them, or name another column with --label-column.");
            }
        }

        public ImageCatalog Catalog(DatasetOptions options, CancellationToken cancellation)
        {
            foreach (DelimitedText.Row row in columns.Rows)
            {
                cancellation.ThrowIfCancellationRequested();
                Take(row);
            }
            if (2 * _missing > columns.Rows.Count)
            {
                throw new DataException($"{table.Path}: {_missing} of {columns.Rows.Count} rows name files that do not exist; the first tried is {_tried}. Paths are relative to the table's folder"
                    + $"{(columns.Place.Folder is { Length: > 0 } folder ? $" or, as found for others, to {folder}/" : "")}: move the table, or mend the paths.");
            }
            string[] classes = [.. _images.Select(image => image.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            RefuseSeveral(classes);
            Dictionary<string, int> labelOf = classes.Select((label, index) => (label, index)).ToDictionary(StringComparer.Ordinal);
            ImageCatalog catalog = new()
            {
                Layout = $"list of path and label ({table.Name})",
                Images = KeptImages.OfFiles(table.Root, [.. _images.Select(image => image.Path)], options),
                Classes = classes,
                Labels = [.. _images.Select(image => labelOf[image.Label])],
                Splits = [.. _images.Select(image => image.Split)],
                Groups = columns.Group < 0 ? null : [.. _images.Select(image => image.Group)],
            };
            catalog.Skipped.AddRange(_skipped);
            catalog.Notes.AddRange(Notes());
            return catalog;
        }

        private void Take(DelimitedText.Row row)
        {
            string value = TableColumns.Field(row, columns.Path);
            string? reason = Problem(row, value, out string path, out string label, out SplitKind split);
            if (reason == null && !_seen.TryAdd((path, label), row.Line)) reason = $"the same path and label as in line {_seen[(path, label)]}";
            if (reason != null)
            {
                bool missing = reason == Missing;
                _skipped.Add(missing
                    ? new SkippedFile(path, $"{reason} ({table.Name} line {row.Line})")
                    : new SkippedFile($"{table.Name} line {row.Line}", value.Length > 0 ? $"{value}: {reason}" : reason));
                return;
            }
            string? group = columns.Group >= 0 && TableColumns.Field(row, columns.Group) is { Length: > 0 } named ? named : null;
            _images.Add((path, label, split, group));
        }

        private string? Problem(DelimitedText.Row row, string value, out string path, out string label, out SplitKind split)
        {
            (path, label, split) = ("", "", SplitKind.Train);
            int needed = Math.Max(columns.Path, Math.Max(columns.Label, columns.Split.Column)) + 1;
            if (row.Fields.Length < needed) return $"{row.Fields.Length} of {needed} fields";
            if (files.Relative(value, out string reason) is not string relative) return reason;
            label = columns.Label >= 0 ? row.Fields[columns.Label] : columns.Name(columns.OneHot.First(i => TableSplit.Flag(TableColumns.Field(row, i)) == true));
            if (label.Length == 0) return "the label is empty";
            if (columns.Split.Of(TableColumns.Field(row, Math.Max(0, columns.Split.Column))) is not SplitKind found)
                return $"split '{row.Fields[columns.Split.Column]}' is none of {columns.Split.Allowed}";
            split = found;
            if (files.Find(value, columns.Place.Folder, out TableFiles.Match match) is string file)
            {
                if (match == TableFiles.Match.OtherCase) _otherCase++;
                if (match == TableFiles.Match.Extension) _extensions++;
                path = file;
                return null;
            }
            if (match == TableFiles.Match.Several) return "several files could be meant: write the folder and extension";
            _missing++;
            path = columns.Place.Folder is { Length: > 0 } folder ? $"{folder}/{relative}" : relative;
            _tried ??= Path.Combine(table.Root, path);
            return Missing;
        }

        private IEnumerable<string> Notes()
        {
            yield return columns.Note();
            if (columns.Place.Folder is null) yield return "Files were found by their names, in several folders.";
            else if (columns.Place.Folder.Length > 0) yield return $"Paths were found under {columns.Place.Folder}/.";
            if (_extensions > 0) yield return $"{_extensions} paths lack the file's extension; it was found ({_images[0].Path}).";
            if (_otherCase > 0) yield return $"{_otherCase} paths differ from the file's in case; the file was found.";
        }
    }
}
