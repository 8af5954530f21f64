using BenchmarkDotNet.Running;
using RandWire.Benchmarks;

// "smoke" runs every benchmark's body once, without measuring; everything else goes to BenchmarkDotNet:
// --filter *Pointwise*      one family      --filter *MatrixTile*      the choice of tiles      --job dry      once each, with the harness
if (args is ["smoke"])
{
    BenchmarkBodies.RunAll(Console.WriteLine);
    return 0;
}
bool hasJob = args.Any(argument => argument.Split('=')[0] is "-j" or "--job");
BenchmarkSwitcher.FromAssembly(typeof(BenchmarkBodies).Assembly).Run(hasJob ? [.. args, "--inProcess"] : args, new MeasurementConfig(hasJob));
return 0;
