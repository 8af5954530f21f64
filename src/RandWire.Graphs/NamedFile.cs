using System.Text;

namespace RandWire.Graphs;

/// <summary>Text files that a person names: read whole or refused, never waited for.</summary>
public static class NamedFile
{
    /// <summary>Reads a text file: UTF-8, or what its byte order mark says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Bytes that are read at most.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    /// <exception cref="InvalidDataException">It is longer, or holds nothing, as pipes and devices seem to.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string ReadText(string path, int most)
    {
        RequireContent(path);
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > most) throw TooLong(stream.Length);
        // As long as it is now, though it may grow while it is read.
        byte[] bytes = new byte[stream.Length];
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        using StreamReader reader = new(new MemoryStream(bytes, 0, count), new UTF8Encoding(false));
        return reader.ReadToEnd();

        InvalidDataException TooLong(long length) => new(FormattableString.Invariant($"{path}: the file has {length} bytes, and at most {most} are read."));
    }

    /// <summary>The beginning of a text file, as <see cref="ReadText"/> reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Characters that are read at most.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    /// <exception cref="InvalidDataException">It holds nothing, as pipes and devices seem to.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string ReadStart(string path, int most)
    {
        RequireContent(path);
        using StreamReader reader = new(path, new UTF8Encoding(false));
        char[] start = new char[most];
        return new string(start, 0, reader.ReadBlock(start));
    }

    /// <summary>Refuses what cannot be read as a file: opening a pipe waits for somebody to write, and some devices never end. Both have no length.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    /// <exception cref="InvalidDataException">It holds nothing.</exception>
    public static void RequireContent(string path)
    {
        if (Directory.Exists(path)) throw new FileNotFoundException($"{path}: this is a folder, not a file. Name a file in it.");
        FileInfo file = new(path);
        if (!file.Exists) throw new FileNotFoundException($"{path}: no such file.");
        // A link has a length of its own.
        if (file.LinkTarget is not null) file = (FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file);
        if (file.Length == 0) throw new InvalidDataException($"{path}: the file is empty, or no ordinary file but a pipe or a device. Name a file that holds text.");
    }
}
