using RandWire.Search;
using RandWire.Tests.Search.Simulation;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Search.Workers;

public sealed class WorkerLoopSpecs
{
    [Fact]
    public void A_loop_returns_when_no_lease_is_being_renewed_any_more()
    {
        using ManualResetEventSlim entered = new(), gate = new();
        using MemoryLedger ledger = new(static () => 0);
        ledger.Append([Named], [new TrialRecord { Plan = new TrialPlan(0, TrialKind.Search, 0, 0, 1, 1, 1) }]);
        // Leases are renewed on a thread of the pool; the loop has one of its own.
        FaultyLedger slow = new(ledger, () =>
        {
            if (!Thread.CurrentThread.IsThreadPoolThread) return;
            entered.Set();
            gate.Wait();
        });
        using TrialWorker worker = new(slow, new UntilRunner(entered), "one", 30);
        Thread loop = new(() => WorkerLoop.Run(worker, static () => true, null, TimeSpan.FromMilliseconds(20), CancellationToken.None));
        loop.Start();
        entered.Wait(TestContext.Current.CancellationToken);
        Assert.False(loop.Join(300), "the loop returned while its lease was being renewed");
        gate.Set();
        loop.Join();
        Assert.Equal(1, worker.Ended);
    }

    private static Candidate Named => new() { Id = 0, Wiring = "w", Family = "w", WiringSeed = 0, Network = "n", Parameters = 1, MultiplyAdds = 1, Clustering = 0, AveragePath = null, LongestPath = 1 };

    // One trial, which ends when it is told to.
    private sealed class UntilRunner(ManualResetEventSlim end) : ITrialRunner, ITrialExecution
    {
        public TrialOutcome Outcome { get; } = new() { Status = TrialStatus.Finished, ChargedMultiplyAdds = 1 };

        public double Unreported => 0;

        public ITrialExecution Begin(TrialClaim claim) => this;

        public void Clean(int trial)
        {
        }

        public EpochResult? Next(CancellationToken cancellation)
        {
            end.Wait(cancellation);
            return null;
        }

        public void Dispose()
        {
        }
    }
}
