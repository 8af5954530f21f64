using System.Text.Json;
using RandWire.Networks;
using RandWire.Reports;
using Spectre.Console;

namespace RandWire.Cli;

/// <summary>A network's measured speed as text and as JSON.</summary>
internal static class BenchView
{
    private const double LeastShareShown = 0.005;
    private const int Roomy = 100;

    public static void Describe(Screen screen, NetworkBenchmark.Result result)
    {
        if (screen.Json)
            return;
        (PassMeasurement training, PassMeasurement inference, Roofline roofline, long peak) = result;
        Describe(screen, "Training", training, roofline);
        Describe(screen, "Inference", inference, roofline);
        screen.Result($"  training             {Rate(training)}");
        screen.Result($"  inference            {Rate(inference)}");
        screen.Result($"  machine at best      {Quantity.Number(roofline.Gflops, 1)} GFLOP/s in matrix products ({Short(roofline.GflopsRange.Least)} to {Short(roofline.GflopsRange.Most)})");
        screen.Result($"                       {Short(roofline.MemoryGigabytesPerSecond)} GB/s memory, {Short(roofline.ThirdCacheGigabytesPerSecond)} L3, {Short(roofline.SecondCacheGigabytesPerSecond)} L2");
        screen.Result($"  training reaches     {Reached(training, roofline)}");
        screen.Result($"  inference reaches    {Reached(inference, roofline)}");
        screen.Result($"  arena for training   {Arena(training)}");
        screen.Result($"  arena for inference  {Arena(inference)}");
        screen.Result($"  peak of the process  {Quantity.Bytes(peak)} after training");
        screen.Line();
        screen.Line("roof: GFLOP/s as a share of min(matrix products, flop/B x bandwidth), the bandwidth of the smallest cache that holds what a step moves, or of the memory.");
        screen.Line("reaches: operations of convolutions and classifier alone, for training three times those of the forward pass, in whole steps without the profiler.");
        screen.Line("machine at best: median over the run; a wide range means that the machine had something else to do, and no figure here is its best.");
        screen.Line("peak: before inference and bandwidth were measured.");
    }

