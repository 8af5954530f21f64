using RandWire.Engine.Execution;
using RandWire.Engine.Kernels;

namespace RandWire.Engine;

/// <summary>A compiled program with its arena: runs forward passes and training steps without allocating.</summary>
/// <remarks>Calls must not overlap. Results do not depend on the number of threads. After <see cref="Dispose"/> every pass, <see cref="Images"/> and
/// <see cref="Targets"/> throw <see cref="ObjectDisposedException"/>.</remarks>
public sealed partial class Executor : IDisposable
{
    private readonly ExecutorOptions _options;
    private Program _program;
    private Plan _plan;
    private StepContext _context;
    private WorkTeam _team;
    private NativeFloats _arena;
    private readonly float[] _logits;
    private int _scratchFloats;
    private long _preparedFor = -1;
    private bool _wantsImages, _wantsGradients;
    private bool _disposed;

    private Executor(ParameterStore parameters, Program program, ExecutorOptions options, Plan plan, SimdLevel simd)
    {
        Parameters = parameters;
        Simd = simd;
        _options = options;
        _program = program;
        _plan = plan;
        _arena = new NativeFloats(plan.ArenaFloats);
        _scratchFloats = plan.ScratchFloats;
        _team = new WorkTeam(Team(options), _scratchFloats);
        _context = Bind();
        _logits = new float[options.BatchSize * plan.Logits.Shape.Channels];
    }

    /// <summary>Compiles <paramref name="parameters"/>' program and allocates its arena.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="OutOfMemoryException">The arena does not fit; see <see cref="ArenaBytes"/>.</exception>
    public static Executor Compile(ParameterStore parameters, ExecutorOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Compile(parameters, parameters.Program, options);
    }

    /// <summary>Compiles another program with the same parameters, such as the same network for images of another size, and allocates its arena.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or the program's parameters are others.</exception>
    /// <exception cref="OutOfMemoryException">The arena does not fit; see <see cref="ArenaBytes"/>.</exception>
    public static Executor Compile(ParameterStore parameters, Program program, ExecutorOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(program);
        Check(program, options);
        return new Executor(parameters, program, options, PlanOf(parameters, program, options), SimdChoice.Resolve(options.Simd));
    }

    /// <summary>Compiles another program over the same parameters in the place of this one, and keeps threads and arena where they are large enough: the next path of a network that has
    /// many. It costs a compilation, and zeros the arena.</summary>
    /// <remarks><see cref="Images"/> and <see cref="Targets"/> are empty afterwards, and spans that were taken of them before must not be used any more: a pass is refused until images are
    /// written anew, and an optimizer step until there was a backward pass. Where a larger arena is needed, both are there for a moment.</remarks>
    /// <exception cref="ArgumentException">The program's parameters or its number of classes are others; the executor is as it was.</exception>
    /// <exception cref="OutOfMemoryException">The arena does not fit; the executor is as it was.</exception>
    public void Recompile(Program program)
    {
        ArgumentNullException.ThrowIfNull(program);
        ObjectDisposedException.ThrowIf(_disposed, this);
        Check(program, _options);
        if (program.Classes != _program.Classes) throw new ArgumentException($"The program has {program.Classes} classes, and {_program.Classes} are compiled for.", nameof(program));
        Plan plan = PlanOf(Parameters, program, _options);
        NativeFloats? arena = plan.ArenaFloats > _arena.Length ? new NativeFloats(plan.ArenaFloats) : null;
        WorkTeam? team = null;
        try
        {
            if (plan.ScratchFloats > _scratchFloats) team = new WorkTeam(Team(_options), plan.ScratchFloats);
        }
        catch
        {
            arena?.Dispose();
            throw;
        }
        // From here on nothing fails.
        if (arena is null) _arena.Clear();
        else
        {
            _arena.Dispose();
            _arena = arena;
        }
        if (team is not null)
        {
            _team.Dispose();
            (_team, _scratchFloats) = (team, plan.ScratchFloats);
        }
        (_program, _plan, _preparedFor, _wantsImages, _wantsGradients) = (program, plan, -1, true, true);
        _context = Bind();
    }

    /// <summary>Bytes of the arena that <see cref="Compile(ParameterStore, ExecutorOptions)"/> would allocate, computed without allocating.</summary>
    public static long ArenaBytes(Program program, ExecutorOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        Check(program, options);
        return sizeof(float) * PlanCompiler.Compile(new ParameterLayout(program), options.BatchSize, options.Training, options.Fuse, options.MostRows, inspection: Inspection.Of(options), leanFrom: options.LeanFrom).ArenaFloats;
    }

