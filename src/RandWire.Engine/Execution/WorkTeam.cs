using System.Runtime.InteropServices;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

/// <summary>Threads that run a list of steps together: each its share of the ranges (<see cref="WorkShares"/>), and all wait for each other after every
/// step.</summary>
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
    private readonly WorkShares _shares;
    private Counter _arrived;
    private Counter _runs;
    private Counter _finished;
    private bool _stop;
    private Exception? _failure;

    public WorkTeam(int threads, int scratchFloats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        long each = (scratchFloats + 1023L) / 1024 * 1024;
        _scratchMemory = new NativeFloats(each * threads);
        _scratch = new Floats[threads];
        _shares = new WorkShares(threads);
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

    public void Run(Step[] steps, StepContext context)
    {
        _steps = steps;
        _arrived.Value = 0;
        _context = context;
        _finished.Value = 0;
        _rendezvous.Arrive(ref _runs.Value, unchecked(_runs.Value + 1));
        Work(0);
        _rendezvous.Wait(ref _finished.Value, _threads.Length);
        if (_failure is not null)
        {
            Exception failure = _failure;
            _failure = null;
            _shares.Clear();
            throw new InvalidOperationException($"A step failed: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        _stop = true;
        _rendezvous.Arrive(ref _runs.Value, unchecked(_runs.Value + 1));
        foreach (Thread thread in _threads) thread.Join();
        _scratchMemory.Dispose();
    }

    private void Serve(int member)
    {
        for (int run = 1; ; run = unchecked(run + 1))
        {
            _rendezvous.Wait(ref _runs.Value, run);
            if (_stop) return;
            Work(member);
            _rendezvous.Arrive(ref _finished.Value, _threads.Length);
        }
    }

    private void Work(int member)
    {
        StepContext context = _context!;
        Step[] steps = _steps;
        int count = context.Count, members = Members, ranges = steps.Length == 0 ? 0 : steps[0].Ranges(count);
        Floats scratch = _scratch[member];
        _shares.Deal(member, 0, ranges);
        for (int s = 0; s < steps.Length; s++)
        {
            Step step = steps[s];
            try
            {
                int range;
                while ((range = _shares.Next(member, s, ranges, step.Descends)) >= 0) step.Run(context, range, scratch);
            }
            catch (Exception exception)
            {
                // A step never throws on purpose; if one does, all members must still meet, or the run would hang.
                Interlocked.CompareExchange(ref _failure, exception, null);
            }
            if (s + 1 < steps.Length) _shares.Deal(member, s + 1, ranges = steps[s + 1].Ranges(count));
            if (members > 1)
            {
                _rendezvous.Arrive(ref _arrived.Value, (s + 1) * members);
                _rendezvous.Wait(ref _arrived.Value, (s + 1) * members);
            }
            if (member == 0 && Ends is { } ends) ends[s] = System.Diagnostics.Stopwatch.GetTimestamp();
        }
    }

    /// <summary>A counter that shares no cache line with what lies beside it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Counter
    {
        [FieldOffset(64)]
        public int Value;
    }
}
