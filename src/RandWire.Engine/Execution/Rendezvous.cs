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

    /// <summary>Counts so many more; who brings the counter to the target wakes those who sleep.</summary>
    /// <returns>Whether the counter has come to the target by this.</returns>
    public bool Arrive(ref int counter, int amount, int target)
    {
        if (Interlocked.Add(ref counter, amount) != target) return false;
        // This looks for sleepers after it counted, and a sleeper looks at the count after it put itself down: one of the two sees the other.
        if (Volatile.Read(ref _sleepers) == 0) return true;
        lock (_bed)
        {
            _sleepers = 0;
            Monitor.PulseAll(_bed);
        }
        return true;
    }

    /// <summary>Spins and yields; whether the counter has come to the target or past it.</summary>
    public bool Spin(ref int counter, int target)
    {
        for (int i = 0; i < spins; i++)
        {
            if (Has(ref counter, target)) return true;
            Thread.SpinWait(1);
        }
        for (int i = 0; i < yields; i++)
        {
            if (Has(ref counter, target)) return true;
            Thread.Yield();
        }
        return Has(ref counter, target);
    }

    /// <summary>Sleeps until the counter has come to the target or past it.</summary>
    public void Sleep(ref int counter, int target)
    {
        lock (_bed)
        {
            while (true)
            {
                Interlocked.Increment(ref _sleepers);
                if (Has(ref counter, target)) return;
                Monitor.Wait(_bed);
            }
        }
    }

    /// <summary>Whether the counter has come to the target or past it: a difference, so that a counter may wrap round.</summary>
    public static bool Has(ref int counter, int target) => unchecked(Volatile.Read(ref counter) - target) >= 0;
}
