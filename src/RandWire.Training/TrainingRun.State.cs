using System.Globalization;
using RandWire.Engine;
using RandWire.Networks;

namespace RandWire.Training;

// Saving, resuming and rolling back. Weight files carry a number; state.json names the number that counts and is renamed last, so a kill at
// any instant leaves either the old state whole or the new one whole.
public sealed partial class TrainingRun
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    private void Save()
    {
        if (Setup.Folder is not { } folder) return;
        Directory.CreateDirectory(folder);
        long old = _state.Generation, generation = old + 1;
        Checkpoint.Save(Path.Combine(folder, TrainingState.WeightsFile(generation)), Setup.Network, _store, NoMetadata, withMomentum: true);
        if (_average is not null) Checkpoint.Save(Path.Combine(folder, TrainingState.AverageFile(generation)), Setup.Network, _average, NoMetadata);
        _state = _state with { Generation = generation };
        _state.Write(folder);
        File.Delete(Path.Combine(folder, TrainingState.WeightsFile(old)));
        File.Delete(Path.Combine(folder, TrainingState.AverageFile(old)));
    }

    private void Resume(string folder)
    {
        if (TrainingState.Read(folder) is not { } saved) return;
        saved.RequireSameRun(_state, folder);
        Checkpoint.Load(Path.Combine(folder, TrainingState.WeightsFile(saved.Generation))).Restore(_store);
        if (_average is not null) Checkpoint.Load(Path.Combine(folder, TrainingState.AverageFile(saved.Generation))).Restore(_average);
        _state = saved;
        IsResumed = true;
    }

    // Puts the weights that were last saved, or else the initial ones, back in place of the broken ones.
    private void Rollback()
    {
        double spent = MultiplyAdds;
        ParameterStore initial = new(_store.Program, _seed.Child("weights"));
        Copy(initial, _store);
        if (_average is not null) Copy(initial, _average);
        _state = TrainingState.Start(Setup);
        if (Setup.Folder is not null) Resume(Setup.Folder);
        _lost += spent - MultiplyAdds;
    }

    private static void Copy(ParameterStore from, ParameterStore to)
    {
        for (int p = 0; p < from.Program.Parameters.Length; p++)
        {
            float[] values = new float[from.Program.Parameters[p].Length];
            from.Read(new ParameterId(p), values);
            to.Write(new ParameterId(p), values);
            from.ReadMomentum(new ParameterId(p), values);
            to.WriteMomentum(new ParameterId(p), values);
        }
    }

    private DivergenceException Diverged(string what)
    {
        string where = string.Create(CultureInfo.InvariantCulture, $"Epoch {_state.Epoch + 1}, step {_state.Step + 1} of {StepsPerEpoch}");
        string kept = Setup.Folder is { } folder && File.Exists(Path.Combine(folder, TrainingState.FileName))
            ? $"The last good state is kept in {folder}. " : "No state had been saved yet. ";
        return new DivergenceException(string.Create(CultureInfo.InvariantCulture,
            $"{where}: {what}. {kept}Lower the learning rate (lr={Setup.Recipe.LearningRate}), lengthen the warm-up, or check the data."));
    }

    private void RequireFiniteWeights()
    {
        foreach (ParameterStore? store in (ParameterStore?[])[_store, _average])
        {
            if (store is null) continue;
            for (int p = 0; p < store.Program.Parameters.Length; p++)
            {
                float[] values = new float[store.Program.Parameters[p].Length];
                store.Read(new ParameterId(p), values);
                if (Array.Exists(values, value => !float.IsFinite(value)))
                    throw Diverged($"the weights of {store.Program.Parameters[p].Name} are no longer finite");
            }
        }
    }
}
