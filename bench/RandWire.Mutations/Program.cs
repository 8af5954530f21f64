// Gives mutated files to the program's readers, in this process, and ends with 1 when one of them crashes, takes longer than two seconds or asks for more than
// a gigabyte. Arguments: how many files in all (default 20,000), the first number (default 0), a reader's name to take only that one.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using RandWire.Engine;
using RandWire.Mutations;

const double MostSeconds = 2;
const long MostBytes = 1L << 30;

int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
int first = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
string cases = Path.Combine(root, "..", "shared", "cases");
string images = Path.Combine(root, "test/RandWire.Tests/Data/Files");
List<Reader> readers = [.. Reader.All(images, Directory.Exists(cases) ? cases : null)];
if (args.Length > 2) readers.RemoveAll(reader => reader.Name != args[2]);
string home = Directory.CreateTempSubdirectory("randwire-mutations-").FullName;
Dictionary<string, int> reasons = [];
int failures = 0;
Stopwatch all = Stopwatch.StartNew();
try
{
    foreach (Reader reader in readers)
    {
        int share = count / readers.Count, failed = 0, refused = 0;
        double slowest = 0;
        long largest = 0;
        string folder = Path.Combine(home, reader.Name);
        Stopwatch watch = Stopwatch.StartNew();
        for (int number = first; number < first + share; number++)
        {
            Seed seed = Seed.From(number).Child(reader.Name);
            (string name, byte[] bytes) = reader.Seeds[number % reader.Seeds.Count];
            byte[] other = reader.Seeds[seed.Below(0, reader.Seeds.Count)].Bytes;
            byte[] mutated = Mutation.Of(bytes, other, seed);
            Prepare(folder, reader, name, mutated, images);
            long before = GC.GetTotalAllocatedBytes();
            long started = Stopwatch.GetTimestamp();
            Exception? crash = null;
            try
            {
                reader.Read(folder, name);
            }
            catch (Exception error)
            {
                refused++;
                if (!Reader.IsRefusal(error)) crash = error;
            }
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            long allocated = GC.GetTotalAllocatedBytes() - before;
            (slowest, largest) = (Math.Max(slowest, seconds), Math.Max(largest, allocated));
            if (crash is null && seconds <= MostSeconds && allocated <= MostBytes) continue;
            failed++;
            string what = crash is not null ? crash.GetType().Name + ": " + crash.Message : seconds > MostSeconds ? $"{seconds:0.0} s" : $"{allocated:N0} bytes";
            string kind = $"{reader.Name}: {(crash is null ? what : crash.GetType().Name + crash.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("RandWire", StringComparison.Ordinal)))}";
            if (reasons.TryAdd(kind, 1))
            {
                string kept = Path.Combine(Path.GetTempPath(), $"randwire-mutation-{reader.Name}-{number}-{name}");
                File.WriteAllBytes(kept, mutated);
                Console.WriteLine($"{reader.Name} {number} ({name}): {what}; kept as {kept}\n{crash?.StackTrace}");
            }
        }
        failures += failed;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{reader.Name}: {share:N0} files, {refused:N0} refused, {failed:N0} failed; slowest {slowest:0.00} s, most allocated {largest / 1e6:N0} MB, {watch.Elapsed.TotalSeconds:0} s"));
    }
}
finally
{
    Directory.Delete(home, recursive: true);
}
using Process self = Process.GetCurrentProcess();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{failures:N0} failures in {count:N0} files, {all.Elapsed.TotalSeconds:0} s, peak memory {self.PeakWorkingSet64 / 1e6:N0} MB"));
return failures == 0 ? 0 : 1;

static string ThisFile([CallerFilePath] string path = "") => path;

// The mutated file among its fellows: other files of a set whole, and the images that tables name.
static void Prepare(string folder, Reader reader, string name, byte[] mutated, string images)
{
    if (!Directory.Exists(folder))
    {
        Directory.CreateDirectory(folder);
        if (reader.Name == "tables")
        {
            foreach ((string sub, int number, string picture) in ((string, int, string)[])[("a", 0, "grey"), ("a", 1, "bits"), ("b", 2, "color"), ("b", 3, "palette")])
            {
                Directory.CreateDirectory(Path.Combine(folder, sub));
                File.Copy(Path.Combine(images, picture + ".png"), Path.Combine(folder, sub, $"{number}.png"));
                File.Copy(Path.Combine(images, picture + ".png"), Path.Combine(folder, $"{number}.png"));
            }
        }
    }
    if (reader.Name is "IDX" or "CIFAR")
    {
        foreach (string file in Directory.EnumerateFiles(folder)) File.Delete(file);
        if (reader.Name == "IDX")
        {
            foreach ((string file, byte[] bytes) in reader.Seeds)
            {
                if (!file.EndsWith(".gz", StringComparison.Ordinal) && file != Path.GetFileNameWithoutExtension(name)) File.WriteAllBytes(Path.Combine(folder, file), bytes);
            }
        }
    }
    File.WriteAllBytes(Path.Combine(folder, name), mutated);
}
