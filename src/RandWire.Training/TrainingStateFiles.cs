using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Training;

/// <summary>The states of a run in its folder, two generations of them.</summary>
/// <remarks>
/// <see cref="TrainingState.FileName"/> is the newest. <see cref="TrainingState.PreviousName"/> is that of the last finished epoch before it: where the newest was saved in the middle of
/// an epoch, the state this epoch began with, to which a divergence goes back, whether the run was stopped on the way or not. One write a save: the new file under a
/// temporary name, then the older one renamed if it is that of a finished epoch, then the new one in place. A kill leaves both as they were, or the older one alone under its new name, or
/// both as they shall be. A file that is damaged never takes the place of a whole one.
/// </remarks>
internal sealed class TrainingStateFiles(string folder)
{
    private readonly List<string> _passedOver = [];
    private Content _newest = Content.None;

    private enum Content
    {
        None,
        Finished,
        Middle,
        Damaged,
    }

    /// <summary>What was damaged and is done without, in words.</summary>
    public IReadOnlyList<string> PassedOver => _passedOver;

    private string Newest => Path.Combine(folder, TrainingState.FileName);

    private string Previous => Path.Combine(folder, TrainingState.PreviousName);

    /// <summary>Puts the newest whole state into place.</summary>
    /// <param name="restore">Reads a file and takes its state over, or throws without having changed anything.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidDataException">There are states, and none of them is whole.</exception>
    /// <exception cref="SpecException">They are of another run.</exception>
    public bool Load(Func<string, TrainingState> restore)
    {
        List<string> damage = [];
        if (Try(Newest) is { } newest) _newest = IsFinished(newest) ? Content.Finished : Content.Middle;
        else
        {
            _newest = damage.Count > 0 ? Content.Damaged : Content.None;
            if (Try(Previous) is not { } previous)
                return damage.Count == 0 ? false : throw new InvalidDataException($"{string.Join(' ', damage)} No whole state is left in {folder}. Delete that folder to train anew.");
            string told = $"{damage.FirstOrDefault()} Training goes on from the state of epoch {previous.Epoch} in {TrainingState.PreviousName} instead, and ends in the same bits.";
            if (damage.Count > 0 && !_passedOver.Contains(told)) _passedOver.Add(told);
        }
        return true;

        TrainingState? Try(string path)
        {
            if (!File.Exists(path)) return null;
            try
            {
                return restore(path);
            }
            catch (InvalidDataException error)
            {
                damage.Add(error.Message);
                return null;
            }
        }
    }

    /// <summary>Goes back to the state of the last finished epoch, and lets go of a newer one in the middle of the next.</summary>
    /// <param name="restore">As for <see cref="Load"/>.</param>
    /// <param name="finished">Epochs that are finished.</param>
    /// <returns>Whether there is such a state; otherwise the run begins anew.</returns>
    public bool GoBack(Func<string, TrainingState> restore, int finished)
    {
        if (_newest != Content.Middle) return Load(restore);
        if (finished == 0)
        {
            File.Delete(Newest);
            _newest = Content.None;
        }
        else
        {
            try
            {
                restore(Previous);
            }
            catch (Exception error) when (error is InvalidDataException or FileNotFoundException)
            {
                // As an earlier version left it, or damaged since: the state in the middle is better than none.
                return Load(restore);
            }
            File.Move(Previous, Newest, overwrite: true);
            _newest = Content.Finished;
        }
        FolderSync.Flush(folder);
        return finished > 0;
    }

    /// <summary>Saves a state.</summary>
    /// <param name="write">Writes the file of the first argument, an older one going where the second says.</param>
    /// <param name="state">The state.</param>
    public void Save(Action<string, string?> write, TrainingState state)
    {
        write(Newest, _newest == Content.Finished ? Previous : null);
        _newest = IsFinished(state) ? Content.Finished : Content.Middle;
    }

    private static bool IsFinished(TrainingState state) => state.Step == 0;
}