    /// <summary>The widest vectors that this processor runs well, or what RANDWIRE_SIMD says.</summary>
    /// <exception cref="ArgumentException">RANDWIRE_SIMD holds something else than 512, 256, 128, scalar or auto.</exception>
    public static SimdLevel DefaultSimd => SimdChoice.Resolve(null);

    /// <summary>The program's parameters.</summary>
    public ParameterStore Parameters { get; }

    /// <summary>Most images a step can hold.</summary>
    public int BatchSize => _options.BatchSize;

    /// <summary>Threads at work, the calling one counted.</summary>
    public int Threads => _team.Members;

    /// <summary>Vector width chosen.</summary>
    public SimdLevel Simd { get; }

    /// <summary>Bytes of the arena.</summary>
    public long AllocatedArenaBytes => _arena.Length * sizeof(float);

    /// <summary>Input images of the next step, [batch, H, W, C], unpadded, already normalized.</summary>
    public Span<float> Images
    {
        get
        {
            Floats images = Live(_plan.Images.Buffer);
            _wantsImages = false;
            return images.Span(checked((int)(_plan.Images.ImageFloats * BatchSize)));
        }
    }

    /// <summary>Target distributions of the next training step, [batch, classes], each row summing to 1 (label smoothing and mixup are in it).</summary>
    public Span<float> Targets => Live(_plan.Targets).Span(BatchSize * _plan.Logits.Shape.Channels);

    /// <summary>Logits of the last pass, [batch, classes]; rows past its count of images are of earlier passes.</summary>
    public ReadOnlySpan<float> Logits => _logits;

    /// <summary>Wires into nodes with more than one, which edge drop may remove, as (weighted sum's parameter, position in it); not the one choice of a path.</summary>
    public IReadOnlyList<(ParameterId Weights, int Wire)> DroppableWires => _plan.Wires;

    internal Plan Plan => _plan;

    /// <summary>Runs the first <paramref name="count"/> images forward. Training executors use batch statistics, but leave the running ones alone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">count is not in [1, <see cref="BatchSize"/>].</exception>
    public void Forward(int count) => Run(_plan.Forward, count, StepRandomness.None, false);

    /// <summary>Forward and backward of the first <paramref name="count"/> images; gradients of the mean loss are left in the store and running
    /// statistics are moved.</summary>
    /// <returns>Mean loss (<see cref="ExecutorOptions.Loss"/>); NaN or infinite when the numbers are.</returns>
    /// <exception cref="InvalidOperationException">The executor was compiled for inference.</exception>
    /// <exception cref="ArgumentOutOfRangeException">count is not in [1, <see cref="BatchSize"/>], there is no such wire to drop, or the rate of dropped paths is not in [0, 1).</exception>
    public double ForwardBackward(int count, StepRandomness randomness)
    {
        RequireTraining();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(randomness.DroppedWire, _plan.Wires.Length);
        if (!(randomness.DropPathRate >= 0 && randomness.DropPathRate < 1))
            throw new ArgumentOutOfRangeException(nameof(randomness), randomness.DropPathRate, "A rate of dropped paths lies in [0, 1).");
        Run(_plan.ForwardBackward, count, randomness, true);
        double sum = 0;
        for (int i = 0; i < count; i++) sum += _context.ImageLosses[i];
        return sum / count;
    }

