using System.Collections.Concurrent;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Search;

/// <summary>What every trial of a study needs: its plan and its data. Safe for concurrent use.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="header">What the study is.</param>
/// <param name="data">The data, open.</param>
internal sealed partial class StudyContext(StudyOptions options, StudyHeader header, Dataset data)
{
    private readonly InputFormat _format = InputFormat.Parse(header.Plan.InputFormat);
    private readonly ConcurrentDictionary<string, (string? Misfit, long Bytes)> _needs = [];

    public StudyOptions Options => options;

    public StudyHeader Header => header;

    public StudyPlan Plan => header.Plan;

    public Dataset Data => data;

    /// <summary>By what trainings of the search are judged while it lasts: promoted, and ended early. The network is chosen by <see cref="StudyPlan.Selection"/>.</summary>
    public SelectionCriterion Judged => options.PromotesByLoss ? SelectionCriterion.TrainingLoss : Plan.Selection;

    /// <summary>The training of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="kind">For the search: with validation images; for the end: on them too.</param>
    /// <param name="epochs">Epochs, at least 1.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="folder">Folder of its state; null: none.</param>
    public TrainingSetup Setup(NetworkSpec network, TrialKind kind, int epochs, long seed, string? folder) => new()
    {
        Network = network,
        Recipe = RecipeFor(epochs),
        Classes = data.Classes,
        Format = _format,
        Train = kind == TrialKind.Final ? data.Train.Concat(data.Validation) : data.Train,
        Validation = kind == TrialKind.Final ? null : data.Validation,
        Seed = seed,
        Folder = folder,
        Threads = options.Threads,
    };

    /// <summary>The study's recipe for so many epochs. Whether classes are weighted was decided by the plan, for all trainings.</summary>
    public Recipe RecipeFor(int epochs) => StudyPreparation.RecipeFor(options, Plan.Preset, new TensorShape(_format.Height, _format.Width, _format.Channels), data, epochs) with
    {
        ClassWeights = Recipe.Parse(Plan.Recipe).ClassWeights,
    };

    /// <summary>What decides the study's course.</summary>
    public StudyTerms Terms => new()
    {
        Plan = Plan,
        Strategy = StudySpace.Strategy(options, Space, Plan.Selection),
        Judged = Judged,
        Schedule = Plan.Schedule is { Brackets.Count: > 0 } schedule ? ScheduleCatalog.Make(schedule, Judged) : new HalvingSchedule([]),
        ScoreCost = candidate => ScoreCost(candidate.Spec, ScreeningScores, data.Train.Count),
        TrainingScoreCost = candidate => ScoreCost(candidate.Spec, Plan.Scores, data.Train.Count),
        StrategySeed = StudySpace.Seed(options),
        TrainingSeed = options.Seed,
        Images = (data.Train.Count, data.Validation.Count, data.Test.Count),
        MeasuredMultiplyAdds = header.MeasuredMultiplyAdds,
        Seeds = options.Seeds,
        Asynchronous = options.Asynchronous,
        DeadlineSeconds = options.DeadlineSeconds,
        Workers = options.Workers,
        Refuse = Refuse,
        Memory = candidate => Need(candidate).Bytes,
        Recipe = epochs => RecipeFor(epochs).Text,
    };

    private PresetSpace Space => new(Plan.Preset, _format.Height, _format.Width, _format.Channels, data.Classes.Count, Plan.Settings);

    /// <summary>Why a network cannot be trained here at all; null when it can. One that a strategy made wrongly ends its own trial, not the study.</summary>
    public string? Misfit(Candidate candidate)
    {
        try
        {
            TrainingRun.RequireFit(Longest(candidate));
            return null;
        }
        catch (SpecException error)
        {
            return error.Message;
        }
    }

    /// <summary>Why a network cannot be trained on the study's data or within its memory; null when it can.</summary>
    public string? Refuse(Candidate candidate)
    {
        (string? misfit, long needed) = Need(candidate);
        return misfit ?? (needed <= header.MemoryBytes ? null : StudyMemory.Refusal(candidate, needed, header.MemoryBytes));
    }

    // A network is decided on more than once, and to plan its memory takes as long as to compile it.
    private (string? Misfit, long Bytes) Need(Candidate candidate) => _needs.GetOrAdd(candidate.Network, _ => Misfit(candidate) is { } reason ? (reason, 0)
        : (null, TrainingRun.MemoryBytes(Longest(candidate))));

    // A recipe may ask for more epochs of warmup, or of small images, than the shortest training has.
    private TrainingSetup Longest(Candidate candidate) => Setup(candidate.Spec, TrialKind.Search, Math.Max(1, header.Plan.Rungs.Select(static rung => rung.Epochs).DefaultIfEmpty(header.Plan.FinalEpochs).Max()), 0, null);

    /// <summary>How the study's data is opened.</summary>
    public DatasetOptions DataOptions => Study.OptionsOfData(options);
}
