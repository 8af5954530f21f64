using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

/// <summary>Threads that run a list of steps together: ranges are handed out one by one, or one to each where there are as many, and all wait for each other after every step.</summary>
/// <remarks>Nothing is allocated in a run. Who waits spins for about the time of one range before it sleeps (<see cref="Rendezvous"/>); in a team larger than
/// the machine it lets others run instead of spinning.</remarks>
internal sealed class WorkTeam : IDisposable
{
    private const int Spins = 5_000;

    // Enough to let the others of the team work; more only takes turns with other programs.
    private const int YieldsWhenCrowded = 2;

    private readonly Thread[] _threads;
    private readonly Rendezvous _rendezvous;
    private readonly Floats[] _scratch;
    private readonly NativeFloats _scratchMemory;
    private Step[] _steps = [];
    private StepContext? _context;
    private Counter[] _next = [];
    private Counter[] _arrived = [];
    private int _runs;
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
        _rendezvous = threads <= Environment.ProcessorCount ? new Rendezvous(Spins, 0) : new Rendezvous(1, YieldsWhenCrowded);
        _threads = new Thread[threads - 1];
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
        _rendezvous.Arrive(ref _runs, 1, _runs + 1);
        Work(0);
        _rendezvous.Wait(ref _running, 0);
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
        _rendezvous.Arrive(ref _runs, 1, _runs + 1);
        foreach (Thread thread in _threads) thread.Join();
        _scratchMemory.Dispose();
    }

    private void Serve(int member)
    {
        for (int run = 1; ; run = unchecked(run + 1))
        {
            _rendezvous.Wait(ref _runs, run);
            if (_stop) return;
            Work(member);
            _rendezvous.Arrive(ref _running, -1, 0);
        }
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
                _rendezvous.Arrive(ref _arrived[s].Value, 1, Members);
                _rendezvous.Wait(ref _arrived[s].Value, Members);
            }
            if (member == 0 && Ends is { } ends) ends[s] = System.Diagnostics.Stopwatch.GetTimestamp();
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
