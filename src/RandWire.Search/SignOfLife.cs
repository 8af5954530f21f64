using System.Globalization;

namespace RandWire.Search;

/// <summary>A moment at which somebody worked on a study.</summary>
/// <param name="Seconds">When, by the ledger's clock.</param>
/// <param name="Kind">Kind of the entry, of a beat too; empty for an epoch.</param>
/// <param name="Before">Seconds of work that no other sign tells of: what a session read and measured before it could say anything.</param>
internal readonly record struct SignOfLife(double Seconds, string Kind, double Before)
{
    /// <summary>Whether a worker left it, which may be one from outside that no session started.</summary>
    public bool IsOfWorkers => Kind is "" or EntryKinds.Charge or EntryKinds.Contradiction;

    /// <summary>That of an epoch.</summary>
    public static SignOfLife At(double seconds) => new(seconds, "", 0);

    /// <summary>That of a beat.</summary>
    public static SignOfLife Beat(double seconds) => new(seconds, EntryKinds.Alive, 0);

    /// <summary>That of an entry.</summary>
    /// <param name="seconds">When it was made.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="text">Its text; read where the kind is <see cref="EntryKinds.Opened"/> or <see cref="EntryKinds.Alive"/>.</param>
    public static SignOfLife Of(double seconds, string kind, string text) => kind switch
    {
        EntryKinds.Opened => new SignOfLife(seconds, kind, Number(text) ?? 0),
        // Made later, by the next session, of the one before.
        EntryKinds.Alive => Beat(Number(text) ?? seconds),
        _ => new SignOfLife(seconds, kind, 0),
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && number >= 0 ? number : null;
}
