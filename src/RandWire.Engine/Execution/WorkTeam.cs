using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

/// <summary>Threads that run a list of steps together: ranges are handed out one by one, or one to each where there are as many, and all wait for each other after every step.</summary>
/// <remarks>Nothing is allocated in a run. Who waits spins for about the time of one range and then sleeps: to wake a thread takes as long as several small
/// steps, but on a machine that others use too, a thread that spins on takes the processor from the one it waits for. A team larger than the machine
/// sleeps at once.</remarks>
internal sealed class WorkTeam : IDisposable
{
    // States of a thread between runs.
    private const int Awake = 0, Asleep = 1, Called = 2;

    // Of about 40 ns.
    private const int Spins = 5_000;

    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _wakes;
    private readonly Counter[] _calls;
    private readonly Floats[] _scratch;
    private readonly NativeFloats _scratchMemory;
    private Step[] _steps = [];
    private StepContext? _context;
    private Counter[] _next = [];
    private Counter[] _arrived = [];
    private readonly int _spins;
    private readonly object _bed = new();
    private int _sleepers;
    private int _running;
    private bool _stop;
    private Exception? _failure;

    public WorkTeam(int threads, int scratchFloats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        long each = (scratchFloats + 1023L) / 1024 * 1024;
        _scratchMemory = new NativeFloats(each * threads);
        _scratch = new Floats[threads];
        for (int i = 0; i < threads; i++) _scratch[i] = _scratchMemory.Start.Plus(each * i);
        _spins = threads <= Environment.ProcessorCount ? Spins : 1;
        _threads = new Thread[threads - 1];
        _wakes = new SemaphoreSlim[_threads.Length];
        _calls = new Counter[_threads.Length];
        for (int i = 0; i < _wakes.Length; i++) _wakes[i] = new SemaphoreSlim(0);
        for (int i = 0; i < _threads.Length; i++)
        {
            int member = i + 1;
            _threads[i] = new Thread(() => Serve(member)) { IsBackground = true, Name = $"RandWire worker {member}" };
            _threads[i].Start();
        }
    }

    public int Members => _threads.Length + 1;

    /// <summary>Where the calling thread notes the time after every step; null notes nothing.</summary>
    public long[]? Ends { get; set; }

    /// <summary>Makes room for the counters of the longest list of steps that will run.</summary>
    public void Reserve(int steps)
    {
        if (_next.Length >= steps) return;
        _next = new Counter[steps];
        _arrived = new Counter[steps];
    }

    public void Run(Step[] steps, StepContext context)
    {
        if (_next.Length < steps.Length) throw new InvalidOperationException("Reserve first.");
        Array.Clear(_next, 0, steps.Length);
        Array.Clear(_arrived, 0, steps.Length);
        _steps = steps;
        _context = context;
        Volatile.Write(ref _running, _threads.Length);
        CallAll();
        Work(0);
        Wait(ref _running, 0);
        if (_failure is not null)
        {
            Exception failure = _failure;
            _failure = null;
            throw new InvalidOperationException($"A step failed: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        _stop = true;
        CallAll();
        foreach (Thread thread in _threads) thread.Join();
        foreach (SemaphoreSlim wake in _wakes) wake.Dispose();
        _scratchMemory.Dispose();
    }

    private void Serve(int member)
    {
        while (true)
        {
            AwaitCall(member - 1);
            if (_stop) return;
            Work(member);
            Arrive(ref _running, -1, 0);
        }
    }

    private void CallAll()
    {
        for (int i = 0; i < _wakes.Length; i++)
            if (Interlocked.Exchange(ref _calls[i].Value, Called) == Asleep) _wakes[i].Release();
    }

    // A call takes the place of whatever state the thread is in, so none is lost: a thread that finds one on its way to sleep does not sleep.
    private void AwaitCall(int index)
    {
        ref int call = ref _calls[index].Value;
        for (int i = 0; i < _spins && Volatile.Read(ref call) != Called; i++) Thread.SpinWait(1);
        if (Interlocked.CompareExchange(ref call, Asleep, Awake) == Awake) _wakes[index].Wait();
        Volatile.Write(ref call, Awake);
    }

    private void Work(int member)
    {
        StepContext context = _context!;
        int count = context.Count;
        Floats scratch = _scratch[member];
        for (int s = 0; s < _steps.Length; s++)
        {
            Step step = _steps[s];
            int ranges = step.Ranges(count);
            try
            {
                int range;
                // One for each: always the same, so that a thread finds in its cache what it wrote there.
                if (ranges == Members) step.Run(context, member, scratch);
                else
                {
                    while ((range = Interlocked.Increment(ref _next[s].Value) - 1) < ranges)
                        step.Run(context, step.Descends ? ranges - 1 - range : range, scratch);
                }
            }
            catch (Exception exception)
            {
                // A step never throws on purpose; if one does, all members must still meet, or the run would hang.
                Interlocked.CompareExchange(ref _failure, exception, null);
            }
            if (Members > 1)
            {
                Arrive(ref _arrived[s].Value, 1, Members);
                Wait(ref _arrived[s].Value, Members);
            }
            if (member == 0 && Ends is { } ends) ends[s] = System.Diagnostics.Stopwatch.GetTimestamp();
        }
    }

    // The last to arrive wakes those who sleep. It looks for them after it counted itself, and a sleeper looks at the count after it put itself down:
    // one of the two sees the other.
    private void Arrive(ref int counter, int step, int target)
    {
        if (Interlocked.Add(ref counter, step) != target || Volatile.Read(ref _sleepers) == 0) return;
        lock (_bed) Monitor.PulseAll(_bed);
    }

    private void Wait(ref int counter, int target)
    {
        for (int i = 0; i < _spins; i++)
        {
            if (Volatile.Read(ref counter) == target) return;
            Thread.SpinWait(1);
        }
        lock (_bed)
        {
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref counter) != target) Monitor.Wait(_bed);
            Interlocked.Decrement(ref _sleepers);
        }
    }

    /// <summary>A counter on a cache line of its own.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 64)]
    private struct Counter
    {
        [System.Runtime.InteropServices.FieldOffset(0)]
        public int Value;
    }
}
