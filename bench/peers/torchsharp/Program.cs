// A RandWire network on libtorch through TorchSharp, as somebody who knows libtorch would write it.
// usage: RandWire.TorchSharpPeer --manifest FILE --threads N --format nchw|channels-last
// Says "ready ..." and answers lines on standard input: "train N" and "infer N" with images per second over N steps (the first of a kind is
// preceded by one that does not count), "check" with loss and gradient norm of a fixed problem, "peak" with the largest resident bytes so far.
using System.Diagnostics;
using System.Globalization;
using RandWire.TorchSharpPeer;
using TorchSharp;

if (args is not ["--manifest", string path, "--threads", string threads, "--format", "nchw" or "channels-last"])
{
    Console.Error.WriteLine("usage: RandWire.TorchSharpPeer --manifest FILE --threads N --format nchw|channels-last");
    return 2;
}
var manifest = Manifest.Load(path);
bool channelsLast = args[5] == "channels-last";
torch.set_num_interop_threads(1);
torch.set_num_threads(int.Parse(threads, CultureInfo.InvariantCulture));
Measurement? measurement = null;
HashSet<string> warm = [];
Answer($"ready libtorch {torch.__version__}");
while (Console.ReadLine() is { } line && line != "quit")
{
    string[] words = line.Split(' ');
    switch (words[0])
    {
        case "peak":
            using (var process = Process.GetCurrentProcess()) Answer($"{process.PeakWorkingSet64}");
            break;
        case "check":
            using (DisposeScope scope = torch.NewDisposeScope())
            {
                (double loss, double gradientNorm) = new Measurement(manifest, channelsLast).Check();
                Answer($"{loss:R} {gradientNorm:R}");
            }
            break;
        default:
            measurement ??= new Measurement(manifest, channelsLast);
            bool trains = words[0] == "train";
            if (warm.Add(words[0])) measurement.ImagesPerSecond(trains, 1);
            Answer($"{measurement.ImagesPerSecond(trains, int.Parse(words[1], CultureInfo.InvariantCulture)):F4}");
            break;
    }
}
return 0;

static void Answer(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
