using RandWire.Search;

namespace RandWire.Tests.Search.Ledgers;

public sealed class MemoryLedgerSpecs : LedgerSpecs
{
    private protected override Ledger Open() => new MemoryLedger(() => Time);
}
