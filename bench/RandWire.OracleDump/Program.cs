using RandWire.OracleDump;

// What the scripts in bench/peers need from this side:
//   dump       trains a few steps on fixed numbers and writes weights, inputs, logits, gradients and results for check_torch.py
//   scores     writes cheap scores of the untrained network, with weights and images, for check_scores.py
//   manifest   prints the network as a peer needs it: structure, program, sizes, optimizer
//   program    prints the program alone: operations with their functions, and parameters
//   profile    prints the time of every kind of step
//   throughput answers "train K" and "infer K" on standard input with images per second, so that peers run interleaved
//   ceiling    answers "ceiling K" with the matrix product's GFLOP/s, the median of K slices, to be interleaved with the above
if (args.Length == 0 || args[0] is not ("dump" or "scores" or "manifest" or "program" or "profile" or "throughput" or "ceiling"))
{
    Console.Error.WriteLine("usage: RandWire.OracleDump dump|scores|manifest|program|profile|throughput|ceiling [--network FAMILY, PRESET OR TEXT | --preset NAME] [--wiring W] [--seed S] [--size H] ...");
    return 2;
}
try
{
    var options = NetworkOptions.Parse(args.AsSpan(1));
    switch (args[0])
    {
        case "dump":
            Dump.Write(options);
            break;
        case "scores":
            ScoreDump.Write(options);
            break;
        case "manifest":
            Console.WriteLine(Manifest.Of(options));
            break;
        case "program":
            Console.WriteLine(ProgramJson.Of(options.Spec().Lower()));
            break;
        case "profile":
            Throughput.Profile(options, Console.Out);
            break;
        case "ceiling":
            Ceiling.Serve(options, Console.In, Console.Out);
            break;
        default:
            Throughput.Serve(options, Console.In, Console.Out);
            break;
    }
    return 0;
}
catch (Exception e) when (e is ArgumentException or RandWire.Graphs.SpecException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
