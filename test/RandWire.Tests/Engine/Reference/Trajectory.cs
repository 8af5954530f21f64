using System.Numerics;
using RandWire.Engine;
using Program = RandWire.Engine.Program;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Some steps of training and one of inference as the reference takes them, with what single precision may make of each tensor.</summary>
internal sealed class Trajectory
{
    private const int Singles = 4;

    private readonly ReferenceNetwork<double> _truth;
    private readonly ReferenceNetwork<float>[] _singles;

    private Trajectory(Program program, int count, Seed seed, TrajectoryOptions options)
    {
        (Program, Count, Options) = (program, count, options);
        Initial = InitialValues.Of(program, seed.Child("parameters"));
        _truth = new ReferenceNetwork<double>(program);
        _singles = [.. Enumerable.Range(0, Singles).Select(_ => new ReferenceNetwork<float>(program))];
        for (int p = 0; p < Initial.Length; p++)
        {
            Copy(Initial[p], _truth.Parameters[p]);
            for (int s = 0; s < Singles; s++) Nudge(Initial[p], seed.Child($"nudge{s}").Child(p), _singles[s].Parameters[p]);
        }
        InferenceImages = [];
        InferenceLogits = new Expectation("inference logits", [], 0);
    }

    /// <summary>A trajectory on images that keep clear of all kinks.</summary>
    /// <exception cref="InvalidOperationException">There are none: the program sits on a kink by construction.</exception>
    public static Trajectory Create(Program program, int count, int steps, Seed seed, TrajectoryOptions? options = null) =>
        TryCreate(program, count, steps, seed, options) ?? throw new InvalidOperationException("No images keep clear of the program's kinks.");

    /// <summary>A trajectory, or null where the program sits on a kink by construction (a norm of a single element may).</summary>
    public static Trajectory? TryCreate(Program program, int count, int steps, Seed seed, TrajectoryOptions? options = null)
    {
        var trajectory = new Trajectory(program, count, seed, options ?? new TrajectoryOptions());
        for (int s = 0; s < steps; s++) if (!trajectory.Train(seed.Child(s))) return null;
        return trajectory.Predict(seed.Child("inference")) ? trajectory : null;
    }

    public Program Program { get; }

    /// <summary>Images in every step.</summary>
    public int Count { get; }

    public TrajectoryOptions Options { get; }

    /// <summary>Parameter values at the start, by <see cref="ParameterId.Index"/>.</summary>
    public float[][] Initial { get; }

    public List<TrajectoryStep> Steps { get; } = [];

    public float[] InferenceImages { get; private set; }

    public Expectation InferenceLogits { get; private set; }

    private bool Train(Seed seed)
    {
        float[] targets = Targets(seed.Child("targets"));
        if (Draw(seed, training: true) is not { } images) return false;
        double loss = _truth.ForwardBackward(Widen(images), targets, Count, Options.Step);
        float[] losses = new float[Singles];
        for (int s = 0; s < Singles; s++)
            losses[s] = _singles[s].ForwardBackward(Nudged(images, seed.Child($"images{s}")), targets, Count, Options.Step);
        Expectation[] gradients = PerParameter("gradient", n => n.Gradients, n => n.Gradients);
        _truth.ApplySgd(Options.Sgd);
        foreach (ReferenceNetwork<float> single in _singles) single.ApplySgd(Options.Sgd);
        Steps.Add(new TrajectoryStep
        {
            Images = images,
            Targets = targets,
            Loss = Expectation.From("loss", [loss], losses.Select(l => new[] { l }), loss),
            Logits = Expect("logits", n => n.Logits, n => n.Logits),
            Gradients = gradients,
            Parameters = PerParameter("value", n => n.Parameters, n => n.Parameters),
            Momenta = PerParameter("momentum", n => n.Momenta, n => n.Momenta),
        });
        return true;
    }

    private bool Predict(Seed seed)
    {
        if (Draw(seed, training: false) is not { } images) return false;
        for (int s = 0; s < Singles; s++) _singles[s].Forward(Nudged(images, seed.Child($"images{s}")), Count, training: false);
        InferenceImages = images;
        InferenceLogits = Expect("inference logits", n => n.Logits, n => n.Logits);
        return true;
    }

    private Expectation Expect(string name, Func<ReferenceNetwork<double>, double[]> truth, Func<ReferenceNetwork<float>, float[]> single) =>
        Expectation.From(name, truth(_truth), _singles.Select(single), Expectation.Largest(truth(_truth)));

    private Expectation[] PerParameter(
        string what, Func<ReferenceNetwork<double>, double[][]> truth, Func<ReferenceNetwork<float>, float[][]> single)
    {
        double largest = Expectation.Largest(truth(_truth).SelectMany(v => v));
        return [.. Program.Parameters.Select((info, p) =>
            Expectation.From($"{what} of {info.Name}", truth(_truth)[p], _singles.Select(n => single(n)[p]), largest))];
    }

    /// <summary>Normal images, drawn again until no ReLU input and no maximum lies so near its kink that rounding could cross it.</summary>
    private float[]? Draw(Seed seed, bool training)
    {
        double clearance = Math.Clamp(0.1 / Math.Max(1, ReferenceKinks.Count(Program, Count)), 1e-5, 1e-3);
        for (int attempt = 0; attempt < 100; attempt++)
        {
            var images = new float[Count * (int)Program.InputShape.Elements];
            for (int i = 0; i < images.Length; i++) images[i] = (float)seed.Child(attempt).Normal((ulong)i);
            _truth.Forward(Widen(images), Count, training, Options.Step);
            if (ReferenceKinks.Distance(Program, _truth) > clearance) return images;
        }
        return null;
    }

    private float[] Targets(Seed seed)
    {
        var targets = new float[Count * Program.Classes];
        for (int image = 0; image < Count; image++)
        {
            // Label smoothing 0.1 on a random class.
            int label = seed.Below((ulong)image, Program.Classes);
            for (int k = 0; k < Program.Classes; k++) targets[image * Program.Classes + k] = 0.1f / Program.Classes + (k == label ? 0.9f : 0);
        }
        return targets;
    }

    private static float[] Nudged(float[] values, Seed seed)
    {
        var nudged = new float[values.Length];
        Nudge(values, seed, nudged);
        return nudged;
    }

    private static void Nudge(float[] values, Seed seed, float[] nudged)
    {
        for (int i = 0; i < values.Length; i++) nudged[i] = values[i] * (1 + (seed.Below((ulong)i, 3) - 1) * 1.1920929e-7f);
    }

    private static double[] Widen(float[] values)
    {
        var wide = new double[values.Length];
        Copy(values, wide);
        return wide;
    }

    private static void Copy<T>(float[] values, T[] wide) where T : struct, INumber<T>
    {
        for (int i = 0; i < values.Length; i++) wide[i] = T.CreateChecked(values[i]);
    }
}
