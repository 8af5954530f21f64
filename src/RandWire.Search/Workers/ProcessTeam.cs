namespace RandWire.Search;

/// <summary>Workers in processes of their own: what a trial does to its worker is no harm to the study. One that ended is replaced.</summary>
internal sealed class ProcessTeam : WorkerTeam
{
    // Workers that end at once, one after another, have a reason that the next one will have too.
    private const int MostEndsWithoutWork = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50), Patience = TimeSpan.FromSeconds(20);

    private readonly Func<int, WorkerStart> _describe;
    private readonly Func<WorkerStart, IWorkerProcess> _start;
    private readonly Func<long> _progress;
    private readonly (string Owner, IWorkerProcess Process)[] _workers;
    private int _started, _endsWithoutWork;
    private long _seen;

    /// <summary>Starts the workers.</summary>
    /// <param name="count">How many.</param>
    /// <param name="describe">What the worker of a number that never repeats is told.</param>
    /// <param name="start">Starts a process.</param>
    /// <param name="progress">Grows with every epoch that any worker finished.</param>
    public ProcessTeam(int count, Func<int, WorkerStart> describe, Func<WorkerStart, IWorkerProcess> start, Func<long> progress)
    {
        (_describe, _start, _progress) = (describe, start, progress);
        _workers = new (string, IWorkerProcess)[count];
        for (int i = 0; i < count; i++) _workers[i] = Begin();
    }

    public override IReadOnlyList<string> Tend()
    {
        List<string> gone = [];
        if (_progress() is long now && now != _seen) (_seen, _endsWithoutWork) = (now, 0);
        for (int i = 0; i < _workers.Length; i++)
        {
            (string owner, IWorkerProcess process) = _workers[i];
            if (!process.HasEnded) continue;
            string words = process.LastWords;
            process.Dispose();
            gone.Add(owner);
            if (++_endsWithoutWork > MostEndsWithoutWork * _workers.Length)
                throw new StudyException($"Workers keep ending before they finish an epoch ({_endsWithoutWork} in a row). {(words.Length > 0 ? "The last one said: " + words : "They said nothing; memory may be short (--memory, fewer --workers).")}");
            _workers[i] = Begin();
        }
        return gone;
    }

    public override void Stop()
    {
        foreach ((_, IWorkerProcess process) in _workers) process.Stop();
        foreach ((_, IWorkerProcess process) in _workers) process.End(Patience);
    }

    public override void Wait(CancellationToken cancellation) => cancellation.WaitHandle.WaitOne(Pause);

    public override void Dispose()
    {
        Stop();
        foreach ((_, IWorkerProcess process) in _workers) process.Dispose();
    }

    private (string Owner, IWorkerProcess Process) Begin()
    {
        WorkerStart told = _describe(_started++);
        return (told.Owner, _start(told));
    }
}
