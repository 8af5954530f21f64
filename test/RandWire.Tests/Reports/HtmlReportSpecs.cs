using System.Xml.Linq;
using RandWire.Reports;
using Xunit;

namespace RandWire.Tests.Reports;

public sealed class HtmlReportSpecs
{
    private static readonly string Page = Written(SampleReport.Of(SampleReport.Fashion));

    public static TheoryData<string> Pages => ["full", "uneven", "hostile", "least", "hundred classes", "five hundred classes"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_report_is_one_well_formed_file_that_runs_and_loads_nothing(string which)
    {
        XElement root = Parsed(Written(Report(which)));
        Assert.DoesNotContain(root.Descendants(), e =>
            e.Name.LocalName is "script" or "link" or "iframe" or "object" or "embed" or "base" or "form" or "image" or "use" or
            "foreignObject");
        foreach (XAttribute attribute in root.Descendants().Attributes())
        {
            string name = attribute.Name.LocalName;
            Assert.False(name.StartsWith("on", StringComparison.OrdinalIgnoreCase), $"attribute {name}");
            if (name is "src") { Assert.StartsWith("data:image/png;base64,", attribute.Value, StringComparison.Ordinal); }
            if (name is "href") Assert.StartsWith("#", attribute.Value, StringComparison.Ordinal);
        }
        Assert.All(root.Descendants().Where(e => e.Name.LocalName == "style"), style =>
        {
            Assert.DoesNotContain("url(", style.Value, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("@import", style.Value, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Contains(root.Descendants(), e => (string?)e.Attribute("http-equiv") == "Content-Security-Policy");
        string[] ids = [.. root.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct().Count(), ids.Length);
        Assert.All(root.Descendants().Attributes("href"), href => Assert.Contains(href.Value[1..], ids));
    }

    [Fact]
    public void Hostile_names_change_text_and_never_structure()
    {
        static string[] Elements(string page) => [.. Parsed(page).Descendants().Where(e => e.Name.LocalName != "title")
            .Select(e => e.Name.LocalName)];
        string[] tame = [.. Enumerable.Range(0, SampleReport.Hostile.Length).Select(i => $"class {i}")];
        string page = Written(SampleReport.Of(SampleReport.Hostile));
        Assert.Equal(Elements(Written(SampleReport.Of(tame))), Elements(page));
        string text = Parsed(page).Value;
        Assert.Contains("<script>alert(1)</script>", text, StringComparison.Ordinal);
        Assert.Contains("日本語のクラス名 – ключ – عربى", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', text);
        Assert.DoesNotContain('\u0001', text);
    }

    // By hand: of (3, 0.70), (1, 0.60), (2, 0.55), (5, 0.70), (4, 0.80), (4, 0.75) the first, second and fifth.
    [Fact]
    public void What_no_cheaper_network_beats_is_told_where_costs_differ()
    {
        RunReport sample = SampleReport.Of(SampleReport.Fashion);
        (long Cost, double Accuracy)[] told = [(3, 0.70), (1, 0.60), (2, 0.55), (5, 0.70), (4, 0.80), (4, 0.75)];
        ReportTrial[] trials = [.. told.Select((one, i) => sample.Trials[i] with { MultiplyAdds = one.Cost * 1_000_000, ShortAccuracy = one.Accuracy, Wiring = $"er(p=0.{i})" })];
        XElement[] rows = [.. Parsed(Written(sample with { Trials = trials })).Descendants().Where(static e => e.Name.LocalName == "table" && e.AncestorsAndSelf().Attributes().Any(static a => a.Value.Contains("Pareto front", StringComparison.Ordinal)))
            .Single().Descendants().Where(static e => e.Name.LocalName == "code")];
        Assert.Equal(["er(p=0.1)", "er(p=0.0)", "er(p=0.4)"], rows.Select(static row => row.Value));
        // Costs that differ by some percent are no choice.
        Assert.DoesNotContain("Pareto front", Written(sample with { Trials = [.. trials.Select(static (trial, i) => trial with { MultiplyAdds = 1_000_000 + i })] }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_headline_carries_mean_deviation_seeds_and_the_error_bar_of_the_test_set()
    {
        string text = Read(Page);
        Assert.Contains("84.4 % ± 0.66", text, StringComparison.Ordinal); // 0.843, 0.851, 0.838: mean 0.844, sample deviation 0.00656
        Assert.Contains("3 trainings with different seeds", text, StringComparison.Ordinal);
        Assert.Contains("82.5 to 86.1 %", text, StringComparison.Ordinal); // Wilson: (0.844 + z²/2n ± z sqrt(0.844 x 0.156 / n + z²/4n²)) / (1 + z²/n) with z = 1.96, n = 1500
        Assert.Contains("1,500 test images", text, StringComparison.Ordinal);
        Assert.Contains("test set looked at once", text, StringComparison.Ordinal);
        Assert.Contains("./randwire run samples/fashion --budget 10m --seeds 3 --seed 7", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Balanced_accuracy_leads_where_classes_differ_and_the_baseline_stands_beside_every_accuracy()
    {
        string text = Read(Written(SampleReport.Uneven()));
        // 950 and 50 test images, 940 and 20 right: accuracy 96.0 %, balanced (0.98947 + 0.4) / 2 = 69.5 %.
        Assert.True(text.IndexOf("69.5 %", StringComparison.Ordinal) < text.IndexOf("96.0 %", StringComparison.Ordinal));
        Assert.Contains("always saying “fine” would have 95.0 %", text, StringComparison.Ordinal);
        Assert.Contains("The smallest class, “rare”, has 50 test images, 20 of them right: between 27.6 and 53.8 % (95 %)", text, StringComparison.Ordinal); // Wilson 20/50
        Assert.Contains("differ by 19 to 1", text, StringComparison.Ordinal);
        Assert.Contains("balanced validation accuracy", text, StringComparison.Ordinal);
        string even = Read(Page);
        Assert.DoesNotContain("balanced test accuracy", even, StringComparison.Ordinal);
        Assert.Contains("always saying", even, StringComparison.Ordinal);
    }

    [Fact]
    public void One_seed_gets_no_deviation_and_a_warning()
    {
        RunReport report = SampleReport.Of(SampleReport.Fashion);
        string text = Read(Written(report with { Headline = report.Headline! with { TestAccuracies = [0.8] } }));
        Assert.Null((report.Headline! with { TestAccuracies = [0.8] }).StandardDeviation);
        Assert.Contains("test accuracy of one training", text, StringComparison.Ordinal);
        Assert.Contains("One seed only", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_finished_training_claims_no_accuracy()
    {
        RunReport report = SampleReport.Of(SampleReport.Fashion);
        Assert.Contains("so there is no test accuracy", Read(Written(report with { Headline = null })), StringComparison.Ordinal);
        Assert.Contains("so there is no test accuracy",
            Read(Written(report with { Headline = report.Headline! with { TestAccuracies = [] } })), StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_one_look_at_the_test_set_is_said_first()
    {
        string text = Read(Written(SampleReport.Of(SampleReport.Fashion) with { TestTouches = 3 }));
        Assert.Contains("The test set was looked at 3 times", text, StringComparison.Ordinal);
        Assert.Contains("too good to be true", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_study_says_of_its_looks_is_not_contradicted()
    {
        string text = Read(Written(SampleReport.Of(SampleReport.Fashion) with { TestTouches = 2, Account = ["The test images were looked at twice. Nothing was chosen by them."] }));
        Assert.Contains("The test set was looked at twice", text, StringComparison.Ordinal);
        Assert.DoesNotContain("too good to be true", text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_full_training_is_said_only_where_none_finished()
    {
        RunReport report = SampleReport.Of(SampleReport.Fashion) with { Headline = null };
        Assert.Contains("No network was trained in full", Read(Written(report)), StringComparison.Ordinal);
        string text = Read(Written(report with { FullTrainings = 2 }));
        Assert.DoesNotContain("No network was trained in full", text, StringComparison.Ordinal);
        Assert.Contains("There is no test accuracy.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_test_images_right_are_no_certainty()
    {
        RunReport report = SampleReport.Of(SampleReport.Fashion);
        // Wilson: 16 / (16 + 1.96²).
        Assert.Contains("80.6 to 100.0 %", Read(Written(report with { Headline = report.Headline! with { TestAccuracies = [1], TestImages = 16 } })), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_trial_is_listed_and_a_failed_one_says_why()
    {
        XElement board = Parsed(Page).Descendants().Single(e => (string?)e.Attribute("aria-label") == "Leaderboard of networks");
        Assert.Equal(25, board.Descendants().Count(e => e.Name.LocalName == "tr"));
        Assert.Contains("loss became infinite in epoch 1", board.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_finite_leaves_a_gap_in_the_curve()
    {
        RunReport report = SampleReport.Of(SampleReport.Fashion) with
        {
            TrialCurves = [],
            FinalCurves = [new ReportCurve("seed 1",
                [new(1, 2, 0.3, 2, 0.3), new(2, double.NaN, 0.4, double.PositiveInfinity, 0.4), new(3, 1, 0.5, 1, 0.5),
                    new(4, 0.9, 0.5, 1, 0.5)])],
        };
        string[] paths = [.. Parsed(Written(report)).Descendants()
            .Where(e => ((string?)e.Attribute("class"))?.Contains("curve", StringComparison.Ordinal) == true)
            .Attributes("d").Select(d => d.Value)];
        Assert.DoesNotContain(paths, path => path.Contains("NaN", StringComparison.Ordinal)
            || path.Contains('∞', StringComparison.Ordinal));
        Assert.Equal(2, paths.Count(path => path.Count(c => c == 'M') == 2)); // training and validation loss, both broken once
    }

    [Fact]
    public void The_confusion_matrix_shows_every_count_of_ten_classes()
    {
        XElement map = Parsed(Page).Descendants().Single(e => (string?)e.Attribute("class") == "confusion");
        int nonzero = SampleReport.Of(SampleReport.Fashion).Evaluation!.Confusion.Sum(row => row.Count(count => count > 0));
        Assert.Equal(nonzero, map.Descendants().Count(e => (string?)e.Attribute("class") is "right" or "wrong"));
        Assert.Contains(map.Descendants(), e => e.Name.LocalName == "text" && e.Value == "150");
    }

    private static RunReport Report(string which) => which switch
    {
        "full" => SampleReport.Of(SampleReport.Fashion),
        "hostile" => SampleReport.Of(SampleReport.Hostile) with
        {
            Title = SampleReport.Hostile[0],
            Command = SampleReport.Hostile[1],
            Seed = SampleReport.Hostile[9],
            Interrupted = SampleReport.Hostile[3],
            Version = SampleReport.Hostile[8],
            Notes = SampleReport.Hostile,
            Machine = [.. SampleReport.Hostile.Select(name => new ReportFact(name, name))],
        },
        "uneven" => SampleReport.Uneven(),
        "least" => SampleReport.Least("cat", "dog"),
        "hundred classes" => SampleReport.Of([.. Enumerable.Range(0, 100).Select(i => $"class {i}")]),
        _ => SampleReport.Of([.. Enumerable.Range(0, 500).Select(i => $"class {i}")]),
    };

    private static string Written(RunReport report)
    {
        using StringWriter writer = new();
        HtmlReport.Write(report, writer);
        return writer.ToString();
    }

    // As a reader sees it: the spaces that keep a number and its unit together look like any other.
    private static string Read(string page) => Parsed(page).Value.Replace('\u00A0', ' ');

    private static XElement Parsed(string page)
    {
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        return XDocument.Parse(page["<!DOCTYPE html>".Length..], LoadOptions.PreserveWhitespace).Root!;
    }
}
