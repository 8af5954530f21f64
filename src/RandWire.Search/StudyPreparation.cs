using System.Globalization;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Search;

/// <summary>From data and options to a plan: image size, preset, measured rate, rungs, wirings.</summary>
internal sealed class StudyPreparation(StudyOptions options, Dataset data)
{
    // What a search does between its steps (validation, saving, compiling) is not in the measured rate.
    private const double TimeShare = 0.9;

    private const double MostScoreShare = 0.01;
    private const double CalibrationSeconds = 2, MeasureSeconds = 4, MeasureShare = 0.01, TimeReserve = 1.1;
    private const int LargestOwnSide = 96, MostLookedAt = 16, MostKnown = 256;
    private static readonly int[] Sides = [224, 160, 128, 96, 80, 64, 48, 32];

    // What a small budget chose and a large one would not: the options that a refusal has to name.
    private string _chosen = "";

    /// <summary>Multiply-adds that the measurements took.</summary>
    public double Spent { get; private set; }

    /// <summary>Makes the plan; measures the training rate on the way.</summary>
    public StudyPlan Make(CancellationToken cancellationToken)
    {
        string cheapest = Presets.Names[0];
        double rough = options.Budget.MultiplyAdds
            ?? options.Budget.Seconds!.Value * Rate(cheapest, Presets.InputSize(cheapest, 1, 1), CalibrationSeconds, cancellationToken);
        (int height, int width, string sizeReason) = InputSize(rough);
        string presetReason = "as asked";
        string preset = options.Preset == "auto"
            ? Presets.Choose(height, width, data.Classes.Count, data.Train.Count, rough, out presetReason) : options.Preset;

        IReadOnlyList<string> settings = Usable(preset, height, width, out IReadOnlyList<string> excluded);
        SelectionCriterion selection = Selection(data.Validation);
        bool isAlike = StudySpace.IsAlike(options);
        ScheduleText named = ScheduleText.Parse(options.Schedule);
        Candidate[] first = First(new PresetSpace(preset, height, width, data.Channels, data.Classes.Count, settings), selection, named.IsFixed ? MostKnown : isAlike ? 1 : MostLookedAt);
        // The dearest of those that will come first stands for all: a plan may leave something over, and must not run out.
        NetworkSpec typical = isAlike ? Spec(preset, (height, width), settings[0], 1) : first.Take(MostLookedAt).MaxBy(static candidate => candidate.MultiplyAdds)!.Spec;
        _chosen = $"{(options.Preset == "auto" ? $" with --preset {preset}" : "")}{(options.ImageSize is null && data.UniformSize != (height, width) ? string.Create(CultureInfo.InvariantCulture, $"{(options.Preset == "auto" ? "" : " with")} --size {height}") : "")}";
        double perImage = typical.Cost().MultiplyAddsConvFc, dearest = Math.Max(perImage, first[0].MultiplyAdds);
        double rate = Rate(preset, (height, width), MeasureSeconds, cancellationToken, isAlike ? null : typical);
        double budget = options.Budget.MultiplyAdds ?? TimeShare * options.Budget.Seconds!.Value * rate;

        (int Train, int Validation, int Test) counts = (data.Train.Count, data.Validation.Count, data.Test.Count);
        int images = counts.Train + counts.Validation;
        double epochImages = 3.0 * counts.Train + counts.Validation, epochCost = perImage * epochImages, finals = Planner.FinalsLeast(dearest, counts, options.Seeds);
        double scoreCost = named.Then is null ? 0 : StudyContext.ScoreCost(typical, [named.Score], counts.Train);
        double trialLeast = dearest * epochImages + (named.Then is null ? 0 : named.Values["factor"] * scoreCost)
            + (NetworkScores.Named(options.Scores) is null ? 0 : StudyContext.ScoreCost(typical, Scores(typical, 0), counts.Train));
        if (!named.IsFixed) RequireLeast(budget, rate, finals + (options.Trials ?? 0) * trialLeast);
        double purse = Math.Min(Planner.SearchShare * (budget - Spent), budget - Spent - finals);
        SchedulePlan schedule = named.IsFixed ? Asked(named, first, typical, scoreCost, budget, purse, rate)
            : ScheduleCatalog.Plan(options.Schedule, purse, epochCost, counts.Train, options.Trials, scoreCost);
        IReadOnlyList<RungPlan> rungs = schedule.Brackets.Count > 0 ? schedule.Brackets[0] : [];
        IReadOnlyList<string> scores = Scores(typical, rungs.Count == 0 ? 0 : rungs[0].Epochs * epochCost);
        // Whatever the plan has for all, the first training must fit into the purse.
        if (rungs.Count > 0 && !named.IsFixed)
        {
            RequireLeast(budget, rate, finals + schedule.Scored * scoreCost
                + rungs[0].Epochs * epochImages * first[0].MultiplyAdds + StudyContext.ScoreCost(first[0].Spec, scores, counts.Train),
                $"{(schedule.Scored == 0 ? "" : $"the scores of {Wording.Count(schedule.Scored, "network")}, ")}a first training of {Wording.Count(rungs[0].Epochs, "epoch")}");
        }
        (int seeds, int epochs, _) = Planner.Final(Math.Max(0, budget - Spent - schedule.Cost(epochCost, scoreCost)), 3 * perImage * images, images, options.Seeds, perImage * counts.Test);
        int firstEpochs = rungs.Count > 0 ? rungs[0].Epochs : epochs;
        TensorShape input = new(height, width, data.Channels);
        StudyPlan plan = new()
        {
            Preset = preset,
            Reason = $"preset {preset}: {presetReason.TrimEnd('.')}; {height}x{width} pixels: {sizeReason}",
            InputFormat = InputFormat.Measure(data.Train, height, width, data.Channels).Text,
            Recipe = RecipeFor(options, preset, input, data, firstEpochs).Text,
            Selection = selection,
            Imbalance = ClassBalance.Ratio(ClassBalance.Counts(data.Train)),
            Rungs = rungs,
            FinalSeeds = seeds,
            FinalEpochs = epochs,
            Budget = options.Budget.Text,
            BudgetMultiplyAdds = budget,
            MultiplyAddsPerSecond = rate,
            MultiplyAddsPerImage = perImage,
            ExpectedTestError = Statistics.ErrorBar(0.85, ImagesBehind(Selection(data.Test), data.Test)),
            SmallestVisibleDifference = Statistics.LeastDifference(0.85, ImagesBehind(selection, data.Validation)),
            Schedule = schedule,
            Scores = scores,
            Settings = settings,
            ExcludedWirings = excluded,
        };
        return plan;
    }

