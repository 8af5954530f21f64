using System.Runtime.ExceptionServices;

namespace RandWire.Search;

/// <summary>Workers on threads of this process: the least machinery, and what a trial does to its process it does to the study's.</summary>
internal sealed class ThreadTeam : WorkerTeam
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread[] _threads;
    private readonly ManualResetEventSlim _news = new();
    private ExceptionDispatchInfo? _failure;

    /// <summary>Starts the workers.</summary>
    /// <param name="ledger">The ledger, shared.</param>
    /// <param name="owners">Their names, one each.</param>
    /// <param name="runner">Makes the runner of each.</param>
    /// <param name="memoryBytes">What all trials under way may need together; null: whatever they do.</param>
    public ThreadTeam(Ledger ledger, IReadOnlyList<string> owners, Func<ITrialRunner> runner, Func<long>? memoryBytes)
    {
        _threads = [.. owners.Select(owner => new Thread(() => Work(ledger, owner, runner(), memoryBytes)) { IsBackground = true, Name = owner })];
        foreach (Thread thread in _threads) thread.Start();
    }

    public override IReadOnlyList<string> Tend()
    {
        _failure?.Throw();
        return [];
    }

    public override void Stop()
    {
        _stop.Cancel();
        foreach (Thread thread in _threads) thread.Join();
    }

    public override void Wait(CancellationToken cancellation)
    {
        try
        {
            _news.Wait(50, cancellation);
            _news.Reset();
        }
        catch (OperationCanceledException)
        {
            // The coordinator asks the token itself.
            return;
        }
    }

    public override void Dispose()
    {
        Stop();
        _stop.Dispose();
        _news.Dispose();
    }

    private void Work(Ledger ledger, string owner, ITrialRunner runner, Func<long>? memoryBytes)
    {
        try
        {
            using TrialWorker worker = new(ledger, runner, owner, WorkerLoop.LeaseSeconds, memoryBytes);
            WorkerLoop.Run(worker, () => false, _stop.Token, _news.Set);
        }
        catch (Exception error)
        {
            _failure = ExceptionDispatchInfo.Capture(error);
            _news.Set();
        }
    }
}
