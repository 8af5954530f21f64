using RandWire.Search;
using RandWire.Training;

namespace RandWire.Tests.Search.Simulation;

/// <summary>One process's way to a ledger: it can die before and after every exchange.</summary>
internal sealed class FaultyLedger(Ledger ledger, Action hit) : Ledger
{
    public override double Now => ledger.Now;

    public override double Spent => ledger.Spent;

    public override string? Find(string kind) => ledger.Find(kind);

    public override string? Last(string kind) => ledger.Last(kind);

    public override void Beat() => ledger.Beat();

    public override void Add(IReadOnlyList<(string Kind, int? Trial, string Text)> entries) => Do(() =>
    {
        ledger.Add(entries);
        return true;
    });

    public override string Settle(string kind, string text) => Do(() => ledger.Settle(kind, text));

    public override void Append(IReadOnlyList<Candidate> candidates, IReadOnlyList<TrialRecord> trials) => Do(() =>
    {
        ledger.Append(candidates, trials);
        return true;
    });

    public override IReadOnlyList<Candidate> Candidates(int from = 0) => ledger.Candidates(from);

    public override LedgerChanges Since(LedgerRevision revision) => Do(() => ledger.Since(revision));

    public override TrialClaim? Claim(string owner, double leaseSeconds, long memoryBytes = long.MaxValue) => Do(() => ledger.Claim(owner, leaseSeconds, memoryBytes));

    public override bool Renew(TrialClaim claim, double leaseSeconds) => Do(() => ledger.Renew(claim, leaseSeconds));

    public override bool Report(TrialClaim claim, EpochResult epoch) => Do(() => ledger.Report(claim, epoch));

    public override bool Release(TrialClaim claim, double spent) => Do(() => ledger.Release(claim, spent));

    public override bool Finish(TrialClaim claim, TrialOutcome outcome, double spent = 0) => Do(() => ledger.Finish(claim, outcome, spent));

    public override IReadOnlyList<int> Abandon(string owner, bool forgive = false, string reason = "its worker ended") => Do(() => ledger.Abandon(owner, forgive, reason));

    public override bool Drop(int trial, TrialOutcome outcome) => Do(() => ledger.Drop(trial, outcome));

    private T Do<T>(Func<T> work)
    {
        hit();
        T result = work();
        hit();
        return result;
    }
}
