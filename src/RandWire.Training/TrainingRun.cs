using System.Diagnostics;
using System.Globalization;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>The training of one network. The caller owns the loop: it takes epochs from <see cref="Epochs"/> until it has enough.</summary>
/// <remarks>With a folder the state is saved after every epoch and on cancellation within one, atomically, beside the one before it; a run made from an equal setup in that folder goes on
/// from there and ends in the same bits as one that was never interrupted: the last good weights of a diverged run are those of its last finished epoch in either case. Not safe for
/// concurrent use, and two runs must not share a folder (<see cref="FolderLock"/>).</remarks>
public sealed partial class TrainingRun : IDisposable
{
    private readonly Executor _inference;
    private readonly ParameterStore _store;
    private readonly ParameterStore? _average;
    private readonly Seed _seed, _dropout, _edgeDrop;
    private readonly double _multiplyAddsPerImage;
    private readonly int _batch;
    private readonly TrainingStateFiles? _files;
    private TrainingSize _size;
    private Executor _training;
    private BatchLoader _loader;
    private TrainingState _state;
    private int _step;
    private EpochSums _sums;
    private double _lost;

    /// <summary>Compiles the network, and loads the state if the folder holds one.</summary>
    /// <exception cref="SpecException">Recipe or network is out of range, they do not fit the data, or the folder holds another
    /// run, or one of an engine with other roundings.</exception>
    /// <exception cref="DataException">There is no training image.</exception>
    /// <exception cref="InvalidDataException">There are states in the folder, and all of them are damaged.</exception>
    public TrainingRun(TrainingSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentOutOfRangeException.ThrowIfLessThan(setup.ValidateEvery, 1);
        Recipe recipe = setup.Recipe.Checked();
        NetworkSpec network = (setup.Network with { Head = setup.Network.Head with { Dropout = recipe.Dropout } }).Checked();
        Setup = setup with { Network = network };
        RequireFit(Setup);
        _multiplyAddsPerImage = network.Cost().MultiplyAddsConvFc;
        _seed = Seed.From(setup.Seed);
        _dropout = _seed.Child("dropout");
        _edgeDrop = _seed.Child("edgedrop");
        State = TrainingState.Start(Setup);
        _batch = Math.Min(recipe.BatchSize, setup.Train.Count);
        _store = new ParameterStore(network.Lower(), _seed.Child("weights"));
        _average = recipe.AverageDecay > 0 ? _store.Clone() : null;
        _files = setup.Folder is null ? null : new TrainingStateFiles(setup.Folder);
        IsResumed = _files?.Load(Restore) ?? false;
        _size = TrainingSize.Of(Setup, _state.Epoch);
        (_training, _loader) = Compile(_size);
        _inference = Executor.Compile(_average ?? _store,
            new ExecutorOptions { BatchSize = InferenceBatch(_store.Program), Training = false, Threads = setup.Threads });
    }

    /// <summary>What is trained, with the recipe's dropout in the network.</summary>
    public TrainingSetup Setup { get; }

    /// <summary>Epochs finished so far, those before an interruption included.</summary>
    public IReadOnlyList<EpochResult> History => _state.History;

    /// <summary>Whether the run began from a state found in its folder.</summary>
    public bool IsResumed { get; }

    /// <summary>Damaged states in its folder that the run does without, each with what was wrong and what it goes on from instead; empty when all was well.</summary>
    public IReadOnlyList<string> PassedOver => _files?.PassedOver ?? [];

    /// <summary>Steps in one epoch; images that do not fill a last step are left out of that epoch.</summary>
    public int StepsPerEpoch => _loader.BatchesPerEpoch;

    /// <summary>Multiply-adds charged so far, an epoch under way and work lost to a divergence included.</summary>
    public double MultiplyAdds => _lost + History.Sum(epoch => epoch.MultiplyAdds) + TrainingCost(_sums.Images);

    /// <summary>Threads of the engine.</summary>
    public int Threads => _training.Threads;

    /// <summary>Vector width of the engine.</summary>
    public SimdLevel Simd => _training.Simd;

    /// <summary>The model as it stands: averaged weights when the recipe averages. It shares the run's memory and is good until the run is
    /// disposed.</summary>
    public TrainedModel Model => new(Setup.Network, _average ?? _store, Setup.Classes, Setup.Format)
    {
        Data = new DatasetOptions { Reading = Setup.Train.Reading.Reading, MaxSide = Setup.Train.Reading.MaxSide },
        Decoder = Setup.Train.Reading.Decoder,
    };

    /// <summary>SHA-256 (hex) of the trained weights, without averaging.</summary>
    public string RawWeightsSha256 => Checkpoint.WeightsSha256(_store);