    public static void WriteMembers(Utf8JsonWriter writer, NetworkBenchmark.Result result, NetworkSpec spec)
    {
        (PassMeasurement training, PassMeasurement inference, Roofline roofline, long peak) = result;
        writer.WriteReal("trainImagesPerSecond", training.ImagesPerSecond);
        writer.WriteReal("inferImagesPerSecond", inference.ImagesPerSecond);
        writer.WriteNumber("peakBytes", peak);
        writer.WriteReal("ceilingGflops", roofline.Gflops);
        writer.WriteReal("leastCeilingGflops", roofline.GflopsRange.Least);
        writer.WriteReal("mostCeilingGflops", roofline.GflopsRange.Most);
        writer.WriteReal("memoryGigabytesPerSecond", roofline.MemoryGigabytesPerSecond);
        writer.WriteReal("thirdCacheGigabytesPerSecond", roofline.ThirdCacheGigabytesPerSecond);
        writer.WriteReal("secondCacheGigabytesPerSecond", roofline.SecondCacheGigabytesPerSecond);
        writer.WriteReal("trainGflops", training.Gflops);
        writer.WriteReal("inferGflops", inference.Gflops);
        writer.WriteReal("trainShareOfCeiling", training.Gflops / roofline.Gflops);
        writer.WriteReal("inferShareOfCeiling", inference.Gflops / roofline.Gflops);
        WriteArena("predictedArenaBytes", pass => pass.PredictedArenaBytes);
        WriteArena("measuredArenaBytes", pass => pass.MeasuredArenaBytes);
        writer.WriteNumber("threads", roofline.Threads);
        writer.WriteString("simd", Machine.Simd.ToString());
        writer.WriteString("processor", Machine.Processor);
        writer.WriteNumber("batch", training.Images);
        writer.WriteString("size", $"{spec.Input.Height}x{spec.Input.Width}");
        WriteSteps("trainSteps", training);
        WriteSteps("inferSteps", inference);

        void WriteArena(string name, Func<PassMeasurement, long> bytes)
        {
            writer.WriteStartObject(name);
            writer.WriteReal("training", bytes(training));
            writer.WriteReal("inference", bytes(inference));
            writer.WriteEndObject();
        }

        void WriteSteps(string name, PassMeasurement pass)
        {
            double total = pass.Groups.Sum(group => group.Seconds);
            writer.WriteStartArray(name);
            foreach (StepGroup group in pass.Groups)
            {
                writer.WriteStartObject();
                writer.WriteString("kind", group.Kind);
                writer.WriteString("part", group.Part);
                writer.WriteNumber("count", group.Count);
                writer.WriteReal("seconds", group.Seconds);
                writer.WriteReal("share", group.Seconds / total);
                writer.WriteReal("flops", group.Flops);
                writer.WriteReal("bytes", group.Bytes);
                writer.WriteReal("gflops", group.Gflops);
                writer.WriteReal("gigabytesPerSecond", group.GigabytesPerSecond);
                writer.WriteReal("flopsPerByte", group.FlopsPerByte);
                writer.WriteReal("shareOfCeiling", roofline.Share(group));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    private static void Describe(Screen screen, string title, PassMeasurement pass, Roofline roofline)
    {
        double total = pass.Groups.Sum(group => group.Seconds);
        List<StepGroup> shown = [.. pass.Groups.Where(group => group.Seconds >= LeastShareShown * total)];
        StepGroup[] rest = [.. pass.Groups.Skip(shown.Count)];
        if (rest.Length > 0)
            shown.Add(StepGroup.Join("Other", "", rest));
        shown.Add(StepGroup.Join("All", "", pass.Groups));
        Table table = Tables.Plain(title, "part", "steps", "ms", "time", "GFLOP/s", "GB/s", "flop/B", "roof");
        if (Screen.Width < Roomy)
        {
            foreach (TableColumn column in table.Columns)
                column.Padding = new Padding(0, 0);
        }

        foreach (StepGroup group in shown)
        {
            table.AddRow(Tables.Cells(InWords(group.Kind), group.Part, Quantity.Count(group.Count), Short(1e3 * group.Seconds), Percent(group.Seconds / total),
                Short(group.Gflops), Short(group.GigabytesPerSecond), Short(group.FlopsPerByte), Quantity.Number(100 * roofline.Share(group), 0) + " %"));
        }

        screen.Table(table);
    }

    // FusedNodeForward as "fused node forward"; the two longest words short, so that the table fits 80 columns.
    private static string InWords(string kind) => string.Concat(kind.Split('`')[0].Select((letter, i) => char.IsUpper(letter) && i > 0 ? $" {letter}" : $"{letter}"))
        .ToLowerInvariant().Replace("convolution", "conv", StringComparison.Ordinal).Replace(" stride two", "", StringComparison.Ordinal);

    private static string Rate(PassMeasurement pass) =>
        $"{Short(pass.ImagesPerSecond)} images/s ({Short(1e3 * pass.StepSeconds)} ms a step of {pass.Images}, median of {Quantity.Count(pass.StepsTimed)})";

    private static string Reached(PassMeasurement pass, Roofline roofline) =>
        $"{Quantity.Number(pass.Gflops, 1)} GFLOP/s, {Percent(pass.Gflops / roofline.Gflops)} of that";

    private static string Arena(PassMeasurement pass) => pass.PredictedArenaBytes == pass.MeasuredArenaBytes
        ? $"{Quantity.Bytes(pass.MeasuredArenaBytes)}, as predicted"
        : $"{Quantity.Bytes(pass.MeasuredArenaBytes)}, predicted {Quantity.Bytes(pass.PredictedArenaBytes)}";

    private static string Percent(double share) => Quantity.Number(100 * share, share < 1 ? 1 : 0) + " %";

    // Three digits or more, as many as are worth reading.
    private static string Short(double value) => value >= 1000 ? Quantity.Count((long)Math.Round(value)) : Quantity.Number(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);
}
