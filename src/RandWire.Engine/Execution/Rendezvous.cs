namespace RandWire.Engine.Execution;

/// <summary>How threads wait for a counter to reach a number: they spin for a while and then sleep until it has.</summary>
/// <remarks>To wake a thread takes as long as several small steps, so short waits spin; but on a machine that others use too, a thread that spins on takes the
/// processor from the one it waits for. Nothing is allocated. Measured in docs/kernels.md.</remarks>
/// <param name="spins">Looks, of about 40 ns each, before a thread yields.</param>
/// <param name="yields">How often it lets another thread run before it sleeps.</param>
internal sealed class Rendezvous(int spins, int yields)
{
    private readonly object _bed = new();
    private int _sleepers;

    /// <summary>Counts one more; who brings the counter to the target wakes those who sleep.</summary>
    public void Arrive(ref int counter, int target)
    {
        // This looks for sleepers after it counted, and a sleeper looks at the count after it put itself down: one of the two sees the other.
        if (Interlocked.Increment(ref counter) != target || Volatile.Read(ref _sleepers) == 0) return;
        lock (_bed) Monitor.PulseAll(_bed);
    }

    /// <summary>Returns when the counter has come to the target or past it.</summary>
    public void Wait(ref int counter, int target)
    {
        for (int i = 0; i < spins; i++)
        {
            if (Has(ref counter, target)) return;
            Thread.SpinWait(1);
        }
        for (int i = 0; i < yields; i++)
        {
            if (Has(ref counter, target)) return;
            Thread.Yield();
        }
        lock (_bed)
        {
            Interlocked.Increment(ref _sleepers);
            while (!Has(ref counter, target)) Monitor.Wait(_bed);
            Interlocked.Decrement(ref _sleepers);
        }
    }

    // A difference, so that a counter may wrap round.
    private static bool Has(ref int counter, int target) => unchecked(Volatile.Read(ref counter) - target) >= 0;
}
