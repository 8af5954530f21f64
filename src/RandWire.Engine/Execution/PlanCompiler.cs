using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Functions;

namespace RandWire.Engine.Execution;

/// <summary>Lowers a program to a plan: forward steps, loss, backward steps in reverse order, optimizer; then places all buffers.</summary>
/// <remarks>What is known of a function stands on the function, which adds its own steps. A partial class by aspect: this file holds the state and the order of work,
/// <c>.Building</c> and <c>.Finishing</c> what functions ask of it; <c>.Forward</c> and <c>.Backward</c> have sums, normalizations and fused nodes, which depend on their neighbors.</remarks>
internal sealed partial class PlanCompiler
{
    // Below it a network trains from caches for a good part, and time counts more.
    public const long LeanFrom = 1L << 30;

    private readonly Program _program;
    private readonly ParameterLayout _layout;
    private readonly int _batch;
    private readonly bool _training;
    private readonly int _mostRows;
    private readonly int _team;
    private readonly bool _lean;
    private readonly Fusion _fusion;
    private readonly bool _fuses;
    private readonly Inspection _inspection;
    private readonly List<ArenaBuffer> _buffers = [];
    private readonly List<Step> _steps = [];
    private readonly List<Step> _small = [];
    private readonly List<Step> _prepare = [];
    private readonly List<(ParameterId, int)> _wires = [];
    private readonly List<WireGroup> _wireGroups = [];
    private readonly TensorBuffer?[] _values;
    private readonly TensorBuffer?[] _gradients;
    private readonly bool[] _gradientWritten;
    private readonly List<GradientShare>?[] _shares;
    private readonly Dictionary<IReadOnlyList<Operation>, List<BackwardBranch>>?[] _postponed;
    private readonly bool[] _needsGradient;
    private readonly Dictionary<Operation, int> _groupOfSum = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Operation, NormChannels> _normChannels = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Operation, FusedNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ParameterId, SharedGradient> _sharedGradients = [];
    private readonly HashSet<ValueId> _remade = [];
    private readonly List<Operation>[] _readers;
    private readonly WaitingGradient?[] _waiting;
    private readonly Operation[] _definedBy;
    private readonly TensorBuffer _images;
    private bool _remakes;
    private int _slots;

    private PlanCompiler(ParameterLayout layout, int batch, bool training, bool fuse, int mostRows, int team, bool lean, Inspection inspection)
    {
        _layout = layout;
        _program = layout.Program;
        _batch = batch;
        _training = training;
        _mostRows = mostRows;
        _team = team;
        _lean = lean;
        _fusion = new Fusion(_program, fuse);
        _fuses = fuse;
        _inspection = inspection;
        _values = new TensorBuffer?[_program.Shapes.Length];
        _gradients = new TensorBuffer?[_program.Shapes.Length];
        _gradientWritten = new bool[_program.Shapes.Length];
        _shares = new List<GradientShare>?[_program.Shapes.Length];
        _postponed = new Dictionary<IReadOnlyList<Operation>, List<BackwardBranch>>?[_program.Shapes.Length];
        _needsGradient = NeedsGradient(_program, inspection);
        _definedBy = new Operation[_program.Shapes.Length];
        _waiting = new WaitingGradient?[_program.Shapes.Length];
        _readers = new List<Operation>[_program.Shapes.Length];
        for (int i = 0; i < _readers.Length; i++) _readers[i] = [];
        foreach (Operation operation in _program.Operations)
        {
            if (operation.Function is WeightedSum { Taken: null }) _slots += operation.Inputs.Length;
            _definedBy[operation.Output.Index] = operation;
            foreach (ValueId input in operation.Inputs) _readers[input.Index].Add(operation);
        }
        TensorShape images = _program.InputShape;
        _images = new TensorBuffer(Allocate("images", images.Elements * batch, true), images, images.Channels);
    }

