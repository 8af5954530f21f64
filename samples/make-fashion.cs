// Makes samples/fashion: for each class of Fashion-MNIST, the first 400 images of the training set, as grey 28x28 PNGs.
//   dotnet run samples/make-fashion.cs -- [images.gz] [labels.gz]
// Images: Debian's package dataset-fashion-mnist. Labels: the label file of the same data set. Both are MIT (see LICENSE-fashion-mnist.txt).
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;

const int PerClass = 400;
const int Side = 28;
string[] classes = ["T-shirt-top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle-boot"];

string samples = Path.GetDirectoryName(ThisFile())!;
string shared = Path.Combine(samples, "..", "..", "shared", "data", "fashion-mnist");
byte[] images = Unzip(args.Length > 0 ? args[0] : "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz");
byte[] labels = Unzip(args.Length > 1 ? args[1] : Path.Combine(shared, "train-labels-idx1-ubyte.gz"));
if (BinaryPrimitives.ReadInt32BigEndian(images) != 0x803 || BinaryPrimitives.ReadInt32BigEndian(labels) != 0x801)
{
    Console.Error.WriteLine("The files are not MNIST IDX images and labels (wrong magic number).");
    return 3;
}

int[] taken = new int[classes.Length];
for (int i = 0; i < labels.Length - 8 && taken.Any(count => count < PerClass); i++)
{
    int label = labels[8 + i];
    if (taken[label]++ >= PerClass)
        continue;
    string folder = Directory.CreateDirectory(Path.Combine(samples, "fashion", classes[label])).FullName;
    File.WriteAllBytes(Path.Combine(folder, $"train-{i:d5}.png"), Png(images.AsSpan(16 + i * Side * Side, Side * Side)));
}

Console.WriteLine($"{PerClass} images in each of {classes.Length} classes written to {Path.Combine(samples, "fashion")}");
return 0;

static string ThisFile([CallerFilePath] string path = "") => path;

static byte[] Unzip(string path)
{
    using GZipStream source = new(File.OpenRead(path), CompressionMode.Decompress);
    MemoryStream all = new();
    source.CopyTo(all);
    return all.ToArray();
}

// The smallest of four files, one per PNG row filter (none, left, up, Paeth).
static byte[] Png(ReadOnlySpan<byte> pixels)
{
    byte[]? best = null;
    foreach (byte filter in (ReadOnlySpan<byte>)[0, 1, 2, 4])
    {
        byte[] rows = new byte[Side * (Side + 1)];
        for (int y = 0; y < Side; y++)
        {
            rows[y * (Side + 1)] = filter;
            for (int x = 0; x < Side; x++)
            {
                int left = x > 0 ? pixels[y * Side + x - 1] : 0;
                int up = y > 0 ? pixels[(y - 1) * Side + x] : 0;
                int corner = x > 0 && y > 0 ? pixels[(y - 1) * Side + x - 1] : 0;
                int guess = filter switch { 1 => left, 2 => up, 4 => Paeth(left, up, corner), _ => 0 };
                rows[y * (Side + 1) + 1 + x] = (byte)(pixels[y * Side + x] - guess);
            }
        }

        MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk(file, "IHDR"u8, [0, 0, 0, Side, 0, 0, 0, Side, 8, 0, 0, 0, 0]);
        MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(rows);
        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        if (best is null || file.Length < best.Length)
            best = file.ToArray();
    }

    return best!;
}

static int Paeth(int left, int up, int corner)
{
    int guess = left + up - corner;
    int toLeft = Math.Abs(guess - left), toUp = Math.Abs(guess - up), toCorner = Math.Abs(guess - corner);
    return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
}

static void Chunk(Stream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
{
    Span<byte> word = stackalloc byte[4];
    BinaryPrimitives.WriteInt32BigEndian(word, body.Length);
    file.Write(word);
    byte[] named = [.. name, .. body];
    file.Write(named);
    uint crc = uint.MaxValue;
    foreach (byte value in named)
    {
        crc ^= value;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
    }

    BinaryPrimitives.WriteUInt32BigEndian(word, ~crc);
    file.Write(word);
}
