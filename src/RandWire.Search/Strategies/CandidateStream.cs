using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>Candidates from an endless order of draws that looks at no outcome: those that the space refuses and those seen before are passed over and counted.</summary>
/// <remarks>Candidate i is the i-th draw that passes, whatever was asked before, so what is remembered between calls changes no answer.</remarks>
/// <param name="origin">Name of the strategy.</param>
/// <param name="space">Where candidates are made.</param>
/// <param name="draw">The setting and graph seed of draw n under a seed.</param>
internal sealed class CandidateStream(string origin, ISearchSpace space, Func<int, Seed, (string Setting, long Seed)> draw)
{
    /// <summary>Draws passed over in a row after which there are no more.</summary>
    public const int MostPassedOver = 1000;

    private readonly List<Candidate> _passed = [];
    private readonly HashSet<string> _seen = [];
    private Seed? _seed;
    private int _drawn;
    private bool _isOver;

    /// <summary>The candidates from a number on; fewer than wanted where there are no more.</summary>
    /// <exception cref="SpecException">Not one of many draws gave a candidate.</exception>
    public IReadOnlyList<Proposal> Propose(History history, int wanted, Seed seed)
    {
        int first = history.Candidates.Count;
        if (_seed != seed) Begin(seed);
        while (_passed.Count < first + wanted && !_isOver) Advance(seed);
        return [.. _passed.Skip(first).Take(wanted).Select(static candidate => new Proposal(candidate))];
    }

    private void Begin(Seed seed)
    {
        _passed.Clear();
        _seen.Clear();
        (_seed, _drawn, _isOver) = (seed, 0, false);
    }

    private void Advance(Seed seed)
    {
        string reason = "";
        for (int passedOver = 0; passedOver < MostPassedOver; passedOver++)
        {
            (string setting, long graphSeed) = draw(_drawn++, seed);
            try
            {
                Candidate candidate = space.Make(_passed.Count, setting, graphSeed, origin) with { PassedOver = passedOver };
                if (_seen.Add(GraphIdentity.Of(candidate.Spec)))
                {
                    _passed.Add(candidate);
                    return;
                }
                reason = $"{setting}, graph seed {graphSeed}: the same network was proposed before.";
            }
            catch (SpecException refused)
            {
                reason = refused.Message;
            }
        }
        _isOver = true;
        if (_passed.Count == 0) throw new SpecException($"Strategy {origin}: not one of {MostPassedOver} draws gave a network. The last: {reason} Widen the space or the limits.");
    }
}
