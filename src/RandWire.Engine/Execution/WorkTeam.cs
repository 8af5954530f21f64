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

    // Counters of ranges wrap round too, at four times this.
    private const int MostRangesApart = 1 << 30;

    private readonly Thread[] _threads;
    private readonly Rendezvous _rendezvous;
    private readonly Floats[] _scratch;
    private readonly NativeFloats _scratchMemory;
    private readonly WorkShares _shares;

    // The last run that each member is through with.
    private readonly Counter[] _served;

    // Ranges that were ever done: threads know how many there will be at the end of a step.
    private Counter _done;
    private int _doneAtRenewal;

    // Goes up by two for each run; odd while the assignment is written.
    private Counter _runs;

    // Steps are numbered from one: shares bear the number zero before anybody has taken from them.
    private Assignment _assignment = new([], null, 0, 1, 0, null);
    private bool _stop;
    private Exception? _failure;

    /// <summary>Starts the threads and cuts scratch memory for them.</summary>
    /// <param name="threads">Members, the caller of <see cref="Run"/> counted.</param>
    /// <param name="scratchFloats">Floats of scratch memory for each.</param>
    /// <param name="shares">Their shares, if not the usual ones.</param>
    public WorkTeam(int threads, int scratchFloats, WorkShares? shares = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        long each = (scratchFloats + 1023L) / 1024 * 1024;
        _scratchMemory = new NativeFloats(each * threads);
        _scratch = new Floats[threads];
        _shares = shares ?? new WorkShares(threads);
        _served = new Counter[threads];
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

    /// <summary>Where the time is noted at which every step was done; null notes nothing.</summary>
    public long[]? Ends { get; set; }

    public void Run(Step[] steps, StepContext context)
    {
        if (_shares.IsRenewalDue(_assignment.End) || unchecked(_done.Value - _doneAtRenewal) >= MostRangesApart) Renew(_assignment.End);
        Assignment assignment = new(steps, context, context.Count, _assignment.End, _done.Value, Ends);
        long begun = Stopwatch.GetTimestamp();
        if (Ends is not null) Array.Clear(Ends);
        Interlocked.Increment(ref _runs.Value);
        _assignment = assignment;
        _rendezvous.Arrive(ref _runs.Value, 1, unchecked(_runs.Value + 1));
        Work(0, assignment);
        if (Ends is not null) AwaitEnds(assignment, Ends, begun);
        if (_failure is { } failure)
        {
            _failure = null;
            throw new InvalidOperationException($"A step failed: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        _stop = true;
        _rendezvous.Arrive(ref _runs.Value, 2, unchecked(_runs.Value + 2));
        foreach (Thread thread in _threads) thread.Join();
        _scratchMemory.Dispose();
    }

    private void Serve(int member)
    {
        int runs = 0;
        while (true)
        {
            if (!_rendezvous.Spin(ref _runs.Value, unchecked(runs + 2))) _rendezvous.Sleep(ref _runs.Value, unchecked(runs + 2));
            Assignment assignment = Current(out runs);
            // Looked at after the number: whoever has the last one must not wait for another.
            if (_stop) return;
            Work(member, assignment);
            Volatile.Write(ref _served[member].Value, runs);
        }
    }

    // A thread that is too late by half of a circle of numbers could take for new what is old, so all meet long before that.
    private void Renew(int step)
    {
        for (int member = 1; member < Members; member++)
            while (Volatile.Read(ref _served[member].Value) != _runs.Value) Thread.Yield();
        _shares.Renew(step);
        _doneAtRenewal = _done.Value;
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
        int done = assignment.Done;
        for (int index = 0; index < assignment.Steps.Length; index++)
        {
            Step step = assignment.Steps[index];
            int number = unchecked(assignment.First + index), ranges = step.Ranges(assignment.Count);
            done = unchecked(done + ranges);
            bool patient = true;
            while (!Rendezvous.Has(ref _done.Value, done))
            {
                int ran = RunRanges(member, assignment.Context!, step, number, ranges, patient);
                if (ran > 0 && _rendezvous.Arrive(ref _done.Value, ran, done))
                {
                    if (assignment.Ends is { } ends) Volatile.Write(ref ends[index], Stopwatch.GetTimestamp());
                    break;
                }
                if (index + 1 < assignment.Steps.Length) Expect(member, unchecked(number + 1), assignment.Steps[index + 1].Ranges(assignment.Count));
                if (_rendezvous.Spin(ref _done.Value, done)) break;
                // By now a thread that has not even begun its one range may not be running at all.
                if (patient && ranges == Members) patient = false;
                else _rendezvous.Sleep(ref _done.Value, done);
            }
        }
    }

    private int RunRanges(int member, StepContext context, Step step, int number, int ranges, bool patient)
    {
        int done = 0, grain = Grain(ranges), grains = Grains(ranges), next;
        while ((next = _shares.Next(member, number, grains, step.Descends, patient)) >= 0)
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

    // Whoever does the last range of a step notes its end after that, when the caller may have returned to here already, and another thread have noted the end of
    // the next step. Steps without ranges end at once.
    private static void AwaitEnds(Assignment assignment, long[] ends, long begun)
    {
        for (int i = 0; i < assignment.Steps.Length; begun = ends[i++])
        {
            if (assignment.Steps[i].Ranges(assignment.Count) > 0)
                while (Volatile.Read(ref ends[i]) == 0) Thread.Yield();
            ends[i] = Math.Max(ends[i], begun);
        }
    }

    private void Expect(int member, int number, int ranges) => _shares.Expect(member, number, Grains(ranges));

    // Ranges that go together where there are more than shares can count.
    private static int Grain(int ranges) => 1 + ranges / WorkShares.MostRanges;

    private static int Grains(int ranges) => (ranges + Grain(ranges) - 1) / Grain(ranges);

    /// <summary>What a run is about.</summary>
    /// <param name="Steps">The steps.</param>
    /// <param name="Context">What they run on.</param>
    /// <param name="Count">Its images, which whoever is late must not read of a later run.</param>
    /// <param name="First">Number of the first step.</param>
    /// <param name="Done">Ranges that were done before.</param>
    /// <param name="Ends">Where to note when each step was done.</param>
    private readonly record struct Assignment(Step[] Steps, StepContext? Context, int Count, int First, int Done, long[]? Ends)
    {
        public int End => unchecked(First + Steps.Length);
    }

    /// <summary>A counter that shares no cache line with what lies beside it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Counter
    {
        [FieldOffset(64)]
        public int Value;
    }
}
