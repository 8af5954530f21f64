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
            WorkShares shares = new(members);
            for (int member = 0; member < members; member++)
            {
                int from = WorkShares.First(member, ranges, members), to = WorkShares.First(member + 1, ranges, members);
                IEnumerable<int> expected = Enumerable.Range(from, to - from);
                List<int> own = [];
                for (int i = from; i < to; i++) own.Add(shares.Next(member, 1, ranges, descends));
                Assert.Equal(descends ? expected.Reverse() : expected, own);
            }
            for (int member = 0; member < members; member++) Assert.Equal(-1, shares.Next(member, 1, ranges, descends));
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
        WorkShares shares = new(2);
        for (int i = 0; i < 4; i++) Assert.Equal(i, shares.Next(0, 1, 8, false));
        Assert.Equal(7, shares.Next(0, 1, 8, false));
        Assert.Equal(4, shares.Next(1, 1, 8, false));
        Assert.Equal(6, shares.Next(0, 1, 8, false));
        Assert.Equal(5, shares.Next(1, 1, 8, false));
        Assert.Equal(-1, shares.Next(1, 1, 8, false));
        Assert.Equal(-1, shares.Next(0, 1, 8, false));
    }

    [Fact]
    public void With_one_range_each_nobody_takes_anothers()
    {
        WorkShares shares = new(2);
        Assert.Equal(0, shares.Next(0, 1, 2, false));
        Assert.Equal(-1, shares.Next(0, 1, 2, false));
        Assert.Equal(1, shares.Next(1, 1, 2, false));
    }

    [Fact]
    public void Who_waited_long_enough_takes_the_one_range_of_another()
    {
        WorkShares shares = new(2);
        Assert.Equal(0, shares.Next(0, 1, 2, false));
        Assert.Equal(1, shares.Next(0, 1, 2, false, patient: false));
        Assert.Equal(-1, shares.Next(1, 1, 2, false));
    }

    [Fact]
    public void Who_is_late_finds_nothing_left_of_a_step_that_others_have_gone_on_from()
    {
        WorkShares shares = new(2);
        for (int step = 1; step <= 3; step++)
            for (int i = 0; i < 6; i++) Assert.NotEqual(-1, shares.Next(0, step, 6, false));
        for (int step = 1; step <= 3; step++) Assert.Equal(-1, shares.Next(1, step, 6, false));
        Assert.Equal(3, shares.Next(1, 4, 6, false));
        Assert.Equal(-1, shares.Next(0, 3, 6, false));
    }

    [Fact]
    public void Who_expects_a_step_late_gives_nothing_back()
    {
        WorkShares shares = new(2);
        shares.Expect(1, 2, 6);
        Assert.Equal(3, shares.Next(1, 2, 6, false));
        shares.Expect(1, 2, 6);
        Assert.Equal(4, shares.Next(1, 2, 6, false));
        for (int i = 0; i < 6; i++) Assert.NotEqual(-1, shares.Next(0, 4, 6, false));
        shares.Expect(1, 2, 6);
        shares.Expect(1, 4, 6);
        Assert.Equal(-1, shares.Next(1, 4, 6, false));
    }

    [Fact]
    public void A_share_that_nobody_took_from_for_ever_so_long_is_whole_again()
    {
        WorkShares shares = new(2);
        // One range is the second member's; its number goes round its circle while the first member's share is left alone.
        for (int step = 1; step < 1 << 26; step += 1 << 19)
        {
            if (shares.IsRenewalDue(step)) shares.Renew(step);
            Assert.Equal(0, shares.Next(1, step, 1, false));
            Assert.Equal(-1, shares.Next(1, step, 1, false));
        }
        shares.Renew(1 << 26);
        Assert.Equal(0, shares.Next(0, 1 << 26, 2, false));
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
        Assert.Equal(Enumerable.Range(Ranges, Steps * Ranges), run.Select(one => one.Step * Ranges + one.Range).Order());

        void Member(int member)
        {
            for (int step = 1; step <= Steps; step++)
            {
                int range;
                while ((range = shares.Next(member, step, Ranges, step % 2 == 1)) >= 0)
                {
                    run.Add((step, range));
                    Thread.SpinWait(100 * member);
                }
                barrier.SignalAndWait();
            }
        }
    }
}
