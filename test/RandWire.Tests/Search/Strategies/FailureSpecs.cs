using RandWire.Engine;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Strategies;

/// <summary>Failures in a row end a search, in order and without.</summary>
public sealed class FailureSpecs
{
    [Fact]
    public void Five_failures_in_a_row_end_a_search_without_order_too()
    {
        SearchProcess search = Search();
        Decided(search, 8);
        foreach (int number in (int[])[7, 2, 1, 0, 3]) End(search, number, TrialStatus.Diverged);
        // Four in a row, and one apart.
        Decided(search, 1);
        End(search, 4, TrialStatus.Diverged);
        Assert.Contains("5 trials in a row failed", Assert.Throws<StudyException>(() => Decided(search, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<StudyException>(() => search.Decide(1));
    }

    [Fact]
    public void A_run_of_failures_that_is_seen_all_at_once_with_what_follows_ends_it_too()
    {
        SearchProcess search = Search();
        Decided(search, 8);
        for (int number = 7; number > 0; number--) End(search, number, number < 6 ? TrialStatus.Diverged : TrialStatus.Finished);
        Decided(search, 1);
        End(search, 0, TrialStatus.Finished);
        Assert.Throws<StudyException>(() => Decided(search, 4));
    }

    [Fact]
    public void What_was_decided_before_the_end_is_told_first()
    {
        // Decision n of a window of one sees all before it; those are refused as they are made.
        SearchProcess search = new(SearchCases.Strategies["random"](null), new AshaSchedule([new RungPlan(0, 40, 1)], window: 1), Rules(asynchronous: false) with { Refuse = static _ => "too large" });
        Assert.Equal(6, Decided(search, 256));
        Assert.Throws<StudyException>(() => search.Decide(256));
    }

    private static SearchProcess Search() => new(SearchCases.Strategies["random"](null), new AshaSchedule([new RungPlan(0, 40, 1)]), Rules(asynchronous: true));

    private static SearchRules Rules(bool asynchronous) => new() { Purse = 1e300, Cost = static (_, _) => 1, StrategySeed = Seed.From(1), TrainingSeed = 1, Asynchronous = asynchronous };

    private static int Decided(SearchProcess search, int most)
    {
        (IReadOnlyList<Candidate> candidates, IReadOnlyList<TrialRecord> trials) = search.Decide(most);
        search.Learn(candidates, trials);
        return trials.Count;
    }

    private static void End(SearchProcess search, int number, TrialStatus status) =>
        search.Learn([], [search.Trials[number].Closed(new TrialOutcome { Status = status, ChargedMultiplyAdds = 1, Message = "the loss became NaN" })]);
}
