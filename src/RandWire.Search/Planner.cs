using System.Globalization;

namespace RandWire.Search;

/// <summary>How a budget is divided: pure functions of the numbers, in multiply-adds.</summary>
internal static class Planner
{
    /// <summary>Each rung keeps one trial of three and trains it three times as long.</summary>
    public const int Eta = 3;

    /// <summary>Share of the budget for the search; the rest is for the final training.</summary>
    public const double SearchShare = 0.4;

    private const int MostRungs = 3, UsualTrials = 27, MostTrials = 75, MostTopEpochs = 45, MostRounds = 8;

    /// <summary>The rungs that fit into a budget; empty when not even two trials of the shortest useful training do.</summary>
    /// <param name="budget">Multiply-adds for the search.</param>
    /// <param name="epochCost">Multiply-adds of one epoch of one trial, validation included.</param>
    /// <param name="trainImages">Images per epoch.</param>
    /// <param name="trials">Number of trials when the user fixed it.</param>
    /// <param name="mostRungs">Rungs at most: 1 for a search without halving.</param>
    public static IReadOnlyList<RungPlan> Rungs(double budget, double epochCost, int trainImages, int? trials = null, int mostRungs = MostRungs)
    {
        int shortest = Shortest(trainImages);
        if (trials is int wanted)
        {
            int rungs = Math.Min(mostRungs, wanted >= Fewest(3) ? 3 : wanted >= Fewest(2) ? 2 : 1), epochs = 1;
            while (Cost(Ladder(wanted, rungs, epochs + 1), epochCost) <= budget && TopEpochs(rungs, epochs + 1) <= MostTopEpochs) epochs++;
            return Ladder(wanted, rungs, epochs);
        }
        for (int rungs = mostRungs; rungs >= 1; rungs--)
        {
            int count = Fewest(rungs), epochs = shortest;
            if (Cost(Ladder(count, rungs, epochs), epochCost) > budget) continue;
            while (count < UsualTrials && Cost(Ladder(count + 1, rungs, epochs), epochCost) <= budget) count++;
            while (TopEpochs(rungs, epochs + 1) <= MostTopEpochs && Cost(Ladder(count, rungs, epochs + 1), epochCost) <= budget) epochs++;
            while (count < MostTrials && Cost(Ladder(count + 1, rungs, epochs), epochCost) <= budget) count++;
            return Ladder(count, rungs, epochs);
        }
        return [];
    }

    /// <summary>A ladder with a number of rungs, or of epochs of the longest training, or both, that the user fixed; empty when the fewest trials that it makes sense for do not fit into the budget.</summary>
    /// <param name="budget">Multiply-adds for the search.</param>
    /// <param name="epochCost">Multiply-adds of one epoch of one trial, validation included.</param>
    /// <param name="trainImages">Images per epoch.</param>
    /// <param name="trials">Number of trials when the user fixed it.</param>
    /// <param name="rungs">Number of rungs; null for as many as the trials that the budget holds make sense for, three at most.</param>
    /// <param name="top">Epochs of the longest training, a multiple of 3 for every rung above the lowest; null for as many as fit.</param>
    public static IReadOnlyList<RungPlan> Ladder(double budget, double epochCost, int trainImages, int? trials, int? rungs, int? top)
    {
        int number = rungs ?? Enumerable.Range(1, MostRungs).Last(Suits), lowest = top / Steps(number) ?? (trials is null ? Shortest(trainImages) : 1), count = trials ?? Fewest(number);
        if (trials is null && !Fits(count, lowest)) return [];
        while (trials is null && count < UsualTrials && Fits(count + 1, lowest)) count++;
        while (top is null && TopEpochs(number, lowest + 1) <= MostTopEpochs && Fits(count, lowest + 1)) lowest++;
        while (trials is null && count < MostTrials && Fits(count + 1, lowest)) count++;
        return Ladder(count, number, lowest);

        bool Fits(int many, int epochs) => Cost(Ladder(many, number, epochs), epochCost) <= budget;

        // One rung always does.
        bool Suits(int many) => many == 1
            || ((top ?? 0) % Steps(many) == 0 && (trials is { } wanted ? wanted >= Fewest(many) : Cost(Ladder(Fewest(many), many, top / Steps(many) ?? Shortest(trainImages)), epochCost) <= budget));
    }

    /// <summary>The shortest ladder that <see cref="Ladder(double, double, int, int?, int?, int?)"/> gives where the number of trials is left to it.</summary>
    public static IReadOnlyList<RungPlan> LeastLadder(int trainImages, int? rungs, int? top) =>
        Ladder(Fewest(rungs ?? 1), rungs ?? 1, top / Steps(rungs ?? 1) ?? Shortest(trainImages));

    /// <summary>How many times as long the highest of so many rungs trains as the lowest.</summary>
    public static int Steps(int rungs) => (int)Math.Pow(Eta, rungs - 1);

