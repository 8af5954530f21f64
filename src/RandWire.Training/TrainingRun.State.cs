using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using RandWire.Engine;
using RandWire.Networks;

namespace RandWire.Training;

// Saving, resuming and rolling back. One file holds weights, momentum, averages and progress, and is replaced in one rename: a kill at any
// instant leaves the old state whole or the new one.
public sealed partial class TrainingRun
{
    // What every step changes lies beside the record, so that a step allocates nothing.
    private TrainingState State
    {
        get => _state with { Step = _step, Sums = _sums };

        [MemberNotNull(nameof(_state))]
        set => (_state, _step, _sums) = (value, value.Step, value.Sums);
    }

    private void Save()
    {
        if (Setup.Folder is { } folder) Checkpoint.Save(StateFile(folder), Setup.Network, _store, State.ToMetadata(), withMomentum: true, _average);
    }

    private void Resume(string folder)
    {
        string path = StateFile(folder);
        if (!File.Exists(path)) return;
        LoadedCheckpoint checkpoint = Checkpoint.Load(path);
        TrainingState saved = TrainingState.Read(checkpoint, path);
        saved.RequireSameRun(TrainingState.Start(Setup), folder);
        saved.RequirePossible(Setup, _batch, path);
        if (!checkpoint.HasMomentum) throw new InvalidDataException($"{path}: it lacks the momentum of the weights. {TrainingState.Remedy}");
        checkpoint.Restore(_store);
        if (_average is not null) checkpoint.RestoreAverage(_average);
        State = saved;
        IsResumed = true;
    }

    // Puts the weights that were last saved, or else the initial ones, back in place of the broken ones.
    private void Rollback()
    {
        double spent = MultiplyAdds;
        using ParameterStore initial = new(_store.Program, _seed.Child("weights"));
        _store.CopyFrom(initial);
        _average?.CopyFrom(initial);
        State = TrainingState.Start(Setup);
        if (Setup.Folder is not null) Resume(Setup.Folder);
        _lost += spent - MultiplyAdds;
    }

    private static string StateFile(string folder) => Path.Combine(folder, TrainingState.FileName);

    private DivergenceException Diverged(string what)
    {
        string where = _state.Epoch == Setup.Recipe.Epochs ? "After the last epoch"
            : _step == StepsPerEpoch ? string.Create(CultureInfo.InvariantCulture, $"Epoch {_state.Epoch + 1}, after its last step")
            : string.Create(CultureInfo.InvariantCulture, $"Epoch {_state.Epoch + 1}, step {_step + 1} of {StepsPerEpoch}");
        string kept = Setup.Folder is { } folder && File.Exists(StateFile(folder))
            ? $"The last good state is kept in {folder}. " : "No state had been saved yet. ";
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