    /// <summary>Trains the epochs that remain, one for every element taken.</summary>
    /// <param name="cancellationToken">Ends the run within one step, after the state was saved.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="DivergenceException">The loss or a weight is NaN or infinite. The weights are those of the last finished epoch, and so is the state in the folder; the initial ones
    /// where no epoch was finished or there is no folder.</exception>
    public IEnumerable<EpochResult> Epochs(CancellationToken cancellationToken = default)
    {
        while (_state.Epoch < Setup.Recipe.Epochs) yield return Epoch(cancellationToken);
    }

    /// <summary>Evaluates the model as it stands.</summary>
    /// <param name="split">The images.</param>
    /// <param name="options">What to compute; null takes the defaults.</param>
    /// <param name="cancellationToken">Checked before every batch.</param>
    /// <exception cref="DivergenceException">The output for an image is not finite.</exception>
    public Evaluation Evaluate(DatasetSplit split, EvaluationOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return Evaluation.Of(
                _inference, split, Setup.Format, (options ?? new EvaluationOptions()) with { Threads = Setup.LoaderThreads }, cancellationToken);
        }
        catch (NonFiniteOutputException)
        {
            throw Diverged("the network's output is no longer finite");
        }
    }

    /// <summary>Frees the engine's memory and all threads.</summary>
    public void Dispose()
    {
        _loader.Dispose();
        _training.Dispose();
        _inference.Dispose();
        _store.Dispose();
        _average?.Dispose();
    }

    /// <summary>Images per inference step: as many as keep its memory small.</summary>
    internal static int InferenceBatch(Program program)
    {
        const long mostBytes = 256L << 20;
        int batch = 64;
        while (batch > 1 && Executor.ArenaBytes(program, new ExecutorOptions { BatchSize = batch, Training = false }) > mostBytes) batch /= 2;
        return batch;
    }

    private (Executor Training, BatchLoader Loader) Compile(TrainingSize size)
    {
        Recipe recipe = Setup.Recipe;
        return (
            Executor.Compile(_store, size.Program ?? _store.Program, new ExecutorOptions { BatchSize = _batch, Training = true, Threads = Setup.Threads }),
            new BatchLoader(Setup.Train, size.Format, new LoaderOptions
            {
                Classes = Setup.Classes.Count,
                BatchSize = _batch,
                Augmentation = recipe.Augmentation,
                LabelSmoothing = recipe.LabelSmoothing,
                ClassWeights = recipe.ClassWeights == ClassWeighting.Balanced ? ClassBalance.Weights(ClassBalance.Counts(Setup.Train)) : null,
                Shuffle = true,
                DropLast = true,
                Seed = _seed.Child("data"),
                Threads = Setup.LoaderThreads,
            }));
    }

    // Images of another size want another plan and loader; those before are let go first, so that memory holds one of each.
    private void TakeSizeOfEpoch()
    {
        if (TrainingSize.IsEarly(Setup.Recipe, _state.Epoch) == (_size.Program is not null)) return;
        _size = TrainingSize.Of(Setup, _state.Epoch);
        _training.Dispose();
        _loader.Dispose();
        (_training, _loader) = Compile(_size);
    }

    private EpochResult Epoch(CancellationToken cancellationToken)
    {
        TakeSizeOfEpoch();
        long started = Stopwatch.GetTimestamp();
        double waited = _loader.WaitSeconds;
        EpochSums before = _sums;
        try
        {
            foreach (Batch batch in _loader.Epoch(_state.Epoch, _step))
            {
                cancellationToken.ThrowIfCancellationRequested();
                double loss = Step(batch);
                _step++;
                _sums = _sums with
                {
                    Loss = _sums.Loss + loss * batch.Count,
                    Correct = _sums.Correct + Correct(batch),
                    Images = _sums.Images + batch.Count,
                };
                Setup.Progress?.Invoke(new StepProgress(_state.Epoch + 1, _step, StepsPerEpoch, loss));
            }
            Evaluation? validation = Validate(cancellationToken);
            int proven = validation is null && _state.Epoch + 1 == Setup.Recipe.Epochs ? RequireFiniteOutput(cancellationToken) : 0;
            RequireFiniteWeights();
            Clock();
            return Finish(validation, validation?.Count ?? proven);
        }
        catch (OperationCanceledException)
        {
            Clock();
            // Whoever goes on meets what broke them at the same step, and is told the same, as if there had been no stop.
            if (Broken() is null) Save();
            else Rollback();
            throw;
        }
        catch (DivergenceException)
        {
            Rollback();
            throw;
        }

        void Clock() => _sums = _sums with
        {
            Seconds = before.Seconds + Stopwatch.GetElapsedTime(started).TotalSeconds,
            WaitSeconds = before.WaitSeconds + _loader.WaitSeconds - waited,
        };
    }

    /// <summary>The batches of an epoch, for measurements.</summary>
    internal IEnumerable<Batch> Batches(int epoch) => _loader.Epoch(epoch);

    /// <summary>One step: loss, gradients, weights, average.</summary>
    /// <returns>Mean loss of the batch.</returns>
    internal double Step(Batch batch)
    {
        Recipe recipe = Setup.Recipe;
        long step = (long)_state.Epoch * StepsPerEpoch + _step;
        batch.Images.CopyTo(_training.Images);
        batch.Targets.CopyTo(_training.Targets);
        double loss = _training.ForwardBackward(batch.Count, new StepRandomness(_dropout.Child(step), DroppedWire(step)) { DropPathRate = DropPathRate(step) });
        if (!double.IsFinite(loss)) throw Diverged($"the loss became {loss.ToString(CultureInfo.InvariantCulture)}");
        _training.ApplySgd(new SgdSettings
        {
            LearningRate = (float)recipe.LearningRateAt(step, StepsPerEpoch),
            Momentum = (float)recipe.Momentum,
            Nesterov = recipe.Nesterov,
            WeightDecay = (float)recipe.WeightDecay,
        });
        // A young average follows quickly: after t steps it looks back over about t / 9 of them.
        _average?.MoveTowards(_store, (float)(1 - Math.Min(recipe.AverageDecay, (1.0 + step) / (10.0 + step))), Simd);
        return loss;
    }

    // It grows to the recipe's over the whole training.
    private float DropPathRate(long step) => (float)(Setup.Recipe.DropPath * step / ((double)Setup.Recipe.Epochs * StepsPerEpoch));

    private int DroppedWire(long step)
    {
        int wires = _training.DroppableWires.Count;
        Seed seed = _edgeDrop.Child(step);
        return wires > 0 && seed.Uniform(0) < Setup.Recipe.EdgeDrop ? seed.Below(1, wires) : -1;
    }

    private int Correct(Batch batch)
    {
        int classes = Setup.Classes.Count, correct = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            ReadOnlySpan<float> logits = _training.Logits.Slice(i * classes, classes);
            int best = 0;
            for (int c = 1; c < classes; c++) if (logits[c] > logits[best]) best = c;
            if (best == batch.Labels[i]) correct++;
        }
        return correct;
    }

    private Evaluation? Validate(CancellationToken cancellationToken)
    {
        int epoch = _state.Epoch + 1;
        bool due = epoch % Setup.ValidateEvery == 0 || epoch == Setup.Recipe.Epochs;
        return due && Setup.Validation is { Count: > 0 } validation
            ? Evaluate(validation, new EvaluationOptions { Mistakes = 0 }, cancellationToken) : null;
    }

    private EpochResult Finish(Evaluation? validation, int evaluated)
    {
        EpochSums sums = _sums;
        EpochResult result = new(
            _state.Epoch + 1, sums.Loss / sums.Images, (double)sums.Correct / sums.Images, validation?.Top1, validation?.Loss,
            sums.Seconds, sums.Seconds > 0 ? Math.Min(1, sums.WaitSeconds / sums.Seconds) : 0,
            Setup.Recipe.LearningRateAt((long)(_state.Epoch + 1) * StepsPerEpoch - 1, StepsPerEpoch),
            TrainingCost(sums.Images) + _multiplyAddsPerImage * evaluated, validation?.BalancedAccuracy);
        State = _state with { Epoch = _state.Epoch + 1, Step = 0, Sums = default, History = [.. _state.History, result] };
        Save();
        return result;
    }

    // Of images in the epoch under way.
    private double TrainingCost(long images) => 3 * _size.MultiplyAddsPerImage * images;

    /// <summary>Throws unless the network can be trained on the images and classes of a setup, before anything is compiled or read.</summary>
    /// <param name="setup">The setup; recipe and folder are not looked at.</param>
    /// <exception cref="SpecException">The network is out of range or takes other images or classes.</exception>
    /// <exception cref="DataException">There is no training image.</exception>
    public static void RequireFit(TrainingSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        NetworkSpec network = setup.Network.Checked();
        if (setup.Train.Count == 0) throw new DataException("The training split holds no image. Check the data set with 'randwire data check'.");
        if (network.Input != new TensorShape(setup.Format.Height, setup.Format.Width, setup.Format.Channels))
            throw new SpecException($"The network takes {network.Input}, the images are {setup.Format.Text}. Make the preset for that size.");
        if (network.Classes != setup.Classes.Count)
            throw new SpecException($"The network tells {network.Classes} classes apart, the data has {setup.Classes.Count}. " +
                "Make the preset for that number.");
    }
}