    // What the strategy really gives first.
    private Candidate[] First(PresetSpace space, SelectionCriterion selection, int most)
    {
        IReadOnlyList<Proposal> proposals = StudySpace.Strategy(options, space, selection).Propose(new History([], [], 0, 0), most, StudySpace.Seed(options));
        PresetOptions images = space.Images;
        TensorShape input = new(images.Height, images.Width, images.ImageChannels);
        // What takes other images is refused when its turn comes, and costs nothing.
        Candidate[] fit = [.. proposals.Select(static proposal => proposal.Candidate).Where(one => one.Spec.Input == input && one.Spec.Classes == images.Classes)];
        return fit.Length > 0 ? fit : [space.Make(0, StudySpace.IsComposed(options) ? Wirings.PaperBest : space.Settings[0], 1, "")];
    }

    // One epoch of each final training, the looks at the test images, and where the number of trials was fixed an epoch of each.
    private void RequireLeast(double budget, double rate, double least, string? search = null)
    {
        if (Spent + least <= budget) return;
        string asked = search is not null ? $"{search} and " : options.Trials is int trials ? $"{Wording.Count(trials, "trial")} of one epoch and " : "";
        string finals = options.Seeds is > 1 and int seeds ? $"each of {seeds} final trainings" : "one final training";
        // More time is spent on measuring then, and the machine is not always as fast.
        double needed = options.Budget.Seconds is null ? Math.Ceiling((Spent + least) / 1e9) * 1e9 : Math.Ceiling(TimeReserve * (Spent + least) / rate / (TimeShare - 2 * MeasureShare));
        string enough = needed > (options.Budget.Seconds is null ? Budget.MostMultiplyAdds : Budget.MostSeconds) ? "More than any budget would be needed; take"
            : $"Give at least {(options.Budget.Seconds is null ? Budget.OfWork(needed).Text : string.Create(CultureInfo.InvariantCulture, $"{needed:0}s"))}{_chosen}, or";
        throw new SpecException($"Budget {options.Budget.Text} is below the least plan for these images: {asked}one epoch of {finals}. {enough} a smaller --preset or --size.");
    }

