using RandWire.Reports;
using RandWire.Search;
using RandWire.Tests.Search;
using Xunit;

namespace RandWire.Tests.Reports;

/// <summary>Every sentence of a report against a recorded study in which it must stand, or must not.</summary>
public sealed class StudyAccountSpecs
{
    [Fact]
    public void A_lead_beyond_chance_is_a_winner_and_says_by_how_much()
    {
        using RecordedStudy study = Two(0.95, 0.60);
        StudyAccount account = new(study.View);
        Assert.Equal(VerdictKind.Winner, account.Findings.Verdict);
        // 380 and 240 of 400 right, one added on either side: 381 / 402 - 241 / 402 = 34.8 points, half width 1.96 sqrt((0.0495 + 0.2401) / 402) = 5.3.
        Says(account.Verdict, "Winner: ws(k=4,p=0.75) seed 0 leads the next best, er(p=0.2) seed 1, by 35.00 points on rung 1", "29.", "40.");
    }

    [Fact]
    public void A_lead_within_chance_is_no_winner_and_the_least_lead_is_told()
    {
        using RecordedStudy study = Two(0.82, 0.80);
        StudyAccount account = new(study.View);
        Assert.Equal(VerdictKind.NoDifference, account.Findings.Verdict);
        Says(account.Verdict, "Chosen, no difference found", "2.00 points ahead of er(p=0.2) seed 1 on rung 1", "400 validation images");
        Assert.DoesNotContain("Winner", account.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void All_equal_is_said_so()
    {
        using RecordedStudy study = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.8).Sample("er(p=0.2)", 0.8).Sample("ba(m=2)", 0.8).Sample("ba(m=3)", 0.8).Choose(0, 2).Finish().Finish().Test(0.8, 0.8);
        StudyAccount account = new(study.View);
        Says(account.Verdict, "no difference found", "are equal on rung 1");
        Says(All(account), "On rung 1, 4 trainings spread by 0.00 points", "they are all equal", "2 full trainings with different seeds spread by 0.00 points");
    }

    [Fact]
    public void The_spread_of_seeds_widens_what_chance_explains()
    {
        using RecordedStudy quiet = Two(0.90, 0.83, 0.85, 0.85), loud = Two(0.90, 0.83, 0.75, 0.95);
        Assert.Equal(VerdictKind.Winner, new StudyAccount(quiet.View).Findings.Verdict);
        StudyAccount account = new(loud.View);
        Assert.Equal(VerdictKind.NoDifference, account.Findings.Verdict);
        Says(account.Verdict, "the spread of 2 seeds");
        Says(All(account), "spread by 14.14 points", "of either network to show it in 4 of 5 cases");
    }

    [Fact]
    public void One_number_says_how_much_two_networks_must_differ()
    {
        using RecordedStudy study = Two(0.82, 0.80);
        StudyAccount account = new(study.View);
        double least = account.Findings.LeastLead!.Value;
        Interval there = Statistics.Difference(0.82, 0.82 - least, 400), below = Statistics.Difference(0.82, 0.82 - least + 1e-6, 400);
        Assert.True(there.Low > 0 && below.Low <= 0);
        string points = FormattableString.Invariant($"{100 * least:0.00} points");
        Says(account.Verdict, points);
        Says(All(account), $"must differ by about {points} to be told apart: of 1 other on rung 1, 1 comes that close");
    }

    [Fact]
    public void One_seed_alone_says_nothing_of_seeds()
    {
        using RecordedStudy study = Two(0.95, 0.60);
        StudyAccount account = new(study.View);
        Says(account.Verdict, "with one full training, what another seed would change is not known");
        Says(All(account), "One full training only");
        Assert.DoesNotContain("1 times", All(account), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_learnt_is_said_first_whatever_the_lead()
    {
        using RecordedStudy study = Two(0.95, 0.60, 0.52);
        StudyAccount account = new(study.View);
        Assert.Equal(VerdictKind.NothingLearnt, account.Findings.Verdict);
        Says(account.Verdict, "Nothing was learnt that shows", "a test accuracy of 52.00 %", "always saying “class 0” has 50.00 %");
    }

    [Fact]
    public void Balanced_accuracy_is_set_beside_guessing()
    {
        using RecordedStudy made = new RecordedStudy(selection: SelectionCriterion.BalancedAccuracy).Sample("ws(k=4,p=0.75)", 0.7).Sample("er(p=0.2)", 0.6).Choose(0, 1).Finish();
        using RecordedStudy study = made.Uneven(450, 50).Test([440, 2]);
        StudyAccount account = new(study.View);
        Assert.Equal(VerdictKind.NothingLearnt, account.Findings.Verdict);
        // (440 / 450 + 2 / 50) / 2, though 88.4 % of the images are right; Wilson's intervals of both classes put it between 49.2 % and 55.6 %.
        Says(account.Verdict, "a balanced test accuracy of 50.89 %", "guessing among 2 classes has 50.00 %");
    }

    [Fact]
    public void One_trial_is_no_comparison()
    {
        using RecordedStudy study = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.9).Choose(0, 1).Finish().Test(0.9);
        StudyAccount account = new(study.View);
        Assert.Equal(VerdictKind.OnlyOne, account.Findings.Verdict);
        Says(account.Verdict, "Chosen without a rival", "so nothing was compared");
        Assert.DoesNotContain("told apart", All(account), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_deadline_dropped_is_not_called_tried()
    {
        RecordedStudy made = new RecordedStudy(budget: 1e13).Sample("ws(k=4,p=0.75)", 0.9);
        for (int i = 0; i < 5; i++) made.Sample("er(p=0.2)", null, TrialStatus.Skipped, "--deadline: 55% of it had passed");
        using RecordedStudy study = made.Choose(0, 3, epochs: 8, ended: "--deadline: 55% of it had passed").Finish().Finish(TrialStatus.Skipped, "--deadline: it had passed").Finish(TrialStatus.Skipped, "--deadline: it had passed").Test(0.9);
        StudyAccount account = new(study.View);
        string all = All(account);
        Says(account.Verdict, "Chosen without a rival");
        Says(all, "6 networks were sampled, of which 1 finished a training. Of 6 trainings, 1 finished and 5 dropped at the deadline.", "Dropped because: --deadline: 55% of it had passed.");
        Says(all, "was trained in full once, for 8 epochs", "60 epochs had been foreseen before the search", "Full training 2 of 3 was dropped: --deadline: it had passed.");
        Says(all, " GMAC of 10.0 TMAC were used (0.10 %)", "Most was left: the deadline dropped work");
    }

    [Fact]
    public void Diverged_refused_and_pruned_trainings_are_counted_apart()
    {
        using RecordedStudy study = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.9).Sample("er(p=0.2)", 0.5).Sample("ba(m=2)", null, TrialStatus.Diverged, "loss became infinite in epoch 1")
            .Sample("ba(m=3)", null, TrialStatus.Refused, "needs 900 MB").Sample("ba(m=1)", 0.3, TrialStatus.Pruned).Sample("ba(m=1)", null, TrialStatus.Failed, "3 workers in a row ended")
            .Choose(0, 2).Finish().Finish(TrialStatus.Diverged, "weights became NaN in epoch 1").Test(0.9);
        string all = All(new StudyAccount(study.View));
        Says(all, "Of 6 trainings, 2 finished, 1 ended early by the schedule, 1 diverged, 1 refused and 1 failed because their workers died.");
        Says(all, "Diverged because: loss became infinite in epoch 1.", "Refused because: needs 900 MB.", "Failed because: 3 workers in a row ended.");
        Says(all, "Full training 2 of 2 did not finish: weights became NaN in epoch 1.");
    }

    [Fact]
    public void Everything_diverged_leaves_no_model_and_says_why()
    {
        using RecordedStudy study = new RecordedStudy().Sample("ws(k=4,p=0.75)", null, TrialStatus.Diverged, "loss became NaN").Sample("er(p=0.2)", null, TrialStatus.Diverged, "loss became NaN");
        study.Ledger.Settle(EntryKinds.SearchEnded, "every rung is done");
        StudyAccount account = new(study.View);
        Assert.Equal(VerdictKind.NothingTrained, account.Findings.Verdict);
        Says(account.Verdict, "No network finished a training, so there is no model: 2 diverged.", "loss became NaN.");
    }

    [Fact]
    public void An_unfinished_study_decides_nothing()
    {
        using RecordedStudy study = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.9).Sample("er(p=0.2)", 0.5).Sample("ba(m=2)", null);
        StudyAccount account = new(study.View);
        Says(account.Verdict, "Unfinished, so nothing is decided: 2 of 3 trainings", "the best so far is ws(k=4,p=0.75) seed 0 with a validation accuracy of 90.00 %");
        Says(All(account), "The study is not over.", "The test images were not looked at.", "1 not over");
        using RecordedStudy chosen = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.9).Sample("er(p=0.2)", 0.5).Choose(0, 2).Finish();
        Says(new StudyAccount(chosen.View).Verdict, "Unfinished: ws(k=4,p=0.75) seed 0 was chosen, 1 of its 2 full trainings is done", "not looked at");
    }

    [Fact]
    public void A_look_in_which_no_model_answered_is_taken_once_and_told()
    {
        using RecordedStudy study = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.9).Sample("er(p=0.2)", 0.5).Choose(0, 2).Finish().Finish();
        study.Ledger.Add(EntryKinds.TestTouch, null, "");
        StudyOutcome outcome = new(study.Ledger, null!, "");
        Assert.Contains("image 3", Assert.Throws<StudyException>(() => outcome.Settle([new TestedRun(0, null, "image 3: not finite"), new TestedRun(1, null, "image 5")])).Message, StringComparison.Ordinal);
        Assert.True(outcome.IsComplete);
        Assert.Contains("image 3", Assert.Throws<StudyException>(() => outcome.Deliver(null!, null!, CancellationToken.None).Count()).Message, StringComparison.Ordinal);
        StudyAccount account = new(study.View);
        Assert.Null(account.Results);
        Assert.Equal((VerdictKind.NothingTrained, "image 3: not finite"), (account.Findings.Verdict, study.View.TestFailure));
        Says(account.Verdict, "was chosen and trained in full, but no full training left a model that answers every test image", "image 3: not finite.");
        Says(All(account), "looked at once");
    }