    /// <summary>Compiles; allocates nothing but the plan itself. The team decides how few images are divided at inference; the arena does not depend on it.</summary>
    /// <remarks>An arena for training of more than <paramref name="leanFrom"/> bytes has what is cheap to compute again computed again, in the same bits, if that makes it smaller.</remarks>
    public static Plan Compile(
        ParameterLayout layout, int batch, bool training, bool fuse, int mostRows = int.MaxValue, int team = 1, Inspection? inspection = null, long leanFrom = LeanFrom)
    {
        Plan plan = new PlanCompiler(layout, batch, training, fuse, mostRows, team, false, inspection ?? Inspection.None).Run();
        if (!training || !fuse || sizeof(float) * plan.ArenaFloats <= leanFrom || !MayWiden(layout.Program)) return plan;
        Plan lean = new PlanCompiler(layout, batch, training, fuse, mostRows, team, true, inspection ?? Inspection.None).Run();
        return lean.ArenaFloats < plan.ArenaFloats ? lean : plan;
    }

    private Plan Run()
    {
        foreach (Operation operation in _program.Operations)
            if (!_fusion.IsJoined(operation) && !_finished.Contains(operation)) operation.Function.Forward(this, operation);
        AddSmallSteps();
        Step[] forward = [.. _steps];
        TensorBuffer logits = Value(_program.Output);
        ArenaBuffer targets = Allocate("targets", (long)_batch * _program.Classes, true);
        Step[] update = [], updateGates = [];
        if (_training)
        {
            TensorBuffer gradLogits = Gradient(_program.Output);
            Add(_inspection.Loss == LossKind.Linear ? new LinearLoss("loss", logits, targets, gradLogits) : new SoftmaxCrossEntropy("loss", logits, targets, gradLogits));
            _gradientWritten[_program.Output.Index] = true;
            _remakes = !IsFirstForm;
            for (int i = _program.Operations.Length - 1; i >= 0; i--) Backward(_program.Operations[i]);
            AddSharedGradients();
            AddSmallSteps();
            update = [new SgdStep("sgd", _layout, gates: false)];
            if (!_program.Gates.IsEmpty) updateGates = [new SgdStep("sgd.gates", _layout, gates: true)];
        }
        (Dictionary<ValueId, TensorBuffer> keptValues, Dictionary<ValueId, TensorBuffer> keptGradients) = (KeptValues(), KeptGradients());
        Chain();
        return new Plan
        {
            Forward = forward,
            ForwardBackward = _training ? [.. _steps] : [],
            Update = update,
            UpdateGates = updateGates,
            Prepare = [.. _prepare],
            Buffers = _buffers,
            PlacedFloats = ArenaPlanner.Place(_steps, _buffers),
            SlackFloats = Slack(),
            Images = _images,
            Targets = targets,
            Logits = logits,
            Wires = [.. _wires],
            WireSlots = _slots,
            WireGroups = [.. _wireGroups],
            KeptValues = keptValues,
            KeptGradients = keptGradients,
        };
    }

    // Every step knows the next one, and those that walk the images alternate directions.
    private void Chain()
    {
        for (int i = 1; i < _steps.Count; i++) _steps[i - 1].Next = _steps[i];
        bool descends = false;
        foreach (Step step in _steps)
        {
            if (!step.WalksImages) continue;
            step.Descends = descends;
            descends = !descends;
        }
    }

    // Zeros after the last buffer, for kernels that read some rows too many, and for those that want zeros.
    private long Slack()
    {
        int most = 16;
        foreach (TensorShape shape in _program.Shapes) most = Math.Max(most, shape.PaddedChannels);
        return (long)Kernels.MatrixProduct.MostRows * most;
    }

    private static bool[] NeedsGradient(Program program, Inspection inspection)
    {
        bool[] needs = new bool[program.Shapes.Length];
        foreach (Operation operation in program.Operations)
        {
            bool own = inspection.Gradients.Contains(operation.Output);
            foreach (ParameterId parameter in operation.Parameters) own |= program.Parameters[parameter.Index].IsTrained;
            foreach (ValueId input in operation.Inputs) own |= needs[input.Index];
            needs[operation.Output.Index] = own;
        }
        return needs;
    }
}
