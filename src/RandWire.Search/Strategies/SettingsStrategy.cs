using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>Searches settings, not graphs: a model tells setting, graph and training seed apart (<see cref="SettingsModel"/>), and the next training goes to the setting that may be
/// the best (<see cref="SettingsModel.TopTwo"/>).</summary>
/// <remarks>First come as many settings as the window holds, in the order of <see cref="Wirings.Sample"/>. Then every training is of a new graph of the setting chosen, but every
/// fourth trains its best graph again with another seed: without that nobody could tell a good graph from a lucky seed. For schedules with one rung; on ladders it looks at the lowest.</remarks>
public sealed class SettingsStrategy : IRecommendingStrategy
{
    /// <summary>Most settings: every decision looks at all.</summary>
    public const int MostSettings = 2000;

    private const int RepeatEvery = 4, MostTrainings = 3, MostAttempts = 20;

    private readonly ISearchSpace _space;
    private readonly IReadOnlyList<string> _settings;
    private readonly SelectionCriterion _criterion;

    /// <summary>A strategy.</summary>
    /// <param name="space">Where candidates are made.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="settings">The settings, each once; null: the space's own.</param>
    /// <exception cref="SpecException">There are more than <see cref="MostSettings"/>.</exception>
    public SettingsStrategy(ISearchSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy, IReadOnlyList<string>? settings = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        (_space, _criterion, _settings) = (space, criterion, [.. (settings ?? space.Settings).Distinct()]);
        if (_settings.Count > MostSettings) throw new SpecException($"Strategy settings: {_settings.Count} settings are more than {MostSettings}. Take wider steps, fewer levels, or strategy quasi.");
    }

    /// <inheritdoc/>
    public string Name => "settings";

    /// <inheritdoc/>
    public int Window => 8;

    /// <inheritdoc/>
    public string Reason => "the model of settings";

    /// <summary>What the model says of what may be seen; null while there are fewer than two results.</summary>
    public SettingsModel? Model(History history)
    {
        IReadOnlyList<SettingObservation> seen = SettingObservation.From(history, _criterion);
        return seen.Count < 2 ? null : SettingsModel.Fit(seen, _settings, Wirings.Family);
    }

    /// <summary>The candidate to deliver: the best graph of the best setting, by the model; null while there are fewer than two results.</summary>
    public Candidate? Recommend(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (Model(history) is not { } model) return null;
        HashSet<int> finished = [.. history.Trials.Where(static trial => trial.Outcome?.Status == TrialStatus.Finished).Select(static trial => trial.Plan.Candidate)];
        // A graph that never finished cannot be delivered, however good its setting.
        return (from graph in model.Graphs
                join setting in model.Settings on graph.Setting equals setting.Setting
                let candidate = history.Candidates[int.Parse(graph.Graph, System.Globalization.CultureInfo.InvariantCulture)]
                where finished.Contains(candidate.Id)
                orderby setting.Mean descending, graph.Mean descending, candidate.Id
                select candidate).FirstOrDefault();
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(History history, int wanted, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(history);
        SettingsModel? model = Model(history);
        List<Candidate> candidates = [.. history.Candidates];
        Dictionary<int, int> trainings = history.Trials.Where(static trial => trial.Plan.Kind != TrialKind.Score && trial.Plan.Rung == 0)
            .CountBy(static trial => trial.Plan.Candidate).ToDictionary();
        List<Proposal> proposals = [];
        while (proposals.Count < wanted)
        {
            int number = history.Count + proposals.Count;
            Seed draw = seed.Child("settings").Child(number);
            (IReadOnlyList<int> order, string why) = Order(model, candidates.Count, draw, seed);
            Proposal? proposal = (number % RepeatEvery == RepeatEvery - 1 && model is not null ? Again(history, model, _settings[order[0]], trainings) : null)
                ?? order.Select(s => New(candidates, _settings[s], seed, why, trainings)).FirstOrDefault(static made => made is not null);
            if (proposal is null) break;
            if (proposal.Candidate.Id == candidates.Count) candidates.Add(proposal.Candidate);
            trainings[proposal.Candidate.Id] = trainings.GetValueOrDefault(proposal.Candidate.Id) + 1;
            proposals.Add(proposal);
        }
        return candidates.Count > 0 || proposals.Count > 0 ? proposals
            : throw new SpecException($"Strategy settings: not one of {_settings.Count} settings gave a network in {MostAttempts} draws each. The first says: {Refusal(seed)} Widen the space or the limits.");
    }

    private (IReadOnlyList<int> Order, string Why) Order(SettingsModel? model, int proposed, Seed draw, Seed seed)
    {
        if (model is null || proposed < Math.Min(_settings.Count, Window))
        {
            string next = Wirings.Sample(_settings, proposed + 1, seed)[proposed].Wiring;
            int first = Enumerable.Range(0, _settings.Count).First(s => _settings[s] == next);
            return ([first, .. Enumerable.Range(0, _settings.Count).Where(s => s != first)], "first");
        }
        (IReadOnlyList<int> order, bool isLeader) = model.TopTwo(draw);
        return (order, isLeader ? "leader" : "challenger");
    }

    // The setting's best graph that may still learn something from another seed.
    private static Proposal? Again(History history, SettingsModel model, string setting, Dictionary<int, int> trainings)
    {
        int? best = model.Graphs.Where(graph => graph.Setting == setting)
            .Select(static graph => (Id: int.Parse(graph.Graph, System.Globalization.CultureInfo.InvariantCulture), graph.Mean))
            .Where(graph => trainings.GetValueOrDefault(graph.Id) < MostTrainings)
            .OrderByDescending(static graph => graph.Mean).ThenBy(static graph => graph.Id).Select(static graph => (int?)graph.Id).FirstOrDefault();
        return best is int id ? new Proposal(history.Candidates[id], trainings.GetValueOrDefault(id)) : null;
    }

    // A new graph; where the setting has none left, an old one with a new seed; null where the space refuses them.
    private Proposal? New(List<Candidate> candidates, string setting, Seed seed, string why, Dictionary<int, int> trainings)
    {
        Candidate? old = null;
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            try
            {
                Candidate made = _space.Make(candidates.Count, setting, GraphSeed(candidates.Count, attempt, seed), $"{Name}: {why}") with { PassedOver = attempt };
                string identity = GraphIdentity.Of(made.Spec);
                Candidate? same = candidates.Find(candidate => candidate.Wiring == setting && GraphIdentity.Of(candidate.Spec) == identity);
                if (same is null) return new Proposal(made);
                old ??= same;
            }
            catch (SpecException)
            {
                // Passed over, as the count of attempts says.
            }
        }
        return old is null ? null : new Proposal(old, trainings.GetValueOrDefault(old.Id));
    }

    private string Refusal(Seed seed)
    {
        try
        {
            _ = _space.Make(0, _settings[0], GraphSeed(0, 0, seed), Name);
            return "";
        }
        catch (SpecException refused)
        {
            return refused.Message;
        }
    }

    // Six digits keep seeds readable in tables and commands.
    private static long GraphSeed(int candidate, int attempt, Seed seed) => seed.Child("wiring").Child(candidate).Below((ulong)attempt, 1_000_000);
}
