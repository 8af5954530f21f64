using RandWire.Engine;
using RandWire.Networks;
using RandWire.Search;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Search;

/// <summary>What is kept after every event against counting anew.</summary>
public sealed class TrialSumsSpecs
{
    [Fact]
    public void Counts_and_sums_are_those_of_all_trials_whichever_ends_first()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Seed chance = Seed.From(seed);
            TrialSums sums = new();
            List<TrialRecord> trials = [];
            for (ulong step = 0; step < 60; step++)
            {
                Seed draw = chance.Child((long)step);
                int number = draw.Below(0, trials.Count + 2);
                if (number >= trials.Count) trials.Add(new TrialRecord { Plan = new TrialPlan(trials.Count, step > 40 ? TrialKind.Final : TrialKind.Search, 0, draw.Below(1, 3), 1, 1, 1) });
                TrialRecord trial = trials[Math.Min(number, trials.Count - 1)];
                if (!trial.IsOver && draw.Below(2, 2) == 0)
                    trial = trials[trial.Plan.Number] = trial.Closed(new TrialOutcome { Status = TrialStatus.Finished, ChargedMultiplyAdds = draw.Uniform(3), Seconds = draw.Uniform(4) });
                sums.Learn(trial);
                Assert.Equal(trials, sums.All);
                Assert.Equal(trials.Where(one => one.Plan.Kind == TrialKind.Final), sums.Finals);
                Assert.Equal(trials.Count(one => one.IsOver), sums.Over);
                Assert.Equal((trials.Sum(one => one.Outcome?.Seconds ?? 0), trials.Sum(one => one.Outcome?.ChargedMultiplyAdds ?? 0)), sums.Totals());
                for (int rung = 0; rung < 3; rung++)
                {
                    TrialRecord[] there = [.. trials.Where(one => one.Plan.Kind == TrialKind.Search && one.Plan.Rung == rung)];
                    Assert.Equal((there.Length, there.Count(one => one.IsOver)), sums.On(rung));
                }
            }
        }
    }

    [Fact]
    public void The_best_row_is_the_first_in_order_after_every_trial()
    {
        NetworkSpec network = Presets.Create("tiny", new PresetOptions { Height = 12, Width = 12, ImageChannels = 1, Classes = 2, Wiring = "ws(k=4,p=0.75)", Seed = 1 });
        Candidate[] candidates = [.. Enumerable.Range(0, 6).Select(id => Candidate.Of(id, network, "ws(k=4,p=0.75)", id))];
        using RecordedStudy recorded = new();
        for (int seed = 0; seed < 100; seed++)
        {
            Seed chance = Seed.From(seed);
            StudyRows rows = new(recorded.View.Plan);
            rows.Learn(candidates, []);
            for (int number = 0; number < 40; number++)
            {
                Seed draw = chance.Child(number);
                // Few values, so that there are ties.
                double accuracy = 0.1 * draw.Below(0, 4), loss = draw.Below(1, 2);
                TrialRecord trial = new() { Plan = new TrialPlan(number, TrialKind.Search, draw.Below(2, 6), draw.Below(3, 2), 1, 1, 1) };
                rows.Learn([], [trial.Closed(new TrialOutcome
                {
                    Status = draw.Below(4, 3) == 0 ? TrialStatus.Diverged : TrialStatus.Finished,
                    ChargedMultiplyAdds = 1,
                    Curve = [new EpochResult(1, 1, accuracy, accuracy, loss, 1, 0, 0.1, 1)],
                })]);
                TrialResult first = Leaderboard.Order(rows.All)[0];
                Assert.Same(first.Best is null ? null : first, rows.Best);
            }
        }
    }
}
