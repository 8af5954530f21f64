using System.Globalization;
using RandWire.Engine;
using RandWire.Tabular;

// Chooses settings from three versions of a published table and judges the choice by the other two: dotnet run --project bench/RandWire.Tabular -c Release -- accuracies.csv [repeats]
string path = args.Length > 0 ? args[0] : Path.Combine("..", "shared", "data", "random-graph-nn", "accuracies.csv");
int repeats = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1000;
if (!File.Exists(path))
{
    Console.Error.WriteLine($"{path}: there is no such file. Give the path of the table of Nowak and Janik 2020 (accuracies.csv).");
    return 3;
}
(string Name, Func<Plans, int, int> Choose)[] rules =
[
    ("broad, best single training", static (plans, budget) => plans.Repeat.BySingle(plans.Broad.Take(budget))),
    ("broad, best setting mean", static (plans, budget) => plans.Repeat.ByMean(plans.Broad.Take(budget))),
    ("broad, model", static (plans, budget) => plans.Repeat.ByModel(plans.Broad.Take(budget), families: false)),
    ("broad, model with generators", static (plans, budget) => plans.Repeat.ByModel(plans.Broad.Take(budget), families: true)),
    ("three a setting, best single training", static (plans, budget) => plans.Repeat.BySingle(plans.Deep.Take(budget))),
    ("three a setting, best setting mean", static (plans, budget) => plans.Repeat.ByMean(plans.Deep.Take(budget))),
    ("three a setting, model with generators", static (plans, budget) => plans.Repeat.ByModel(plans.Deep.Take(budget), families: true)),
    ("settings strategy, best single training", static (plans, budget) => plans.Repeat.BySingle(plans.Adaptive.Take(budget))),
    ("settings strategy, best setting mean", static (plans, budget) => plans.Repeat.ByMean(plans.Adaptive.Take(budget))),
    ("settings strategy, model with generators", static (plans, budget) => plans.Repeat.ByModel(plans.Adaptive.Take(budget), families: true)),
];
const int Adaptive = 7;
int[] beside = [1, 3, 7, 9];

Table all = Table.Read(path);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all.Settings.Length} settings, {repeats} repeats, seed 1. Points of accuracy above the mean of all settings, with 95 % intervals over repeats.\n"));
Write(all, [24, 51, 102, 207, 411, 618], 207, ("All settings, judged by the two versions not trained (CIFAR-10)", static (repeat, setting) => repeat.Gain(setting)));
Table both = all.WithSecond();
Write(both, [24, 48, 96, 192, 291], 192,
    ($"The {both.Settings.Length} settings also trained on CIFAR-100, judged by the two versions not trained (CIFAR-10)", static (repeat, setting) => repeat.Gain(setting)),
    ("The same choices, judged by CIFAR-100", static (repeat, setting) => repeat.Transfer(setting)));
return 0;

// The strategy stops at a third of all trainings: where nearly everything is trained there is nothing left to choose.
void Write(Table table, int[] budgets, int most, params (string Title, Func<Repeat, int, double> Judge)[] judges)
{
    double[,,][] gains = new double[judges.Length, rules.Length, budgets.Length][];
    for (int j = 0; j < judges.Length; j++)
        for (int r = 0; r < rules.Length; r++)
            for (int b = 0; b < budgets.Length; b++) gains[j, r, b] = new double[repeats];
    Parallel.For(0, repeats, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
    {
        Repeat repeat = new(table, Seed.From(1).Child("tabular").Child(i));
        Plans plans = new(repeat, repeat.Broad(), repeat.Deep(), repeat.Adaptive(most, families: true));
        for (int r = 0; r < rules.Length; r++)
            for (int b = 0; b < budgets.Length; b++)
            {
                int chosen = r >= Adaptive && budgets[b] > most ? -1 : rules[r].Choose(plans, budgets[b]);
                for (int j = 0; j < judges.Length; j++) gains[j, r, b][i] = chosen < 0 ? double.NaN : judges[j].Judge(repeat, chosen);
            }
    });
    for (int j = 0; j < judges.Length; j++)
    {
        Console.WriteLine($"**{judges[j].Title}**\n");
        Console.WriteLine($"| trainings | {string.Join(" | ", budgets)} |\n|---|{string.Concat(budgets.Select(static _ => "---|"))}");
        for (int r = 0; r < rules.Length; r++) Console.WriteLine($"| {rules[r].Name} | {string.Join(" | ", budgets.Select((_, b) => Text(gains[j, r, b])))} |");
        foreach (int r in beside)
            Console.WriteLine($"| *{rules[r].Name}, less broad best single* | {string.Join(" | ", budgets.Select((_, b) => Difference(gains[j, r, b], gains[j, 0, b])))} |");
        Console.WriteLine();
    }
}

static string Difference(double[] first, double[] second) => Text([.. first.Select((value, i) => value - second[i])]);

static string Text(double[] values)
{
    if (values.Any(double.IsNaN)) return "";
    double mean = values.Average(), variance = values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1);
    return string.Create(CultureInfo.InvariantCulture, $"{mean:0.000} ± {1.96 * Math.Sqrt(variance / values.Length):0.000}");
}

/// <summary>What is trained in a repeat, in order.</summary>
internal sealed record Plans(Repeat Repeat, IReadOnlyList<(int Setting, int Version)> Broad, IReadOnlyList<(int Setting, int Version)> Deep, IReadOnlyList<(int Setting, int Version)> Adaptive);
