using RandWire.Graphs;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using RandWire.Engine;
using RandWire.Networks;
using Xunit;

namespace RandWire.Tests.Networks;

public sealed class CheckpointSpecs : IDisposable
{
    private static readonly NetworkSpec Spec = NetworkSpec.Parse(
        "x(input=8x8x3,classes=3) conv(channels=5) stage(channels=6,wiring=ws(n=5,k=4,p=0.75)) head(channels=7,dropout=0.1)");

    private readonly string _folder = Directory.CreateTempSubdirectory("randwire-checkpoint").FullName;

    private string File => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_saved_comes_back_bit_for_bit()
    {
        ParameterStore saved = Store(1), average = Store(2);
        Dictionary<string, string> metadata = new() { ["labels"] = "[\"a \\\"b\\\"\",\"<script>\",\"ü\"]", ["epoch"] = "3" };
        Checkpoint.Save(File, Spec, saved, metadata, withMomentum: true, average);

        LoadedCheckpoint loaded = Checkpoint.Load(File);
        Assert.Equal(Spec, loaded.Spec);
        Assert.Equal(metadata.OrderBy(entry => entry.Key), loaded.Metadata.OrderBy(entry => entry.Key));
        Assert.True(loaded is { HasMomentum: true, HasAverage: true });
        ParameterStore restored = new(Spec.Lower(), Seed.From(9)), restoredAverage = new(Spec.Lower(), Seed.From(9));
        loaded.Restore(restored);
        loaded.RestoreAverage(restoredAverage);
        AssertSame(saved, restored, withMomentum: true);
        AssertSame(average, restoredAverage, withMomentum: false);
        Assert.Equal(Checkpoint.WeightsSha256(saved), Checkpoint.WeightsSha256(restored));
        Assert.NotEqual(Checkpoint.WeightsSha256(saved), Checkpoint.WeightsSha256(average));
        Assert.Equal(["model.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void The_file_is_plain_safetensors_with_PyTorchs_names_and_shapes()
    {
        ParameterStore store = Store(1);
        Checkpoint.Save(File, Spec, store, new Dictionary<string, string>());
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, headerLength % 8);
        using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        int tensors = 0;
        foreach (JsonProperty property in header.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__"))
        {
            Assert.Equal("F32", property.Value.GetProperty("dtype").GetString());
            int begin = property.Value.GetProperty("data_offsets")[0].GetInt32(), end = property.Value.GetProperty("data_offsets")[1].GetInt32();
            int index = store.Program.Parameters.Select(info => info.Name).ToList().IndexOf(property.Name);
            Assert.Equal(store.Program.Parameters[index].Shape, property.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()));
            float[] expected = new float[store.Program.Parameters[index].Length];
            store.Read(new ParameterId(index), expected);
            Assert.Equal(expected, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(8 + headerLength + begin, end - begin)).ToArray());
            tensors++;
        }
        Assert.Equal(store.Program.Parameters.Length, tensors);
        Assert.Equal([6, 1, 3, 3], Shape(header, "stage2.node4.depthwise.weight"));
        Assert.Equal([3, 7], Shape(header, "head.fc.weight"));
        Assert.Equal([5], Shape(header, "conv1.norm.running_var"));
    }

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        Checkpoint.Save(File, Spec, Store(1), new Dictionary<string, string> { ["note"] = "x" });
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[0, 7]).Sample((position, bit) =>
        {
            byte[] changed = [.. bytes];
            changed[position] ^= (byte)(1 << bit);
            AssertRefused(changed, "The file is damaged");
        }, iter: 500, threads: 1);
    }

    [Fact]
    public void A_flipped_weight_is_refused_by_its_digest()
    {
        Checkpoint.Save(File, Spec, Store(1), new Dictionary<string, string>());
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        bytes[^3] ^= 1;
        AssertRefused(bytes, "its bytes were changed after it was written: SHA-256 is");
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        Checkpoint.Save(File, Spec, Store(1), new Dictionary<string, string>());
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        Gen.Int[0, bytes.Length - 1].Sample(length => AssertRefused(bytes[..length], "take another copy"), iter: 300, threads: 1);
        AssertRefused(bytes[..^4], "the file is cut off: its tensors take");
        AssertRefused([.. bytes, 0], "the file has bytes that belong to nothing");
        AssertRefused([], "the file is cut off: it has only 0 bytes");
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "tensor 'b' begins at byte 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "tensor 'a' begins at byte 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "the file is cut off")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647],"data_offsets":[0,8]}}""", "impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,8]}}""", "lacks a shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", "impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "lacks a shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "does not agree with its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,4611686018427387904]}}""", "impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "lacks a shape or its two offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", "lacks a shape")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", "only F32 is read")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"code":"x"}}""", "unknown field 'code'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "described twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"__metadata__":{"k":1}}""", "is no string or given twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "its metadata has no 'randwire.sha256'")]
    [InlineData("""{"\ud800":7}""", "no valid Unicode")]
    [InlineData("""{"a":7}""", "is not described by an object")]
    [InlineData("""[1]""", "no JSON object")]
    [InlineData("""<html>""", "no JSON")]
    public void A_hostile_header_is_refused(string header, string message)
    {
        byte[] bytes = [.. BitConverter.GetBytes((long)header.Length), .. Encoding.ASCII.GetBytes(header), .. new byte[8]];
        AssertRefused(bytes, message);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 40)]
    [InlineData(64UL << 20)]
    public void A_header_length_beyond_the_file_or_the_cap_allocates_nothing(ulong length) =>
        AssertRefused([.. BitConverter.GetBytes(length), .. new byte[100]], "byte 0: the header claims");

    [Fact]
    public void An_unknown_field_in_the_spec_is_refused_by_name()
    {
        string spec = Spec.ToJson(indented: false).Replace("\"classes\":", "\"weights\":\"http://x\",\"classes\":", StringComparison.Ordinal);
        string header = $"{{\"__metadata__\":{{\"randwire.sha256\":\"{new string('0', 64)}\",\"randwire.spec\":{JsonSerializer.Serialize(spec)}}}}}";
        byte[] bytes = [.. BitConverter.GetBytes((long)header.Length), .. Encoding.ASCII.GetBytes(header)];
        string digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        byte[] signed = [.. bytes[..8], .. Encoding.ASCII.GetBytes(header.Replace(new string('0', 64), digest, StringComparison.Ordinal))];
        AssertRefused(signed, "the network in its metadata is refused. network: the field 'weights' is not known here");
    }

    [Fact]
    public void Weights_of_another_network_are_refused_and_change_nothing()
    {
        Checkpoint.Save(File, Spec, Store(1), new Dictionary<string, string>());
        LoadedCheckpoint loaded = Checkpoint.Load(File);
        ParameterStore other = new((Spec with { Classes = 4 }).Lower(), Seed.From(3));
        string before = Checkpoint.WeightsSha256(other);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => loaded.Restore(other));
        Assert.Contains("'head.fc.weight' has shape [3, 7], not [4, 7]", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Checkpoint.WeightsSha256(other));
        error = Assert.Throws<InvalidDataException>(() => loaded.RestoreAverage(Store(1)));
        Assert.Contains("'average.conv1.weight' is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_fails_while_writing_leaves_the_older_file_and_no_other()
    {
        AtomicFile.Write(File, stream => stream.Write("old"u8));
        IOException error = Assert.Throws<IOException>(() => AtomicFile.Write(File, stream =>
        {
            stream.Write("half of the new"u8);
            throw new IOException("No space left on device.");
        }));
        Assert.Contains("could not be written: No space left on device. Free some space", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", System.IO.File.ReadAllText(File));
        Assert.Equal(["model.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_stays_and_what_it_leads_to_is_replaced_and_a_device_stays_a_device()
    {
        if (OperatingSystem.IsWindows()) return;
        string target = File + ".target", link = File + ".link";
        System.IO.File.WriteAllText(target, "old");
        System.IO.File.CreateSymbolicLink(link, target);
        AtomicFile.WriteText(link, "new");
        Assert.Equal("new", System.IO.File.ReadAllText(target));
        Assert.NotNull(System.IO.File.ResolveLinkTarget(link, false));
        AtomicFile.WriteText("/dev/null", "nothing");
        Assert.Empty(System.IO.File.ReadAllText("/dev/null"));
        if (System.IO.File.Exists("/dev/full")) Assert.Throws<IOException>(() => AtomicFile.WriteText("/dev/full", "nothing"));
    }

    [Fact]
    public void A_file_in_a_new_folder_is_written_and_replaces_an_older_one()
    {
        string path = Path.Combine(_folder, "a", "b", "text");
        AtomicFile.Write(path, stream => stream.Write("first version"u8));
        AtomicFile.Write(path, stream => stream.Write("second"u8));
        Assert.Equal("second", System.IO.File.ReadAllText(path));
    }

    private static ParameterStore Store(long seed)
    {
        ParameterStore store = new(Spec.Lower(), Seed.From(seed));
        Seed random = Seed.From(seed).Child("momentum");
        for (int i = 0; i < store.Program.Parameters.Length; i++)
        {
            if (!store.Program.Parameters[i].IsTrained) continue;
            float[] values = new float[store.Program.Parameters[i].Length];
            for (int k = 0; k < values.Length; k++) values[k] = (float)random.Child(i).Normal((ulong)k);
            store.WriteMomentum(new ParameterId(i), values);
        }
        return store;
    }

    private static void AssertSame(ParameterStore expected, ParameterStore actual, bool withMomentum)
    {
        for (int i = 0; i < expected.Program.Parameters.Length; i++)
        {
            float[] a = new float[expected.Program.Parameters[i].Length], b = new float[a.Length];
            expected.Read(new ParameterId(i), a);
            actual.Read(new ParameterId(i), b);
            Assert.Equal(a, b);
            if (!withMomentum || !expected.Program.Parameters[i].IsTrained) continue;
            expected.ReadMomentum(new ParameterId(i), a);
            actual.ReadMomentum(new ParameterId(i), b);
            Assert.Equal(a, b);
        }
    }

    private static int[] Shape(JsonDocument header, string tensor) =>
        [.. header.RootElement.GetProperty(tensor).GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];

    private void AssertRefused(byte[] bytes, string message)
    {
        string path = Path.Combine(_folder, "bad.safetensors");
        System.IO.File.WriteAllBytes(path, bytes);
        string refusal = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(path)).Message;
        Assert.StartsWith(path, refusal, StringComparison.Ordinal);
        Assert.Contains(message, refusal, StringComparison.Ordinal);
    }
}
