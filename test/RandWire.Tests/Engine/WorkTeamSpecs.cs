using RandWire.Engine;
using RandWire.Engine.Execution;
using RandWire.Engine.Kernels;
using Xunit;

namespace RandWire.Tests.Engine;

public sealed class WorkTeamSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_range_runs_once_and_no_step_begins_before_the_one_before_is_done(int threads)
    {
        int[] ranges = [5, 0, 1, threads, 17, 0, 0, 2, 40, 1, 0];
        Recorder[] steps = [.. ranges.Select((count, i) => new Recorder(i, count, range => Thread.SpinWait(range * 37 % 50)))];
        for (int i = 0; i < steps.Length; i++) steps[i].Before = steps[..i];
        using WorkTeam team = new(threads, 16);
        for (int run = 1; run <= 100; run++)
        {
            team.Run(steps, Context());
            foreach (Recorder step in steps) Assert.All(step.Times, times => Assert.Equal(run, times));
        }
        Assert.All(steps, step => Assert.Equal(0, step.Early));
    }

    [Fact]
    public void Shares_are_renewed_between_runs()
    {
        WorkShares shares = new(3, 4);
        using WorkTeam team = new(3, 16, shares);
        // One range is the last member's share alone, three are a range each.
        Recorder[] steps = [new(0, 1), new(1, 3), new(2, 6)];
        for (int run = 1; run <= 200; run++) team.Run(steps, Context());
        foreach (Recorder step in steps) Assert.All(step.Times, times => Assert.Equal(200, times));
    }

    [Fact]
    public void Steps_without_ranges_are_a_run_too()
    {
        using WorkTeam team = new(2, 16);
        team.Run([], Context());
        team.Run([new Recorder(0, 0)], Context());
        Recorder last = new(0, 3);
        team.Run([last], Context());
        Assert.Equal([1, 1, 1], last.Times);
    }

    /// <summary>A thread is kept between two ranges, as by another program that has its processor: the others go through the rest of the run, and through more
    /// runs, without it.</summary>
    [Fact]
    public void Nobody_waits_for_a_thread_that_is_in_no_range()
    {
        using WorkTeam team = new(2, 16);
        using ManualResetEventSlim isKept = new(), go = new();
        int caller = Environment.CurrentManagedThreadId;
        bool wasWaitedFor = false;
        // Threads look at the ranges of a step when they have told of those that they ran of the one before.
        Recorder keeps = new(1, 3)
        {
            OnRanges = () =>
            {
                if (Environment.CurrentManagedThreadId == caller || isKept.IsSet) return;
                isKept.Set();
                wasWaitedFor = !go.Wait(TimeSpan.FromSeconds(30));
            },
        };
        Recorder[] steps = [new(0, 2), keeps, new(2, 2), new(3, 7), new(4, 1)];
        int runs = 0, last = int.MaxValue;
        while (runs < last)
        {
            team.Run(steps, Context());
            runs++;
            if (last == int.MaxValue && isKept.IsSet) last = runs + 20;
        }
        go.Set();
        team.Run(steps, Context());
        foreach (Recorder step in steps) Assert.All(step.Times, times => Assert.Equal(runs + 1, times));
        Assert.False(wasWaitedFor);
    }

    /// <summary>Threads that are still on their way into a run, or out of it, when the team is disposed end as the others do.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void A_team_ends_whatever_its_threads_are_about(int threads)
    {
        const int Rounds = 2000;
        int ended = 0;
        Thread caller = new(() =>
        {
            for (; ended < Rounds; ended++)
            {
                using WorkTeam team = new(threads, 16);
                for (int run = 0; run < ended % 4; run++) team.Run([new Recorder(0, 1), new Recorder(1, threads)], Context());
            }
        })
        { IsBackground = true };
        caller.Start();
        // A thread that waits for a run that will not come would keep the caller for ever.
        caller.Join(TimeSpan.FromMinutes(2));
        Assert.Equal(Rounds, Volatile.Read(ref ended));
    }

    [Fact]
    public void A_step_that_fails_is_told_of_and_the_next_run_goes_well()
    {
        using WorkTeam team = new(3, 16);
        Recorder good = new(1, 9), bad = new(0, 9, range =>
        {
            if (range == 4) throw new ArithmeticException("the fourth");
        });
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => team.Run([bad, good], Context()));
        Assert.IsType<ArithmeticException>(failure.InnerException);
        Assert.All(good.Times, times => Assert.Equal(1, times));
        team.Run([good], Context());
        Assert.All(good.Times, times => Assert.Equal(2, times));
    }

    [Fact]
    public void More_ranges_than_shares_can_count_all_run()
    {
        int[] sums = new int[3];
        int ranges = 2 * WorkShares.MostRanges + 5;
        Recorder many = new(0, ranges);
        using WorkTeam team = new(2, 16);
        team.Run([many], Context());
        foreach (int times in many.Times) sums[Math.Min(times, 2)]++;
        Assert.Equal([0, ranges, 0], sums);
    }

    [Fact]
    public void The_end_of_every_step_is_noted_in_order()
    {
        using WorkTeam team = new(2, 16);
        long[] ends = new long[4];
        team.Ends = ends;
        long before = System.Diagnostics.Stopwatch.GetTimestamp();
        team.Run([new Recorder(0, 0), new Recorder(1, 5), new Recorder(2, 0), new Recorder(3, 2)], Context());
        Assert.True(before <= ends[0]);
        for (int i = 1; i < ends.Length; i++) Assert.True(ends[i - 1] <= ends[i]);
        Assert.True(ends[3] <= System.Diagnostics.Stopwatch.GetTimestamp());
    }

    private static StepContext Context() => new(KernelTable.For(SimdLevel.Scalar), 1, 0) { Count = 1 };

    private sealed class Recorder(int index, int ranges, Action<int>? work = null) : Step($"step {index}")
    {
        private int _early;

        public int[] Times { get; } = new int[ranges];

        public Recorder[] Before { get; set; } = [];

        public Action? OnRanges { get; init; }

        /// <summary>Ranges that began before an earlier step was done.</summary>
        public int Early => _early;

        public override int Ranges(int count)
        {
            OnRanges?.Invoke();
            return ranges;
        }

        public override void Run(StepContext context, int range, Floats scratch)
        {
            int run = Times[range] + 1;
            foreach (Recorder step in Before)
                for (int i = 0; i < step.Times.Length; i++) if (Volatile.Read(ref step.Times[i]) < run) Interlocked.Increment(ref _early);
            work?.Invoke(range);
            Interlocked.Increment(ref Times[range]);
        }
    }
}