    [Fact]
    public void Interruptions_and_second_looks_are_told()
    {
        using RecordedStudy study = Two(0.9, 0.5);
        study.Again();
        study.Ledger.Add(EntryKinds.Closed, null, "stopped");
        study.Again();
        study.Ledger.Add(EntryKinds.Closed, null, "5 trials in a row failed");
        study.Again();
        study.Ledger.Add(EntryKinds.TestTouch, null, "");
        study.Ledger.Add(EntryKinds.Contradiction, 0, "trial 0, epoch 1: an earlier attempt came to another loss");
        Says(All(new StudyAccount(study.View)), "interrupted twice and went on: stopped once and killed once", "It ended by itself with an error once, and was taken up again.", "looked at twice: a look that was cut off was taken again", "A contradiction, which must not be: trial 0");
    }

    [Fact]
    public void Rungs_are_counted_from_one_and_foretelling_is_told()
    {
        using RecordedStudy study = new RecordedStudy(rungs: [new RungPlan(0, 4, 2), new RungPlan(1, 4, 6)]).Sample("ws(k=4,p=0.75)", 0.9).Sample("er(p=0.2)", 0.7).Sample("ba(m=2)", 0.6).Sample("ba(m=3)", 0.5)
            .Train(0, 1, 0.95).Train(1, 1, 0.8).Train(2, 1, 0.7).Train(3, 1, 0.6).Choose(0, 1).Finish().Test(0.92);
        StudyAccount account = new(study.View);
        Says(account.Verdict, "on rung 2");
        Says(All(account), "Rung 1 foretold rung 2 with a rank correlation of 1.00 (4 networks");
        Assert.DoesNotContain("rung 0", account.Verdict + All(account), StringComparison.OrdinalIgnoreCase);
        // 95 % of the validation images, 92 % of the test images.
        Says(All(account), "It was chosen at 95.00 % of validation accuracy after 6 epochs on rung 2; trained again in full it has 92.00 %", "+3.00 points");
    }

