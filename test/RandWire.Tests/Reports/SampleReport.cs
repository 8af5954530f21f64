using RandWire.Networks;
using RandWire.Reports;

namespace RandWire.Tests.Reports;

/// <summary>Made-up reports, shaped like those of real runs. Every number is a function of its place, so a sample never changes.</summary>
internal static class SampleReport
{
    public static readonly string[] Fashion =
        ["T-shirt or top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    public static readonly string[] Hostile =
        ["<script>alert(1)</script>", "a \"quoted\" & 'ticked' name", "日本語のクラス名 – ключ – عربى", "]]><!--", "evil\u202Egnp.exe",
         "a very long class name that goes on and on without any end in sight " + new string('x', 180), "tab\tand\u0001control",
             "lone\uD800surrogate", "style=\"x:expression(1)\"", "</style></title></svg>"];

    public static RunReport Of(string[] classes, string preset = "small", int trials = 24, int height = 64) => new()
    {
        Title = "samples/fashion",
        Command = "./randwire run samples/fashion --budget 10m --seeds 3 --seed 7",
        Seed = "7",
        Version = "0.1.0",
        Finished = "2026-03-01 14:05 UTC",
        TestTouches = 1,
        Headline = new ReportHeadline
        {
            Wiring = "ws(n=32,k=4,p=0.75)",
            TestAccuracies = [0.843, 0.851, 0.838],
            TestImages = 1500,
            TopFive = 0.991
        },
        Data = new ReportData
        {
            Source = "samples/fashion",
            Classes = [.. classes.Select((name, i) => new ReportClass(name, 300 - (i % 7), 40 + (i % 3), 60))],
            Facts = [new("Format", "a folder per class, PNG"), new("Sizes", "28 × 28, one channel"),
                new("Split", "stratified by seed 7, duplicates kept on one side")],
            Problems = [new("unreadable", $"{classes[0]}/IMG 0017.jpg", "an HTML file, not an image; skipped"),
                new("duplicate", $"{classes[^1]}/0031.png", $"same pixels as {classes[^1]}/0007.png; kept on one side of the split")],
        },
        Plan = new ReportPlan
        {
            Preset = preset,
            Reason = "images of 28 pixels and 10 classes within 10 minutes",
            BudgetAsked = "10m",
            BudgetMultiplyAdds = 18.3e12,
            ElapsedSeconds = 563,
            MultiplyAddsPerSecond = 32e9,
            Facts = [new("Recipe", "12 epochs, batch 64, peak rate 0.2, momentum 0.9 with Nesterov, crop(pad=2)+flip"),
                new("Expected error bar", "± 1.9 points on 1,500 test images")],
            Rungs = [new(1, 16, 15, 1), new(2, 6, 6, 3), new(3, 2, 2, 6)],
            Spent = [new("rung 1", 4.1e12, 130), new("rung 2", 4.9e12, 151), new("rung 3", 3.3e12, 99), new("failed trials", 0.2e12, 8),
                new("winner, 3 seeds", 5.6e12, 171)],
        },
        Trials = [.. Enumerable.Range(1, trials).Select(Trial)],
        Wirings = [new("1. ws(n=32,k=4,p=0.75), seed 3", "The winner. 84.7 % validation accuracy.",
            Spec(preset, "ws(k=4,p=0.75)", 3, classes.Length, height)),
                   new("2. er(n=32,p=0.2), seed 11", "", Spec(preset, "er(p=0.2)", 11, classes.Length, height))],
        FinalCurves = [.. Enumerable.Range(1, 3).Select(seed => Curve($"seed {seed}", 12, 0.90 + (0.004 * seed), 0.852 - (0.003 * seed)))],
        TrialCurves = [.. Enumerable.Range(1, 12).Select(i =>
            Curve($"ws(n=32,k={2 * (i % 4 + 1)},p=0.5) seed {i}", i <= 2 ? 6 : i <= 6 ? 3 : 1, 0.9 - (0.01 * i), 0.84 - (0.012 * i)))],
        Evaluation = new ReportEvaluation
        {
            Subject = "seed 1 of 3",
            Loss = 0.443,
            CalibrationError = 0.031,
            Confusion = Confusion(classes.Length),
            Calibration = [.. Enumerable.Range(3, 7)
                .Select(i => new ReportCalibrationBin((i + 0.5) / 10, Math.Min(1, (i + 0.2 + (0.05 * (i % 3))) / 10), 12 * i * (i - 2)))],
            Mistakes = [.. Enumerable.Range(0, 14).Select(i => new ReportMistake
            {
                Png = PngThumbnail.Encode(Picture(i, i % 3 == 2 ? 320 : 28), i % 3 == 2 ? 320 : 28, i % 3 == 2 ? 320 : 28, 1),
                Source = $"test/{classes[i % classes.Length]}/{i:0000}.png", Truth = classes[i % classes.Length],
                    Predicted = classes[(i + 3) % classes.Length], Confidence = 0.99 - (0.02 * i),
            })],
        },
        Winner = Spec(preset, "ws(k=4,p=0.75)", 3, classes.Length, height),
        Notes = ["The training rate was measured on a machine that did other work."],
        Machine = [new("Processor", "Example 3000, 2 cores"), new("SIMD", "AVX-512"), new("Memory", "16 GiB")],
    };

    /// <summary>Two classes, 19 to 1, and a network that finds two fifths of the rare one.</summary>
    public static RunReport Uneven()
    {
        RunReport report = Of(["fine", "rare"], trials: 6);
        return report with
        {
            Headline = report.Headline! with { TestAccuracies = [0.96], BalancedAccuracies = [(940.0 / 950 + 20.0 / 50) / 2], TestImages = 1000, TopFive = null },
            Data = report.Data with { Classes = [new("fine", 1900, 190, 950), new("rare", 100, 10, 50)] },
            Trials = [.. report.Trials.Select(trial => trial with { BalancedAccuracy = trial.ValidationAccuracy - 0.2, ValidationImages = 38 })],
            Evaluation = report.Evaluation! with { Confusion = [[940, 10], [30, 20]] },
        };
    }

    /// <summary>The least that a report can hold: a run that was stopped before anything was trained.</summary>
    public static RunReport Least(params string[] classes) => new()
    {
        Title = "photos",
        Command = "./randwire run photos",
        Seed = "1",
        Interrupted = "stopped by the user",
        Data = new ReportData { Source = "photos", Classes = [.. classes.Select(name => new ReportClass(name, 10, 2, 3))] },
        Plan = new ReportPlan { Preset = "tiny", BudgetMultiplyAdds = 1e12 },
    };

    public static NetworkSpec Spec(string preset, string wiring, long seed, int classes, int height) =>
        Presets.Create(preset, new PresetOptions
        {
            Height = height,
            Width = height,
            Classes = Math.Max(2, classes),
            Wiring = wiring,
            Seed = seed
        });

    private static ReportTrial Trial(int rank)
    {
        string[] wirings = ["ws(n=32,k=4,p=0.75)", "er(n=32,p=0.2)", "ba(n=32,m=5)", "ws(n=32,k=6,p=0.5)", "ba(n=32,m=2)",
            "er(n=32,p=0.4)"];
        bool failed = rank == 24;
        int rung = failed ? 0 : rank <= 2 ? 3 : rank <= 8 ? 2 : 1;
        return new ReportTrial
        {
            Rank = rank,
            Wiring = wirings[(rank - 1) % wirings.Length],
            Seed = (rank * 17).ToString(System.Globalization.CultureInfo.InvariantCulture),
            Rung = rung,
            Epochs = rung,
            ValidationAccuracy = failed ? null : 0.86 - (0.011 * rank) - (0.05 * (3 - rung)),
            ValidationImages = 420,
            Parameters = 5_400_000 + (rank * 37_019 % 300_000),
            MultiplyAdds = 560_000_000 + (rank * 9_700_417L % 40_000_000),
            Clustering = 0.08 + (0.01 * (rank % 9)),
            PathLength = rank % 5 == 0 ? null : 2.2 + (0.03 * rank),
            Status = failed ? ReportTrialStatus.Failed : rank == 1 ? ReportTrialStatus.Winner : rank == 2 ? ReportTrialStatus.Finished
                : ReportTrialStatus.Stopped,
            Note = failed ? "loss became infinite in epoch 1" : null,
        };
    }

    private static ReportCurve Curve(string name, int epochs, double train, double validation) => new(name,
        [.. Enumerable.Range(1, epochs).Select(e => new ReportCurvePoint(
            e, 2.1 * Math.Exp(-e / 4.0) + 0.2 + (0.02 * (e % 2)), train - (0.45 * Math.Exp(-e / 3.0)), 2.0 * Math.Exp(-e / 3.0) + 0.42,
                validation - (0.5 * Math.Exp(-e / 2.5)) - (0.01 * (e % 3))))]);

    private static int[][] Confusion(int classes) => [.. Enumerable.Range(0, classes).Select(t => Enumerable.Range(0, classes)
        .Select(p => t == p ? 150 - (t * 5 % 60) : ((t * 7) + (p * 3)) % 11 == 0 ? 4 + (t * p % 13) : (t + p) % 9 == 0 ? 1 : 0).ToArray())];

    private static byte[] Picture(int seed, int side) =>
        [.. Enumerable.Range(0, side * side).Select(i =>
            (byte)(127 + (127 * Math.Sin(((i % side) * (1 + (seed % 4)) / (double)side * 6)
                + (i / side * (1 + (seed % 3)) / (double)side * 5)))))];
}
