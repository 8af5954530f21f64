using RandWire.Engine;
using RandWire.Search;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Search.Strategies;

/// <summary>What an index keeps against what counting anew finds, on random histories.</summary>
public sealed class TrialIndexSpecs
{
    [Fact]
    public void An_index_that_grows_shrinks_and_learns_answers_as_counting_anew_does()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Seed chance = Seed.From(seed);
            TrialIndex index = new();
            List<TrialRecord> trials = [];
            for (ulong step = 0; step < 150; step++)
            {
                Seed draw = chance.Child((long)step);
                switch (draw.Below(0, 10))
                {
                    case < 5:
                        trials.Add(Random(draw, trials.Count));
                        index.Add(trials[^1]);
                        break;
                    case < 9 when trials.Count > 0:
                        int number = draw.Below(1, trials.Count);
                        if (trials[number].IsOver) break;
                        trials[number] = trials[number].Closed(Outcome(draw, trials[number].Plan));
                        index.Set(number, trials[number]);
                        break;
                    default:
                        int count = Math.Max(0, trials.Count - draw.Below(2, 4));
                        trials.RemoveRange(count, trials.Count - count);
                        index.Truncate(count);
                        break;
                }
                int over = trials.FindIndex(trial => !trial.IsOver) is var first and >= 0 ? first : trials.Count;
                Assert.Equal(over, index.Over);
                foreach (bool everything in (bool[])[false, true])
                {
                    int visible = everything ? over : draw.Below(3, over + 1);
                    RequireEqual(new History([], index, visible, everything), trials, visible, everything);
                    RequireEqual(new History([], trials, trials.Count, visible, everything), trials, visible, everything);
                }
            }
        }
    }

    private static void RequireEqual(History history, List<TrialRecord> trials, int visible, bool everything)
    {
        Check(history, trials, visible, everything);
        List<TrialRecord> kept = [.. trials.Where(trial => trial.Plan.Kind != TrialKind.Score)];
        Check(history.Without(TrialKind.Score), kept, trials.Take(visible).Count(trial => trial.Plan.Kind != TrialKind.Score), everything);
        Assert.Equal(trials.Select((trial, i) => (trial, i)).Where(one => one.trial.Plan.Kind == TrialKind.Score).Select(one => one.i), history.Of(TrialKind.Score));
    }

    // Every answer by its definition.
    private static void Check(History history, List<TrialRecord> trials, int visible, bool everything)
    {
        TrialOutcome? Seen(int i) => everything || i < visible ? trials[i].Outcome : null;
        int[] all = [.. Enumerable.Range(0, trials.Count)];
        double charged = 0;
        foreach (int i in all) charged += Seen(i)?.ChargedMultiplyAdds ?? trials[i].Plan.PlannedMultiplyAdds;
        Assert.Equal(charged, history.Charged);
        Assert.Equal(trials.Count, history.Count);
        Assert.Equal(all.All(i => Seen(i) is not null), history.IsComplete);
        Assert.Equal(trials.Select(trial => trial.Plan.Candidate).Distinct().Count(), history.CandidatesTried);
        Assert.All(Enumerable.Range(0, 12), candidate => Assert.Equal(trials.Exists(trial => trial.Plan.Candidate == candidate), history.IsTried(candidate)));
        for (int bracket = 0; bracket < 2; bracket++)
        {
            int[][] places = [.. Enumerable.Range(0, 3).Select(rung => all.Where(i => trials[i].Plan.Rung == rung && trials[i].Plan.Bracket == bracket).ToArray())];
            Assert.Equal(places.Select(place => place.Length), Ladder.Begun(history, 3, bracket));
            for (int rung = 0; rung < 3; rung++)
            {
                Assert.Equal(places[rung], history.On(rung, bracket));
                Assert.Equal(places[rung].Where(i => Seen(i)?.ValidationTop1 is not null && Seen(i)!.Status == TrialStatus.Finished)
                    .OrderByDescending(i => Seen(i)!.ValidationTop1).ThenBy(i => Seen(i)!.ValidationLoss).ThenBy(i => i).Select(i => trials[i].Plan.Candidate).Distinct(),
                    Ladder.Ranked(history, rung, bracket, SelectionCriterion.Accuracy));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void A_search_decides_what_a_schedule_says_of_a_history_that_was_made_anew(string name)
    {
        ISchedule schedule = SearchCases.Schedules[name]();
        SimulatedStudy study = new SimulatedStudy(SearchCases.Strategies["random"](null), schedule) { Failing = 0.1, Refused = 0.05, MostTrials = 80 }.Run(3, new Seed(9));
        for (int number = 0; number < study.Trials.Count; number++)
        {
            TrialPlan plan = study.Trials[number].Plan;
            (int epochs, int rung, int bracket, PruneRule? prune) = schedule.Next(study.Before(number)) switch
            {
                Move.New made => (made.Epochs, made.Rung, made.Bracket, made.Prune),
                Move.Again again when again.Candidate == plan.Candidate => (again.Epochs, again.Rung, again.Bracket, again.Prune),
                Move other => throw new InvalidOperationException($"Trial {number}: {other}"),
            };
            Assert.Equal((plan.Epochs, plan.Rung, plan.Bracket), (epochs, rung, bracket));
            Assert.Equal(plan.Prune?.Floor ?? [], prune?.Floor ?? []);
        }
    }

    public static TheoryData<string> Schedules => [.. SearchCases.Schedules.Keys];

    private static TrialRecord Random(Seed draw, int number)
    {
        TrialKind kind = draw.Below(10, 4) == 0 ? TrialKind.Score : TrialKind.Search;
        // Costs whose sums round, so that their order shows.
        TrialPlan plan = new(number, kind, draw.Below(11, 12), kind == TrialKind.Score ? 0 : draw.Below(12, 3), kind == TrialKind.Score ? 0 : 2, 1, 0.1 + draw.Uniform(13), null, draw.Below(14, 2));
        TrialRecord record = new() { Plan = plan };
        return draw.Below(15, 10) == 0 ? record.Closed(new TrialOutcome { Status = TrialStatus.Refused, ChargedMultiplyAdds = 0 }) : record;
    }

    private static TrialOutcome Outcome(Seed draw, TrialPlan plan)
    {
        // Few values, so that there are ties.
        double accuracy = 0.1 * draw.Below(20, 5), loss = 0.5 * draw.Below(21, 3);
        TrialStatus status = draw.Below(22, 6) switch { 0 => TrialStatus.Diverged, 1 => TrialStatus.Pruned, _ => TrialStatus.Finished };
        return new TrialOutcome
        {
            Status = status,
            ChargedMultiplyAdds = plan.PlannedMultiplyAdds * draw.Uniform(23),
            Curve = plan.Kind == TrialKind.Score ? [] : [new EpochResult(1, 1, accuracy, accuracy, loss, 1, 0, 0.1, 1)],
        };
    }
}
