using System.Collections.Concurrent;
using RandWire.Engine.Execution;
using Xunit;

namespace RandWire.Tests.Engine;

public sealed class WorkSharesSpecs
{
    public static TheoryData<int, int> Teams => new(
        from members in new[] { 1, 2, 3, 8 } from ranges in new[] { 0, 1, 2, 3, 7, 8, 16, 61 } select (members, ranges));

    [Theory]
    [MemberData(nameof(Teams))]
    public void Members_that_keep_pace_run_their_own_share_from_one_end_to_the_other(int members, int ranges)
    {
        foreach (bool descends in new[] { false, true })
        {
            WorkShares shares = Dealt(members, ranges);
            for (int member = 0; member < members; member++)
            {
                int from = WorkShares.First(member, ranges, members), to = WorkShares.First(member + 1, ranges, members);
                IEnumerable<int> expected = Enumerable.Range(from, to - from);
                List<int> own = [];
                for (int i = from; i < to; i++) own.Add(shares.Next(member, 0, ranges, descends));
                Assert.Equal(descends ? expected.Reverse() : expected, own);
            }
            for (int member = 0; member < members; member++) Assert.Equal(-1, shares.Next(member, 0, ranges, descends));
        }
    }

    [Theory]
    [MemberData(nameof(Teams))]
    public void Shares_begin_where_BeginsShare_says(int members, int ranges)
    {
        HashSet<int> first = [.. Enumerable.Range(0, members).Select(member => WorkShares.First(member, ranges, members))];
        for (int range = 0; range < ranges; range++) Assert.Equal(first.Contains(range), WorkShares.BeginsShare(range, ranges, members));
    }

    [Fact]
    public void A_member_that_is_done_takes_from_the_far_end_of_anothers_share()
    {
        WorkShares shares = Dealt(2, 8);
        for (int i = 0; i < 4; i++) Assert.Equal(i, shares.Next(0, 0, 8, false));
        Assert.Equal(7, shares.Next(0, 0, 8, false));
        Assert.Equal(4, shares.Next(1, 0, 8, false));
        Assert.Equal(6, shares.Next(0, 0, 8, false));
        Assert.Equal(5, shares.Next(1, 0, 8, false));
        Assert.Equal(-1, shares.Next(1, 0, 8, false));
        Assert.Equal(-1, shares.Next(0, 0, 8, false));
    }

    [Fact]
    public void With_one_range_each_nobody_takes_anothers()
    {
        WorkShares shares = Dealt(2, 2);
        Assert.Equal(0, shares.Next(0, 0, 2, false));
        Assert.Equal(-1, shares.Next(0, 0, 2, false));
        Assert.Equal(1, shares.Next(1, 0, 2, false));
    }

    [Fact]
    public void Threads_at_different_speeds_run_every_range_of_every_step_once()
    {
        const int Members = 3, Steps = 200, Ranges = 17;
        WorkShares shares = new(Members);
        ConcurrentBag<(int Step, int Range)> run = [];
        using Barrier barrier = new(Members);
        Thread[] threads = [.. Enumerable.Range(0, Members).Select(member => new Thread(() => Member(member)))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(Enumerable.Range(0, Steps * Ranges), run.Select(one => one.Step * Ranges + one.Range).Order());

        void Member(int member)
        {
            shares.Deal(member, 0, Ranges);
            for (int step = 0; step < Steps; step++)
            {
                int range;
                while ((range = shares.Next(member, step, Ranges, step % 2 == 1)) >= 0)
                {
                    run.Add((step, range));
                    Thread.SpinWait(100 * member);
                }
                shares.Deal(member, step + 1, Ranges);
                barrier.SignalAndWait();
            }
        }
    }

    private static WorkShares Dealt(int members, int ranges)
    {
        WorkShares shares = new(members);
        for (int member = 0; member < members; member++) shares.Deal(member, 0, ranges);
        return shares;
    }
}
