using BenchmarkDotNet.Running;
using RandWire.Benchmarks;

// "smoke" runs every benchmark's body once, without measuring; everything else goes to BenchmarkDotNet:
// --filter *Pointwise*      one family      --job short      fewer rounds      --job dry      once each, with the harness
if (args is ["smoke"])
{
    BenchmarkBodies.RunAll(Console.WriteLine);
    return 0;
}
BenchmarkSwitcher.FromAssembly(typeof(BenchmarkBodies).Assembly).Run(args, new MeasurementConfig());
return 0;
