using System.Globalization;
using RandWire.Reports;
using RandWire.Search;

namespace RandWire.Cli;

/// <summary>What a ledger keeps, in words.</summary>
internal static class EntryWords
{
    public static string Of(LedgerEntry entry)
    {
        string trial = entry.Trial is { } number ? string.Create(CultureInfo.InvariantCulture, $"trial {number}") : "the study";
        return entry.Kind switch
        {
            EntryKinds.Study => "the study was planned",
            EntryKinds.Data => "what the data is was recorded",
            EntryKinds.SearchEnded => $"the search ended: {entry.Text}",
            EntryKinds.Final => "a network was chosen, and its full training planned",
            EntryKinds.TestTouch => "the test images were looked at",
            EntryKinds.Tested => "the results of the test were recorded",
            EntryKinds.Delivered => "the model was delivered",
            EntryKinds.Charge => double.TryParse(entry.Text, CultureInfo.InvariantCulture, out double work) ? $"{Quantity.MultiplyAdds(work)} outside finished epochs of {trial}" : entry.Text,
            EntryKinds.Contradiction => $"contradiction: {entry.Text}",
            EntryKinds.Preempted => $"{trial} was given back: {entry.Text}",
            EntryKinds.Dropped => $"{trial} was dropped: {entry.Text}",
            EntryKinds.Opened => "a process began to work on it",
            EntryKinds.Closed => $"the process ended: {entry.Text}",
            EntryKinds.Alive => "the process before it had ended without a word",
            EntryKinds.Memory => long.TryParse(entry.Text, CultureInfo.InvariantCulture, out long bytes) ? $"trials may use {Quantity.Bytes(bytes)} together from here on" : entry.Text,
            EntryKinds.Note => entry.Text,
            // What is kept for the program is no text for people.
            _ => entry.Text.StartsWith('{') ? $"{entry.Kind} of {trial} was recorded" : $"{entry.Kind}: {entry.Text}",
        };
    }
}
