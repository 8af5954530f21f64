using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using RandWire.Engine;

namespace RandWire.Tests.Training;

/// <summary>Small grey pictures that a small network tells apart in a few epochs: upright, flat and slanting stripes under noise.</summary>
internal static class StripedImages
{
    public const int Classes = 3;

    /// <summary>Pixels of one picture, rows of bytes.</summary>
    public static byte[] Draw(int label, int side, Seed seed, double noise = 40)
    {
        byte[] pixels = new byte[side * side];
        int shift = seed.Below(0, 4);
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                int along = label switch { 0 => x, 1 => y, _ => x + y };
                double value = ((along + shift) / 2 % 2 == 0 ? 190 : 60) + noise * seed.Normal((ulong)(100 + y * side + x));
                pixels[y * side + x] = (byte)Math.Clamp(value, 0, 255);
            }
        }
        return pixels;
    }

    /// <summary>A folder of MNIST-like IDX files: a training set and, unless it is 0, a test set.</summary>
    public static string WriteIdx(string folder, int train, int test, int side, long seed = 1, double noise = 40)
    {
        Directory.CreateDirectory(folder);
        Write("train", train, Seed.From(seed).Child("train"));
        if (test > 0) Write("t10k", test, Seed.From(seed).Child("test"));
        return folder;

        void Write(string part, int count, Seed root)
        {
            byte[] images = new byte[16 + count * side * side], labels = new byte[8 + count];
            Span<int> header = [0x803, count, side, side];
            for (int i = 0; i < 4; i++) BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4 * i), header[i]);
            BinaryPrimitives.WriteInt32BigEndian(labels, 0x801);
            BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4), count);
            for (int i = 0; i < count; i++)
            {
                labels[8 + i] = (byte)(i % Classes);
                Draw(i % Classes, side, root.Child(i), noise).CopyTo(images, 16 + i * side * side);
            }
            File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"), images);
            File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), labels);
        }
    }

    /// <summary>A grey 8-bit PNG.</summary>
    public static void WritePng(string path, byte[] pixels, int side)
    {
        using MemoryStream data = new();
        using (ZLibStream zlib = new(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < side; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels, y * side, side);
            }
        }
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        header[8] = 8;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream file = File.Create(path);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk("IHDR", header);
        Chunk("IDAT", data.ToArray());
        Chunk("IEND", []);

        void Chunk(string type, byte[] content)
        {
            byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content], number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
            file.Write(number);
            file.Write(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
            file.Write(number);
        }
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }
}
