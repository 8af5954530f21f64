using System.Diagnostics;
using System.Runtime.InteropServices;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

/// <summary>Threads that run a list of steps together: each its share of the ranges (<see cref="WorkShares"/>), and no step begins before all ranges of the one
/// before are done.</summary>
/// <remarks>It is ranges that are waited for, not threads: one that another program keeps from its processor holds nobody up unless it is in the middle of a range,
/// and goes on where the others are. Steps are numbered through all runs, so a thread that comes late sees that there is nothing left for it to take. Nothing is
/// allocated in a run. Who waits spins for about the time of one range before it sleeps (<see cref="Rendezvous"/>); in a team larger than the machine it lets
/// others run instead of spinning.</remarks>
internal sealed class WorkTeam : IDisposable
{
    private const int Spins = 5_000;

    // Enough to let the others of the team work; more only takes turns with other programs.
    private const int YieldsWhenCrowded = 2;

    private readonly Thread[] _threads;
    private readonly Rendezvous _rendezvous;
    private readonly Floats[] _scratch;
    private readonly NativeFloats _scratchMemory;
    private readonly WorkShares _shares;
    private Assignment _assignment = new([], null, 0, 0);
    private Progress _progress;
    private Counter _runs;
    private bool _stop;
    private Exception? _failure;

    public WorkTeam(int threads, int scratchFloats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        long each = (scratchFloats + 1023L) / 1024 * 1024;
        _scratchMemory = new NativeFloats(each * threads);
        _scratch = new Floats[threads];
        _shares = new WorkShares(threads);
        // Shares bear the number zero before anybody has taken from them.
        _progress.Step = 1;
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

    /// <summary>Where the time after every step is noted; null notes nothing.</summary>
    public long[]? Ends { get; set; }

    public void Run(Step[] steps, StepContext context)
    {
        Assignment assignment = new(steps, context, context.Count, _progress.Step);
        _shares.Renew(assignment.First);
        // An odd number says that the assignment is being written.
        Interlocked.Increment(ref _runs.Value);
        _assignment = assignment;
        Begin(assignment, 0);
        _rendezvous.Announce(ref _runs.Value, unchecked(_runs.Value + 1));
        Work(0, assignment);
        if (_failure is { } failure)
        {
            _failure = null;
            throw new InvalidOperationException($"A step failed: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        _stop = true;
        _rendezvous.Announce(ref _runs.Value, unchecked(_runs.Value + 2));
        foreach (Thread thread in _threads) thread.Join();
        _scratchMemory.Dispose();
    }

    private void Serve(int member)
    {
        int runs = 0;
        while (true)
        {
            if (!_rendezvous.Spin(ref _runs.Value, unchecked(runs + 2))) _rendezvous.Sleep(ref _runs.Value, unchecked(runs + 2));
            if (_stop) return;
            Work(member, Current(out runs));
        }
    }

    // The assignment, whole: not half of one and half of the next.
    private Assignment Current(out int runs)
    {
        while (true)
        {
            runs = Volatile.Read(ref _runs.Value);
            Assignment assignment = _assignment;
            Interlocked.MemoryBarrier();
            if ((runs & 1) == 0 && runs == Volatile.Read(ref _runs.Value)) return assignment;
            Thread.SpinWait(1);
        }
    }

    private void Work(int member, Assignment assignment)
    {
        bool patient = true;
        while (true)
        {
            int number = Volatile.Read(ref _progress.Step), index = unchecked(number - assignment.First);
            if ((uint)index >= (uint)assignment.Steps.Length) return;
            Step step = assignment.Steps[index];
            int ranges = step.Ranges(assignment.Count), done = RunRanges(member, assignment.Context!, step, number, ranges, patient);
            if (done > 0 && Interlocked.Add(ref _progress.Done, done) == ranges)
            {
                Begin(assignment, index + 1);
                patient = true;
            }
            else if (_rendezvous.Spin(ref _progress.Step, unchecked(number + 1))) patient = true;
            else if (patient && ranges == Members) patient = false;
            else
            {
                _rendezvous.Sleep(ref _progress.Step, unchecked(number + 1));
                patient = true;
            }
        }
    }

    private int RunRanges(int member, StepContext context, Step step, int number, int ranges, bool patient)
    {
        int done = 0, grain = 1 + ranges / WorkShares.MostRanges, grains = (ranges + grain - 1) / grain, next;
        while (Volatile.Read(ref _progress.Step) == number && (next = _shares.Next(member, number, grains, step.Descends, patient)) >= 0)
        {
            for (int range = next * grain; range < Math.Min(ranges, (next + 1) * grain); range++, done++)
            {
                try
                {
                    step.Run(context, range, _scratch[member]);
                }
                catch (Exception exception)
                {
                    // A step never throws on purpose; if one does, its range must still count, or the run would hang.
                    Interlocked.CompareExchange(ref _failure, exception, null);
                }
            }
        }
        return done;
    }

    // Lets all go on to the next step that has anything to do; by the one thread that finished the step before.
    private void Begin(Assignment assignment, int index)
    {
        int begun = index;
        while (begun < assignment.Steps.Length && assignment.Steps[begun].Ranges(assignment.Count) == 0) begun++;
        if (Ends is { } ends)
        {
            long now = Stopwatch.GetTimestamp();
            for (int i = Math.Max(0, index - 1); i < begun; i++) ends[i] = now;
        }
        _progress.Done = 0;
        _rendezvous.Announce(ref _progress.Step, unchecked(assignment.First + begun));
    }

    /// <summary>What a run is about.</summary>
    /// <param name="Steps">The steps.</param>
    /// <param name="Context">What they run on.</param>
    /// <param name="Count">Its images, which whoever is late must not read of a later run.</param>
    /// <param name="First">Number of the first step.</param>
    private readonly record struct Assignment(Step[] Steps, StepContext? Context, int Count, int First);

    /// <summary>Where the team is, on a cache line of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Progress
    {
        /// <summary>Number of the step that is going on.</summary>
        [FieldOffset(64)]
        public int Step;

        /// <summary>Ranges of it that are done.</summary>
        [FieldOffset(68)]
        public int Done;
    }

    /// <summary>A counter that shares no cache line with what lies beside it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Counter
    {
        [FieldOffset(64)]
        public int Value;
    }
}
