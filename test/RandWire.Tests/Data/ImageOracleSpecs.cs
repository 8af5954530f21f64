using System.Diagnostics;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>Every kind of file that the generator knows, against libjpeg-turbo, libpng and Pillow.</summary>
public sealed class ImageOracleSpecs
{
    private const string Python = "/usr/bin/python3";

    [SlowFact]
    public void Every_generated_file_gives_the_oracle_s_pixels_or_is_refused()
    {
        using DataFolder folder = new();
        List<string> wrong = [];
        int read = 0;
        foreach (string line in Generate(folder.Root))
        {
            string[] fields = line.Split('\t');
            string file = folder[fields[0]];
            string? said = Compare(file, fields[1], int.Parse(fields[2]), DecoderKind.Managed);
            if (said != null) wrong.Add(said);
            if (fields[1] == "read") read++;
        }
        Assert.Empty(wrong);
        Assert.InRange(read, 300, int.MaxValue);
    }

    [SlowFact]
    public void Libturbojpeg_gives_the_same_pixels()
    {
        Assert.SkipUnless(RandWire.Training.Data.Images.TurboJpeg.IsThere, "libturbojpeg is not installed.");
        using DataFolder folder = new();
        List<string> wrong = [];
        foreach (string line in Generate(folder.Root, "--only", "jpeg"))
        {
            string[] fields = line.Split('\t');
            string? said = Compare(folder[fields[0]], fields[1], int.Parse(fields[2]), DecoderKind.Turbo);
            if (said != null) wrong.Add(said);
        }
        Assert.Empty(wrong);
    }

    private static string? Compare(string file, string right, int worst, DecoderKind decoder)
    {
        try
        {
            DecodedImage image = ImageFile.Read(file, new ImageReading { Decoder = decoder });
            if (right == "refused") return $"{file} is read";
            if (right == "either") return null;
            byte[] expected = File.ReadAllBytes(file + ".pixels");
            (int height, int width, int channels) = (BitConverter.ToInt32(expected, 0), BitConverter.ToInt32(expected, 4), BitConverter.ToInt32(expected, 8));
            if ((height, width) != (image.Height, image.Width)) return $"{file} is {image.Width} x {image.Height}";
            ReadOnlySpan<byte> pixels = image.Pixels.Span;
            int largest = 0;
            for (int i = 0; i < height * width * 3; i++)
            {
                int ours = pixels[i / 3 * image.Channels + Math.Min(i % 3, image.Channels - 1)], theirs = expected[12 + i / 3 * channels + Math.Min(i % 3, channels - 1)];
                largest = Math.Max(largest, Math.Abs(ours - theirs));
            }
            return largest <= worst ? null : $"{file} differs by {largest}";
        }
        catch (InvalidDataException e)
        {
            return right == "read" ? $"refused: {e.Message}" : null;
        }
    }

    private static string[] Generate(string folder, params string[] more)
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root != null && !File.Exists(Path.Combine(root.FullName, "bench/peers/image_files.py"))) root = root.Parent;
        Assert.SkipWhen(root is null || !File.Exists(Python) || !File.Exists("/usr/bin/djpeg"), "Python 3 or djpeg is not installed.");
        using Process process = Process.Start(new ProcessStartInfo(Python, [Path.Combine(root!.FullName, "bench/peers/image_files.py"), folder, .. more]) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(error.Contains("ModuleNotFoundError", StringComparison.Ordinal), "Pillow or numpy is not installed.");
        Assert.True(process.ExitCode == 0, error);
        return File.ReadAllLines(Path.Combine(folder, "manifest.tsv"));
    }
}