    private SchedulePlan Asked(ScheduleText named, Candidate[] first, NetworkSpec typical, double screeningCost, double budget, double purse, double rate)
    {
        NetworkSpec dearest = first.MaxBy(static candidate => candidate.MultiplyAdds)!.Spec;
        AskedSchedule asked = new()
        {
            Text = named,
            Trials = options.Trials,
            Images = (data.Train.Count, data.Validation.Count, data.Test.Count),
            Seeds = options.Seeds,
            PerImage = typical.Cost().MultiplyAddsConvFc,
            Known = [.. first.Select(static candidate => (double)candidate.MultiplyAdds)],
            ScreeningCost = screeningCost,
            TrainingScores = shortest => StudyContext.ScoreCost(dearest, Scores(typical, shortest), data.Train.Count),
        };
        if (asked.Within(purse, budget - Spent) is { } plan) return plan;
        RequireLeast(budget, rate, asked.Needed, $"{Planner.Describe(asked.Least.Brackets[0])} (--schedule {named.Text})");
        return asked.Least;
    }

    private IReadOnlyList<string> Scores(NetworkSpec network, double shortest)
    {
        if (NetworkScores.Named(options.Scores) is { } named) return named;
        List<string> taken = [];
        double cost = 0;
        foreach (INetworkScore score in NetworkScores.All.OrderBy(score => score.MultiplyAdds(network, StudyContext.MostScoreImages)))
        {
            cost += StudyContext.ScoreCost(network, [score.Name], data.Train.Count);
            if (cost <= MostScoreShare * shortest) taken.Add(score.Name);
        }
        return taken;
    }

    /// <summary>The preset's recipe for so many epochs, the user's words last.</summary>
    public static Recipe RecipeFor(StudyOptions options, string preset, TensorShape input, Dataset data, int epochs)
    {
        Recipe usual = Recipe.ForPreset(preset, input, data.Train.Count, data.Classes, epochs, ClassBalance.Counts(data.Train));
        Recipe recipe = Recipe.Parse(options.Recipe, usual);
        if (recipe.Epochs != epochs) throw new SpecException(StudyTexts.PlannedEpochs);
        return recipe;
    }

    /// <summary>Images that an accuracy rests on: those of the split, or for a balanced accuracy as many of even classes as would be as exact.</summary>
    public static int ImagesBehind(SelectionCriterion criterion, DatasetSplit split) =>
        criterion == SelectionCriterion.Accuracy ? split.Count : ClassBalance.EffectiveImages(ClassBalance.Counts(split));

    private static SelectionCriterion Selection(DatasetSplit split) =>
        ClassBalance.IsImbalanced(ClassBalance.Counts(split)) ? SelectionCriterion.BalancedAccuracy : SelectionCriterion.Accuracy;

