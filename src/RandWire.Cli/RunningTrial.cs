using System.Globalization;
using System.Text.Json;
using RandWire.Reports;
using RandWire.Search;

namespace RandWire.Cli;

/// <summary>A trial that a worker has.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Network">Its network.</param>
internal readonly record struct RunningTrial(TrialGlance Trial, NetworkGlance Network)
{
    public string Line(double now)
    {
        double lease = Trial.LeaseUntil - now;
        string held = lease >= 0 ? $"lease for another {Quantity.Seconds(lease)}" : $"lease over for {Quantity.Seconds(-lease)}, anyone may take it";
        return string.Create(CultureInfo.InvariantCulture,
            $"At work: trial {Trial.Number}, {TrialWords.Of(Trial.Kind, Trial.Rung)}, network {Network.Id}: {SampledNetwork.TitleOf(null, Network.Wiring, Network.WiringSeed)}, {Trial.EpochsReported} of {Wording.Count(Trial.Epochs, "epoch")}, by {Trial.Owner} (attempt {Trial.Attempt}, {held})");
    }

    public void Write(Utf8JsonWriter writer, double now)
    {
        writer.WriteStartObject();
        writer.WriteNumber("number", Trial.Number);
        writer.WriteNumber("trial", Trial.Candidate);
        writer.WriteString("wiring", Network.Wiring);
        writer.WriteString("owner", Trial.Owner);
        writer.WriteNumber("attempt", Trial.Attempt);
        writer.WriteNumber("epochsReported", Trial.EpochsReported);
        writer.WriteNumber("epochs", Trial.Epochs);
        writer.WriteReal("leaseSeconds", Trial.LeaseUntil - now);
        writer.WriteEndObject();
    }
}
