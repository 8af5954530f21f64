using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using RandWire.Engine;
using RandWire.Networks;

namespace RandWire.Training;

// Saving, resuming and rolling back. One file holds weights, momentum, averages and progress, the file before it is kept: a kill at any instant leaves a whole state,
// and from each the run ends in the same bits.
public sealed partial class TrainingRun
{
    // What every step changes lies beside the record, so that a step allocates nothing.
    private TrainingState State
    {
        get => _state with { Step = _step, Sums = _sums };

        [MemberNotNull(nameof(_state))]
        set => (_state, _step, _sums) = (value, value.Step, value.Sums);
    }

    private void Save() =>
        _files?.Save((path, keepOlderAs) => Checkpoint.Save(path, Setup.Network, _store, State.ToMetadata(), withMomentum: true, _average, keepOlderAs), State);

    // All or nothing: what throws has changed neither weights nor state.
    private TrainingState Restore(string path)
    {
        LoadedCheckpoint checkpoint = Checkpoint.Load(path);
        TrainingState saved = TrainingState.Read(checkpoint, path), start = TrainingState.Start(Setup);
        saved.RequireSameRun(start, Setup.Folder!);
        saved.RequirePossible(Setup, _batch, path);
        if (!checkpoint.HasMomentum) throw new InvalidDataException($"{path}: it lacks the momentum of the weights. {TrainingState.Remedy}");
        using ParameterStore? average = _average?.Clone();
        if (average is not null) checkpoint.RestoreAverage(average);
        checkpoint.Restore(_store);
        if (average is not null) _average!.CopyFrom(average);
        // What older programs did not record is known from here on.
        State = saved with { Arithmetic = start.Arithmetic, Identity = start.Identity };
        return saved;
    }

    // Puts the weights of the last finished epoch, or else the initial ones, back in place of the broken ones.
    private void Rollback()
    {
        double spent = MultiplyAdds;
        int finished = _state.Epoch;
        using ParameterStore initial = new(_store.Program, _seed.Child("weights"));
        _store.CopyFrom(initial);
        _average?.CopyFrom(initial);
        State = TrainingState.Start(Setup);
        _files?.GoBack(Restore, finished);
        _lost += spent - MultiplyAdds;
    }

    private DivergenceException Diverged(string what)
    {
        bool isOver = _state.Epoch == Setup.Recipe.Epochs;
        string where = isOver ? "After the last epoch"
            : _step == StepsPerEpoch ? string.Create(CultureInfo.InvariantCulture, $"Epoch {_state.Epoch + 1}, after its last step")
            : string.Create(CultureInfo.InvariantCulture, $"Epoch {_state.Epoch + 1}, step {_step + 1} of {StepsPerEpoch}");
        string kept = isOver || Setup.Folder is not { } folder ? ""
            : _state.Epoch == 0 ? "No epoch had been finished. "
            : string.Create(CultureInfo.InvariantCulture, $"The state of epoch {_state.Epoch}, the last good one, is kept in {folder}. ");
        return new DivergenceException(string.Create(CultureInfo.InvariantCulture,
            $"{where}: {what}. {kept}Lower the learning rate (lr={Setup.Recipe.LearningRate}), lengthen the warm-up, or check the data."));
    }

    private void RequireFiniteWeights()
    {
        if (Broken() is { } what) throw Diverged(what);
    }

    // What is no longer finite; null when all is well. Momentum too: it breaks the weights of the next step, after the state was saved.
    private string? Broken()
    {
        foreach (ParameterStore? store in (ParameterStore?[])[_store, _average])
        {
            if (store is null) continue;
            for (int p = 0; p < store.Program.Parameters.Length; p++)
            {
                ParameterInfo info = store.Program.Parameters[p];
                float[] values = new float[info.Length];
                store.Read(new ParameterId(p), values);
                if (Array.Exists(values, value => !float.IsFinite(value))) return $"the weights of {info.Name} are no longer finite";
                if (store != _store || !info.IsTrained) continue;
                store.ReadMomentum(new ParameterId(p), values);
                if (Array.Exists(values, value => !float.IsFinite(value))) return $"the momentum of {info.Name} is no longer finite";
            }
        }
        return null;
    }

    // Finite weights may still give outputs that are not. Without a validation split the last epoch proves them on some training images.
    private int RequireFiniteOutput(CancellationToken cancellationToken)
    {
        int[] some = new int[Math.Min(Setup.Train.Count, _inference.BatchSize)];
        for (int i = 0; i < some.Length; i++) some[i] = (int)((long)i * Setup.Train.Count / some.Length);
        return Evaluate(Setup.Train.Subset(some), new EvaluationOptions { Mistakes = 0 }, cancellationToken).Count;
    }
}