    /// <summary>The brackets of Hyperband (Li et al. 2018, algorithm 1) that fit into a budget; empty when not even one training of the shortest useful length does.</summary>
    /// <remarks>As many rungs as fit, three at most; then longer trainings as long as they fit; then the whole once more, and again.</remarks>
    /// <param name="budget">Multiply-adds for the search.</param>
    /// <param name="epochCost">Multiply-adds of one epoch of one trial, validation included.</param>
    /// <param name="trainImages">Images per epoch.</param>
    public static IReadOnlyList<IReadOnlyList<RungPlan>> Brackets(double budget, double epochCost, int trainImages)
    {
        int shortest = Shortest(trainImages);
        for (int rungs = MostRungs; rungs >= 1; rungs--)
        {
            int epochs = shortest;
            if (BracketsCost(Hyperband(rungs, epochs), epochCost) > budget) continue;
            while (TopEpochs(rungs, epochs + 1) <= MostTopEpochs && BracketsCost(Hyperband(rungs, epochs + 1), epochCost) <= budget) epochs++;
            IReadOnlyList<RungPlan>[] once = Hyperband(rungs, epochs);
            int times = Math.Clamp((int)Math.Min(MostRounds, budget / BracketsCost(once, epochCost)), 1, MostRounds);
            return [.. Enumerable.Repeat(once, times).SelectMany(static brackets => brackets)];
        }
        return [];
    }

    /// <summary>Multiply-adds of brackets.</summary>
    public static double BracketsCost(IReadOnlyList<IReadOnlyList<RungPlan>> brackets, double epochCost) => brackets.Sum(bracket => Cost(bracket, epochCost));

    /// <summary>Multiply-adds of a ladder.</summary>
    public static double Cost(IReadOnlyList<RungPlan> rungs, double epochCost) => rungs.Sum(rung => (double)rung.Trials * rung.Epochs * epochCost);

    /// <summary>Runs and epochs of the final training.</summary>
    /// <param name="budget">Multiply-adds for it.</param>
    /// <param name="epochCost">Multiply-adds of one epoch.</param>
    /// <param name="images">Images per epoch.</param>
    /// <param name="seeds">Number of runs when the user fixed it; fewer are done where the budget does not hold an epoch of each.</param>
    /// <param name="look">Multiply-adds of the look at the test images that every run takes.</param>
    public static (int Seeds, int Epochs, string Reason) Final(double budget, double epochCost, int images, int? seeds, double look = 0)
    {
        int enough = Math.Clamp((int)Math.Ceiling(60_000.0 / images), 8, 60), most = Math.Clamp((int)Math.Ceiling(1_000_000.0 / images), 30, 300);
        int count = seeds ?? 3;
        while (count > 1 && Epochs(count) < (seeds is null ? enough : 1)) count--;
        int possible = Epochs(count), epochs = Math.Clamp(possible, 1, most);
        string reason = count < seeds ? $"{Wording.Count(count, "run")} instead of the {seeds} asked for: the budget holds no more of one epoch each"
            : possible < 1 ? $"the budget holds less than one epoch for {Wording.Count(count, "run")}; one is done all the same"
            : possible > most ? $"{most} epochs are enough for {images} images; the rest of the budget is left unspent"
            : seeds is null && count < 3 ? $"{Wording.Count(count, "run")} instead of 3, so that each has the {enough} epochs that {images} images need"
            : "what the budget allows";
        return (count, epochs, reason);

        int Epochs(int runs) => (int)Math.Min(100_000, Math.Floor((budget - runs * look) / (runs * epochCost)));
    }

    /// <summary>The least that final trainings cost: one epoch of each that was asked for, of one where the number is left to the plan, and its look at the test images.</summary>
    /// <param name="perImage">Multiply-adds of one forward pass of one image.</param>
    /// <param name="images">Training, validation and test images.</param>
    /// <param name="seeds">Number of runs when the user fixed it.</param>
    public static double FinalsLeast(double perImage, (int Train, int Validation, int Test) images, int? seeds) =>
        (seeds ?? 1) * perImage * (3.0 * (images.Train + images.Validation) + images.Test);

    /// <summary>A plan's rungs in words: <c>9 wirings x 3 epochs, 3 x 9</c>.</summary>
    public static string Describe(IReadOnlyList<RungPlan> rungs) => rungs.Count == 0 ? "no search: the budget is too small for one"
        : string.Join(", ", rungs.Select(static (rung, i) => i == 0 ? $"{Wording.Count(rung.Trials, "network")} x {Wording.Count(rung.Epochs, "epoch")}" : FormattableString.Invariant($"{rung.Trials} x {rung.Epochs}")));

    // Fewer than some 6,000 images leave a network at chance, whatever its wiring.
    private static int Shortest(int trainImages) => Math.Clamp((int)Math.Ceiling(6_000.0 / trainImages), 1, 8);

    // Bracket s of s_max begins with ceil((s_max + 1) / (s + 1) * eta^s) trials of R * eta^-s epochs and keeps floor(n / eta) of them.
    private static IReadOnlyList<RungPlan>[] Hyperband(int rungs, int epochs)
    {
        List<IReadOnlyList<RungPlan>> brackets = [];
        for (int s = rungs - 1; s >= 0; s--)
        {
            int power = (int)Math.Pow(Eta, s), trials = (rungs * power + s) / (s + 1), length = TopEpochs(rungs, epochs) / power;
            List<RungPlan> bracket = [];
            for (int rung = 0; rung <= s; rung++, trials /= Eta, length *= Eta) bracket.Add(new RungPlan(rung, trials, length));
            brackets.Add(bracket);
        }
        return [.. brackets];
    }

    private static int TopEpochs(int rungs, int epochs) => epochs * Steps(rungs);

    // So that the highest rung has two to choose from.
    private static int Fewest(int rungs) => 2 * Steps(rungs);

    private static RungPlan[] Ladder(int trials, int rungs, int epochs)
    {
        RungPlan[] ladder = new RungPlan[rungs];
        for (int rung = 0, count = trials, length = epochs; rung < rungs; rung++, count = (count + Eta - 1) / Eta, length *= Eta)
            ladder[rung] = new RungPlan(rung, count, length);
        return ladder;
    }
}
