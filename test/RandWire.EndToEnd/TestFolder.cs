using System.Globalization;
using StbImageWriteSharp;

namespace RandWire.EndToEnd;

/// <summary>A folder of a test's own, deleted after it, and the images that tests put into it.</summary>
internal sealed class TestFolder : IDisposable
{
    private static int _made;

    public TestFolder()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(),
            string.Create(CultureInfo.InvariantCulture, $"randwire-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}"));
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Writes a file, and the folders above it.</summary>
    public string Write(string relative, byte[] content)
    {
        string path = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string relative, string content) => Write(relative, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>A folder per class of small grey PNGs: stripes whose direction and width tell the class, each image with a phase and a grain of its own.</summary>
    public string WriteStripes(string folder, int classes = 3, int perClass = 30, int side = 12)
    {
        for (int label = 0; label < classes; label++)
            WriteClass($"{folder}/class{label}", label, perClass, side);
        return folder;
    }

    /// <summary>One class folder of <see cref="WriteStripes"/>.</summary>
    public void WriteClass(string folder, int label, int count, int side = 12)
    {
        for (int i = 0; i < count; i++)
            Write($"{folder}/{i:d3}.png", Stripes(label, i, side));
    }

    /// <summary>One image of <see cref="WriteStripes"/> as a PNG file.</summary>
    public static byte[] Stripes(int label, int number, int side)
    {
        byte[] pixels = new byte[side * side];
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                int along = label % 2 == 0 ? x : y;
                int grain = (x * 31 + y * 17 + number * 101 + x * y * number) % 48;
                pixels[y * side + x] = (byte)(((along + number) / (1 + label / 2) % 2 == 0 ? 200 : 20) + grain);
            }
        }

        using MemoryStream file = new();
        new ImageWriter().WritePng(pixels, side, side, ColorComponents.Grey, file);
        return file.ToArray();
    }
}