    /// <summary>One optimizer step with the gradients of the last <see cref="ForwardBackward"/>, on what the program reads; all else stays as it is, momentum too.</summary>
    /// <param name="settings">Rate, momentum, decay.</param>
    /// <param name="group">All, or the weights or the gates alone: a search trains each on images of its own.</param>
    /// <exception cref="InvalidOperationException">The executor was compiled for inference, or there was no backward pass since <see cref="Recompile"/>.</exception>
    public void ApplySgd(in SgdSettings settings, ParameterGroup group = ParameterGroup.All)
    {
        RequireTraining();
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_wantsGradients) throw new InvalidOperationException("There was no backward pass since the executor was compiled for another program: its gradients are those of the one before.");
        _context.Sgd = settings;
        if (group != ParameterGroup.Gates) _team.Run(_plan.Update, _context);
        if (group != ParameterGroup.Weights && _plan.UpdateGates.Length > 0) _team.Run(_plan.UpdateGates, _context);
        Parameters.Changed();
    }

    /// <summary>Frees the arena and the threads.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _team.Dispose();
        _arena.Dispose();
    }

    private static void Check(Program program, ExecutorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (ValueId value in options.KeptValues.AddRange(options.KeptGradients))
        {
            if (options.Fuse) throw new ArgumentException("Values are kept by plans without fusion alone: compile with Fuse = false.", nameof(options));
            if (value.Index < 0 || value.Index >= program.Shapes.Length)
                throw new ArgumentException($"There is no value {value.Index} to keep: the program has values 0 to {program.Shapes.Length - 1}.", nameof(options));
        }
        if (!options.KeptGradients.IsEmpty && (!options.Training || options.KeptGradients.Contains(program.Operations[0].Output)))
            throw new ArgumentException("Gradients are kept of a training pass, and of values that an operation computes: the images are none.", nameof(options));
        if (options.BatchSize < 1) throw new ArgumentException($"Batch size {options.BatchSize}: at least 1 is needed.", nameof(options));
        if (options.Threads is < 0 or > 1024) throw new ArgumentException($"Threads {options.Threads}: allowed are 1 to 1024, or 0 for all.", nameof(options));
    }

    private static Plan PlanOf(ParameterStore parameters, Program program, ExecutorOptions options)
    {
        ParameterLayout layout = ReferenceEquals(program, parameters.Program) ? parameters.Layout
            : ReferenceEquals(program.Whole, parameters.Program) ? parameters.Layout.Along(program)
            : new ParameterLayout(program);
        if (!layout.IsSameAs(parameters.Layout)) throw new ArgumentException("The program has other parameters than the store holds.", nameof(program));
        return PlanCompiler.Compile(layout, options.BatchSize, options.Training, options.Fuse, options.MostRows, Team(options), Inspection.Of(options), options.LeanFrom);
    }

    private StepContext Bind()
    {
        StepContext context = new(KernelTable.For(Simd), _options.BatchSize, _plan.WireSlots)
        {
            Arena = _arena.Start,
            Zeros = _arena.Start.Plus(_plan.PlacedFloats),
            Values = Parameters.Values,
            Gradients = _options.Training ? Parameters.Gradients : default,
            Momentum = _options.Training ? Parameters.Momentum : default,
            Members = _team.Members,
        };
        foreach (Step step in _plan.Forward) step.Bind(context);
        foreach (Step step in _plan.ForwardBackward) step.Bind(context);
        foreach (Step step in _plan.Prepare) step.Bind(context);
        return context;
    }

    private static int Team(ExecutorOptions options) => options.Threads == 0 ? Environment.ProcessorCount : options.Threads;

    private void RequireTraining()
    {
        if (!_options.Training) throw new InvalidOperationException("Compiled for inference; compile with Training = true.");
    }

    private Floats Live(ArenaBuffer buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return buffer.At(_context);
    }

    private void Run(Step[] steps, int count, StepRandomness randomness, bool moveRunningStatistics)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, BatchSize);
        if (_wantsImages) throw new InvalidOperationException("The images were not written since the executor was compiled for another program.");
        if (!ReferenceEquals(steps, _plan.Forward))
        {
            Parameters.BeginGradients(_program);
            _wantsGradients = false;
        }
        _context.Count = count;
        _context.Randomness = randomness;
        _context.MoveRunningStatistics = moveRunningStatistics;
        Prepare(randomness.DroppedWire);
        _team.Run(steps, _context);
        // Running statistics have moved.
        if (moveRunningStatistics) Parameters.Changed();

        TensorBuffer logits = _plan.Logits;
        int classes = logits.Shape.Channels;
        for (int i = 0; i < count; i++)
            logits.At(_context).Plus(i * logits.ImageFloats).Span(classes).CopyTo(_logits.AsSpan(i * classes, classes));
    }

    // What inference computes from parameters alone holds until they change; a training step may drop another wire each time.
    private void Prepare(int droppedWire)
    {
        if (_preparedFor == Parameters.Version && !_options.Training) return;
        SetWires(droppedWire);
        if (_plan.Prepare.Length > 0) _team.Run(_plan.Prepare, _context);
        _preparedFor = Parameters.Version;
    }

    private void SetWires(int dropped)
    {
        foreach (WireGroup group in _plan.WireGroups)
        {
            Span<float> scalars = _context.Values.Plus(Parameters.Layout.Offsets[group.Parameter.Index]).Span(group.Count);
            group.Weigh(scalars, dropped - group.First, _context.WireCoefficients.AsSpan(group.First, group.Count), _context.WireSlopes.AsSpan(group.First, group.Count));
        }
    }
}
