using System.Globalization;

namespace RandWire.Search;

/// <summary>A worker on a thread of its own, with a second one that keeps its lease.</summary>
public static class WorkerLoop
{
    // Tests of workers that stand still cannot wait for half a minute each.
    private const string LeaseVariable = "RANDWIRE_LEASE";

    /// <summary>Seconds that a claim lasts without a word.</summary>
    public static double LeaseSeconds { get; } =
        double.TryParse(Environment.GetEnvironmentVariable(LeaseVariable), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 ? seconds : 30;

    /// <summary>How often whoever is at work says so.</summary>
    internal static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(LeaseSeconds / 6);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Works until the study is over or the token is cancelled.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="isOver">Whether nothing more will come; asked while there is nothing to do.</param>
    /// <param name="cancellation">Gives back what is under way, and returns.</param>
    /// <param name="news">Called after every exchange with the ledger that changed something; null: not.</param>
    public static void Run(TrialWorker worker, Func<bool> isOver, CancellationToken cancellation, Action? news = null) => Run(worker, isOver, news, Heartbeat, cancellation);

    internal static void Run(TrialWorker worker, Func<bool> isOver, Action? news, TimeSpan beat, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(isOver);
        CancellationTokenSource lost = new();
        Timer heartbeat = new(_ => Beat(), null, beat, beat);
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lost.Token);
                try
                {
                    if (worker.Step(either.Token) == TrialWorker.Did.Nothing)
                    {
                        if (isOver()) return;
                        cancellation.WaitHandle.WaitOne(Pause);
                    }
                    else
                        news?.Invoke();
                }
                catch (OperationCanceledException) when (either.IsCancellationRequested)
                {
                    // Lost: the ledger refused what the worker gave back; the next step takes another trial.
                    if (cancellation.IsCancellationRequested) return;
                    lost.Dispose();
                    lost = new CancellationTokenSource();
                }
            }
        }
        finally
        {
            // The caller closes the ledger next, which a beat under way still uses.
            using ManualResetEvent silent = new(false);
            if (heartbeat.Dispose(silent)) silent.WaitOne();
            lost.Dispose();
        }

        void Beat()
        {
            try
            {
                if (!worker.Renew()) lost.Cancel();
            }
            catch (Exception error) when (error is IOException or InvalidDataException or ObjectDisposedException)
            {
                // The worker's own thread meets the same error and tells it; one missed beat costs nothing.
                return;
            }
        }
    }
}