    [Fact]
    public void In_brackets_epochs_say_what_was_compared()
    {
        using RecordedStudy study = new RecordedStudy(schedule: new SchedulePlan("hyperband", [[new RungPlan(0, 6, 2), new RungPlan(1, 2, 6)], [new RungPlan(0, 2, 6)]]))
            .Sample("ws(k=4,p=0.75)", 0.8).Train(0, 1, 0.6).Sample("ba(m=2)", null, TrialStatus.Skipped).Train(1, 0, 0.95, bracketed: 6).Choose(1, 1).Finish().Test(0.9);
        StudyAccount account = new(study.View);
        Says(account.Verdict, "Winner: ba(m=2) seed 1 leads the next best, ws(k=4,p=0.75) seed 0, by 35.00 points after 6 epochs");
        Assert.DoesNotContain("on rung", account.Verdict, StringComparison.Ordinal);
        Says(All(account), "It was chosen at 95.00 % of validation accuracy after 6 epochs; trained");
    }

    [Fact]
    public void What_a_model_chose_is_told_as_its_choice()
    {
        using RecordedStudy behind = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.9).Sample("er(p=0.2)", 0.5).Choose(1, 1, by: "the model of settings").Finish().Test(0.8),
            near = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.9).Sample("er(p=0.2)", 0.89).Choose(1, 1, by: "the model of settings").Finish().Test(0.8);
        Says(new StudyAccount(behind.View).Verdict, "Chosen by the model of settings, not by its result", "er(p=0.2) seed 1 is 40.00 points behind ws(k=4,p=0.75) seed 0");
        Says(new StudyAccount(near.View).Verdict, "Chosen, no difference found");
        Says(All(new StudyAccount(near.View)), "It was chosen by the model of settings, with 89.00 % of validation accuracy after 2 epochs on rung 1");
        Assert.Equal("the model of settings", near.View.Results()!.Final.ChosenBy);
        Assert.Equal(["er(p=0.2) seed 1"], near.View.Results()!.Comparisons.Select(one => one.First).Distinct());
    }

    [Fact]
    public void The_score_that_screened_is_told_beside_the_baselines()
    {
        using RecordedStudy study = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.9).Sample("er(p=0.2)", 0.7).Sample("ba(m=2)", 0.6).Sample("ba(m=3)", 0.8);
        Assert.Empty(study.View.Findings().Scores);
        study.Score(0, "naswot", 9).Score(1, "naswot", 7).Score(2, "naswot", 6).Score(3, "naswot", 8);
        StudyFindings findings = study.View.Findings();
        Assert.Equal(["multiplyadds", "naswot", "parameters"], findings.Scores.Select(one => one.Score).Order());
        Assert.Equal((4, 1.0), (findings.Scores.Single(one => one.Score == "naswot").Networks, findings.Scores.Single(one => one.Score == "naswot").Spearman));
        Says(All(new StudyAccount(study.View)), "naswot 1.00", "parameters");
    }

    [Fact]
    public void Verdicts_of_a_report_and_of_several_studies_are_corrected_for_their_number()
    {
        using RecordedStudy first = Two(0.95, 0.6, 0.900, 0.912), second = Two(0.95, 0.6, 0.800, 0.804), third = Two(0.95, 0.6, 0.904, 0.920);
        using Training.TemporaryFolder folder = new();
        StudiesReport.Write([first.View, second.View, third.View], folder["studies.html"], "1.0.0");
        string side = System.Xml.Linq.XDocument.Parse(File.ReadAllText(folder["studies.html"]).Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal)).Root!.Value;
        // Alone the first pair would show a difference; of three it is one that chance has.
        double p = Statistics.PairedT([0.900, 0.912], [0.800, 0.804])!.PValue;
        Assert.InRange(p, 0.0167, 0.05);
        Says(side, FormattableString.Invariant($"p = {3 * p:0.###} corrected for 3 pairs (Holm): no difference found."));
        Assert.DoesNotContain(": recorded is better", side, StringComparison.Ordinal);

        using RecordedStudy many = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.80).Sample("er(p=0.2)", 0.73).Sample("ba(m=2)", 0.73).Choose(0, 1).Finish().Test(0.9);
        string page = File.ReadAllText(StudyReport.Write(many.View, "1.0.0", [], folder["report.html"]));
        Says(page, "corrected for 2 comparisons (Holm)");
    }

    [Fact]
    public void Studies_that_share_training_seeds_are_compared_in_pairs_and_their_models_image_by_image()
    {
        using RecordedStudy first = Two(0.95, 0.6, 0.900, 0.912, 0.880), second = Two(0.95, 0.6, 0.880, 0.888, 0.864), alone = Two(0.95, 0.6, 0.880);
        StudyPair pair = Assert.Single(StudyPair.Of([first.View, second.View]));
        double[] left = [0.900, 0.912, 0.880], right = [0.880, 0.888, 0.864];
        Assert.Equal(3, pair.SharedSeeds);
        Assert.Equal(left.Average() - right.Average(), pair.Difference!.Value, 1e-12);
        Assert.Equal(Statistics.PairedDifference(left, right), pair.Interval);
        Assert.Equal(Statistics.PairedT(left, right)!.PValue, pair.PValue);
        // The delivered ones have 225 and 220 of 250 images right in either class.
        Assert.Equal(Statistics.McNemar(10, 0), pair.Models);
        Assert.Null(pair.Improvement);
        Says(string.Join('\n', pair.Sentences()), "over the 3 training seeds that both had, in pairs", "of 500 test images the first alone has 10 right and the second alone 0 (McNemar, exact); p = 0.002: the model of recorded is better, which says nothing of other seeds.");
        StudyPair other = Assert.Single(StudyPair.Of([first.View, alone.View]));
        Assert.Equal((null, 0), (other.Difference, other.SharedSeeds));
        Says(other.Sentences().First(), "with one full training on a side");
    }

    [Fact]
    public void Many_full_trainings_say_how_likely_one_beats_another()
    {
        using RecordedStudy first = Two(0.95, 0.6, 0.90, 0.91, 0.92, 0.93, 0.94), second = Two(0.95, 0.6, 0.80, 0.81, 0.92, 0.83, 0.84);
        StudyPair pair = Assert.Single(StudyPair.Of([first.View, second.View]));
        // Of 25 pairs 22 are won and one is a draw.
        Assert.Equal(22.5 / 25, pair.Improvement!.Value.Value, 1e-12);
        Says(string.Join('\n', pair.Sentences()), "a full training of the first beats one of the second with probability 0.90");
    }

    [Fact]
    public void Scores_stand_by_network_beside_its_accuracy_with_both_rank_correlations()
    {
        using RecordedStudy study = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.9).Sample("er(p=0.2)", 0.7).Sample("ba(m=2)", 0.6).Sample("ba(m=3)", 0.8).Sample("ba(m=1)", 0.65);
        using Training.TemporaryFolder folder = new();
        Assert.DoesNotContain("Scores of the untrained networks", File.ReadAllText(StudyReport.Write(study.View, "1.0.0", [], folder["none.html"])), StringComparison.Ordinal);
        // One pair of ten stands the wrong way round: tau-b = (9 - 1) / 10, and rho = 1 - 6 · 2 / (5 · 24).
        study.Score(0, "naswot", 9000).Score(1, "naswot", 7).Score(2, "naswot", 6.5).Score(3, "naswot", 8).Score(4, "naswot", 6.25);
        ScoreCorrelation naswot = study.View.Findings().Scores.Single(one => one.Score == "naswot");
        Assert.Equal((0.9, 0.8), (Math.Round(naswot.Spearman!.Value, 12), Math.Round(naswot.Kendall!.Value, 12)));
        Assert.True(naswot.KendallInterval is { } interval && interval.Low < 0.8 && interval.High >= 0.8);
        string text = File.ReadAllText(StudyReport.Write(study.View, "1.0.0", [], folder["report.html"]));
        System.Xml.Linq.XElement page = System.Xml.Linq.XDocument.Parse(text.Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal)).Root!;
        string[][] rows = [.. page.Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
        string[] heading = rows.Single(row => row[^1] == "naswot"), best = rows.Single(row => row[^1] == "9000");
        Assert.Equal(("ws(k=4,p=0.75)", "90.0\u00A0%"), (best[0], best[Array.IndexOf(heading, "accuracy")]));
        Says(page.Value, "Scores of the untrained networks", "Kendall's tau-b");
        Says(All(new StudyAccount(study.View)), "Spearman's rank correlation, 95 % interval", "naswot 0.90");
    }

    [Fact]
    public void Every_bracket_stands_in_the_plan_with_its_own_rungs()
    {
        using RecordedStudy study = new RecordedStudy(schedule: new SchedulePlan("hyperband", [[new RungPlan(0, 6, 2), new RungPlan(1, 2, 6)], [new RungPlan(0, 3, 6)]]))
            .Sample("ws(k=4,p=0.75)", 0.8).Train(0, 1, 0.6).Sample("ba(m=2)", 0.7);
        using Training.TemporaryFolder folder = new();
        System.Xml.Linq.XElement page = System.Xml.Linq.XDocument.Parse(File.ReadAllText(StudyReport.Write(study.View, "1.0.0", [], folder["report.html"])).Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal)).Root!;
        string[] rows = [.. page.Descendants("tr").Select(row => string.Join(' ', row.Elements().Select(cell => cell.Value)))];
        int at = Array.IndexOf(rows, "bracket rung epochs networks planned trainings finished");
        Assert.Equal(["1 1 2 6 2", "1 2 6 2 1", "2 1 6 3 0"], rows[(at + 1)..(at + 4)]);
        // Rungs of two brackets are not to be compared: epochs stand there.
        Assert.Contains(rows, row => row.StartsWith("rank validation accuracy setting seed epochs status", StringComparison.Ordinal));
        Says(page.Value, "networks are comparable only after as many epochs");
    }

    [Fact]
    public void A_page_of_any_of_them_is_well_formed_and_begins_with_the_verdict()
    {
        using RecordedStudy unfinished = new RecordedStudy().Sample("ws(k=4,p=0.75)", 0.9).Sample("er(p=0.2)", null), done = Two(0.95, 0.6, 0.9, 0.91);
        using Training.TemporaryFolder folder = new();
        foreach (RecordedStudy study in (RecordedStudy[])[unfinished, done])
        {
            string path = StudyReport.Write(study.View, "1.0.0", [], folder["report.html"]), text = File.ReadAllText(path);
            System.Xml.Linq.XElement page = System.Xml.Linq.XDocument.Parse(text.Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal)).Root!;
            Assert.Contains(new StudyAccount(study.View).Verdict, page.Value, StringComparison.Ordinal);
        }
        StudiesReport.Write([unfinished.View, done.View], folder["studies.html"], "1.0.0");
        string side = System.Xml.Linq.XDocument.Parse(File.ReadAllText(folder["studies.html"]).Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal)).Root!.Value;
        Says(side, "2 studies side by side", "Winner: ", "Unfinished", "not finished", "All saw the same images");
    }

    private static RecordedStudy Two(double first, double second, params double[] tested)
    {
        double[] tests = tested.Length > 0 ? tested : [0.9];
        RecordedStudy study = new RecordedStudy().Sample("ws(k=4,p=0.75)", first).Sample("er(p=0.2)", second).Choose(0, tests.Length);
        foreach (double _ in tests) study.Finish();
        return study.Test(tests);
    }

    private static string All(StudyAccount account) => string.Join('\n', account.Sentences);

    private static void Says(string text, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
}
