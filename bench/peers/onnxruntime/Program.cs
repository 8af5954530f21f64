// Inference of a RandWire network in ONNX Runtime on the processor, with all its graph optimizations and buffers bound once.
// usage: RandWire.OnnxRuntimePeer --folder FOLDER --threads N        (what export_onnx.py wrote)
// First compares its logits with PyTorch's. Then says "ready ..." or "wrong ...", and answers lines on standard input: "infer N" with images per
// second over N passes, "peak" with the largest resident bytes so far.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

const double Limit = 1e-4;

if (args is not ["--folder", string folder, "--threads", string threads])
{
    Console.Error.WriteLine("usage: RandWire.OnnxRuntimePeer --folder FOLDER --threads N");
    return 2;
}
using var options = new SessionOptions
{
    IntraOpNumThreads = int.Parse(threads, CultureInfo.InvariantCulture),
    InterOpNumThreads = 1,
    ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
    GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
    LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
};
using var session = new InferenceSession(Path.Combine(folder, "model.onnx"), options);
float[] images = Numbers("images.f32"), expected = Numbers("logits.f32"), logits = new float[expected.Length];
long[] imagesShape = Shape(session.InputMetadata["images"]), logitsShape = Shape(session.OutputMetadata["logits"]);
using OrtValue input = OrtValue.CreateTensorValueFromMemory(images, imagesShape), output = OrtValue.CreateTensorValueFromMemory(logits, logitsShape);
using var run = new RunOptions();
using OrtIoBinding binding = session.CreateIoBinding();
binding.BindInput("images", input);
binding.BindOutput("logits", output);

session.RunWithBinding(run, binding);
double error = Norm(logits.Zip(expected, (found, wanted) => found - wanted)) / Norm(expected);
if (!(error <= Limit))
{
    Answer($"wrong logits: their relative error against PyTorch's is {error:0.0e-0}, the limit is {Limit:0e-0}");
    return 3;
}
Answer($"ready ONNX Runtime {OrtEnv.Instance().GetVersionString()}, logits within {error:0.0e-0} of PyTorch's");
while (Console.ReadLine() is { } line && line != "quit")
{
    if (line == "peak")
    {
        using var process = Process.GetCurrentProcess();
        Answer($"{process.PeakWorkingSet64}");
        continue;
    }
    int steps = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    long start = Stopwatch.GetTimestamp();
    for (int i = 0; i < steps; i++) session.RunWithBinding(run, binding);
    Answer($"{steps * imagesShape[0] / Stopwatch.GetElapsedTime(start).TotalSeconds:F4}");
}
return 0;

float[] Numbers(string name) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, name))).ToArray();

static long[] Shape(NodeMetadata tensor) => Array.ConvertAll(tensor.Dimensions, extent => (long)extent);

static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(value => (double)value * value));

static void Answer(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