    // As asked; or the images' own size when they are small and alike; or else the largest side at which the final training still sees its
    // images often enough.
    private (int Height, int Width, string Reason) InputSize(double budget)
    {
        if (options.ImageSize is int asked) return (asked, asked, "as asked");
        if (data.UniformSize is { } own && Math.Max(own.Height, own.Width) <= LargestOwnSide)
        {
            (int Height, int Width) size = Presets.InputSize(PresetFor(own.Height, own.Width, budget), own.Height, own.Width);
            return (size.Height, size.Width, size == own ? "the images' own size" : "the nearest size that the preset takes");
        }
        int images = data.Train.Count + data.Validation.Count, typical = Math.Min(data.TypicalSize.Height, data.TypicalSize.Width);
        int wanted = Math.Clamp((int)Math.Ceiling(60_000.0 / images), 10, 80);
        foreach (int side in Sides)
        {
            string preset = PresetFor(side, side, budget);
            if (side > Math.Max(typical, Sides[^1]) || Presets.InputSize(preset, side, side) != (side, side)) continue;
            double epoch = 3.0 * images * Spec(preset, (side, side), Wirings.PaperBest, 1).Cost().MultiplyAddsConvFc;
            if ((1 - Planner.SearchShare) * budget < (options.Seeds ?? 2) * epoch * wanted) continue;
            return (side, side, string.Create(CultureInfo.InvariantCulture, $"the largest size at which the budget holds {wanted} epochs"));
        }
        (int height, int width) = Presets.InputSize(PresetFor(typical, typical, budget), typical, typical);
        return (height, width, "the preset's usual size; the budget is small for these images");
    }

    private string PresetFor(int height, int width, double budget) => options.Preset == "auto"
        ? Presets.Choose(height, width, data.Classes.Count, data.Train.Count, budget, out _) : options.Preset;

    private IReadOnlyList<string> Usable(string preset, int height, int width, out IReadOnlyList<string> excluded)
    {
        IReadOnlyList<string> settings = StudySpace.Settings(options);
        excluded = [];
        if (StudySpace.IsComposed(options)) return settings;
        if (options.Wirings.Count > 0)
        {
            foreach (string wiring in settings) Spec(preset, (height, width), wiring, 1);
            return settings;
        }
        PresetSpace space = new(preset, height, width, data.Channels, data.Classes.Count, settings);
        List<string> usable = [], refused = [];
        string reason = "";
        foreach (string setting in settings)
        {
            try
            {
                space.Spec(setting, 1);
                usable.Add(setting);
            }
            catch (SpecException refusal)
            {
                refused.Add(setting);
                reason = refusal.Message;
            }
        }
        excluded = refused;
        if (usable.Count > 0) return usable;
        // Between the corners of a large space there may be some; the strategy says so if there are none.
        excluded = [];
        return options.Space.Length > 0 ? settings : throw new SpecException($"Preset {preset} has too few nodes for any of the paper's wirings. Name some with --wiring. The last says: {reason}");
    }

    // A budget of work must give the same plan everywhere: no time is measured for it, only a fixed number of steps.
    private double Rate(string preset, (int Height, int Width) size, double seconds, CancellationToken cancellationToken, NetworkSpec? network = null)
    {
        InputFormat plain = new(size.Height, size.Width, data.Channels,
            [.. Enumerable.Repeat(0.5f, data.Channels)], [.. Enumerable.Repeat(0.25f, data.Channels)]);
        string wiring = options.Wirings.Count > 0 ? options.Wirings[0] : Wirings.PaperBest;
        TrainingRate rate = TrainingRate.Measure(new TrainingSetup
        {
            Network = network ?? Spec(preset, size, wiring, 1),
            Recipe = RecipeFor(options, preset, new TensorShape(size.Height, size.Width, data.Channels), data, 10),
            Classes = data.Classes,
            Format = plain,
            Train = data.Train,
            Seed = options.Seed,
            Threads = options.Threads,
        }, Math.Min(seconds, MeasureShare * (options.Budget.Seconds ?? 0)), cancellationToken);
        Spent += rate.Spent;
        return rate.MultiplyAddsPerSecond;
    }

    private NetworkSpec Spec(string preset, (int Height, int Width) size, string wiring, long seed) => Presets.Create(preset, new PresetOptions
    {
        Height = size.Height,
        Width = size.Width,
        ImageChannels = data.Channels,
        Classes = data.Classes.Count,
        Wiring = wiring,
        Seed = seed,
    }).Checked();
}
