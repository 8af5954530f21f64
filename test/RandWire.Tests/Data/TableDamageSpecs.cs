using System.Text;
using RandWire.Engine;
using RandWire.Training;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>Tables as damage and malice leave them: read, or refused by name, and never slowly.</summary>
public sealed class TableDamageSpecs
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("RANDWIRE_SLOW") == "1" ? 1000 : 40;

    private static readonly string[] Tables =
    [
        "path,label,split\ni/0000.png,a,train\n\"i/0001.png\",\"b, \"\"c\"\"\",test\ni/0002.png,a,val\n",
        "image;MEL;NV\ni/0000.png;1.0;0.0\ni/0001.png;0.0;1.0\n",
        "id\tis_valid\tlabel\r\n0000\tTrue\ta\r\n0001\tFalse\tb\r\n0002\tFalse\ta\r\n",
        "label," + string.Join(',', Enumerable.Range(0, 64).Select(i => $"pixel{i}")) + "\n0," + string.Join(',', Enumerable.Range(0, 64)) + "\n1," + string.Join(',', Enumerable.Range(9, 64)) + "\n",
        "emotion,pixels,Usage\n0,\"" + string.Join(' ', Enumerable.Range(0, 64)) + "\",Training\n1,\"" + string.Join(' ', Enumerable.Range(5, 64)) + "\",PublicTest\n",
    ];

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Mutated_tables_are_read_or_refused(int table)
    {
        using DataFolder folder = new();
        folder.Class("i", 0, 3);
        byte[] good = Encoding.UTF8.GetBytes(Tables[table]);
        for (int round = 0; round < Rounds; round++)
        {
            Seed seed = Seed.From(round).Child(table);
            ulong drawn = 0;
            List<byte> bad = [.. good];
            for (int change = 0; change <= round % 4; change++)
            {
                int at = Draw(bad.Count);
                switch (Draw(5))
                {
                    case 0: bad[at] ^= (byte)(1 << Draw(8)); break;
                    case 1: bad.RemoveRange(at, Math.Min(Draw(9), bad.Count - at - 1)); break;
                    case 2: bad.Insert(at, (byte)Draw(256)); break;
                    case 3: bad.InsertRange(at, [.. bad.Take(Draw(40))]); break;
                    default: bad.Insert(at, ",;\t\"\n\r\0|"u8[Draw(8)]); break;
                }
            }
            folder.Write("table.csv", bad.ToArray());

            int Draw(int bound) => seed.Below(drawn++, bound);

            Exception? e = Record.Exception(() => Read(folder["table.csv"]));
            Assert.True(e is null or InvalidDataException or DataException, $"round {round}: {e}");
        }
    }

    [Theory]
    [InlineData(" ", 400_000), InlineData("\"\"", 200_000), InlineData(",", 400_000), InlineData("\n", 800_000), InlineData("a", 800_000), InlineData("a\n", 100_000), InlineData(" \"", 200_000), InlineData("\"a\",", 100_000)]
    public void Long_runs_of_one_thing_are_refused_within_memory(string piece, int times) => RefusesRuns(piece, times);

    [SlowFact]
    public void Runs_as_long_as_a_table_may_be_are_refused_within_memory()
    {
        foreach ((string piece, int times) in (IEnumerable<(string, int)>)[("a\n", DelimitedText.MaxRows + 1), ("a", 60_000_000), ("\"\"", 30_000_000), (" ", 60_000_000)]) RefusesRuns(piece, times);
    }

    private static void RefusesRuns(string piece, int times)
    {
        using DataFolder folder = new();
        folder.WriteText("table.csv", string.Concat(Enumerable.Repeat(piece, times)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(Record.Exception(() => Read(folder["table.csv"])) is InvalidDataException or DataException);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1L << 30);
    }

    [Fact]
    public void A_table_with_too_many_bytes_is_refused_unread()
    {
        using DataFolder folder = new();
        using (FileStream file = File.Create(folder["table.csv"])) file.SetLength(TableText.MaxBytes + 1);
        Assert.Contains("bytes; at most", Assert.Throws<InvalidDataException>(() => Read(folder["table.csv"])).Message, StringComparison.Ordinal);
    }

    private static ImageCatalog Read(string path) => DataLayout.Read(path, new DatasetOptions(), TestContext.Current.CancellationToken);
}
