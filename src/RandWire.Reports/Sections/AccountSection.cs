using RandWire.Reports.Markup;

namespace RandWire.Reports.Sections;

/// <summary>What happened, in sentences.</summary>
internal static class AccountSection
{
    public static void Write(MarkupWriter html, RunReport report)
    {
        if (report.Account.Count == 0) return;
        html.Heading("account", "Read this before quoting a number");
        html.Open("ul");
        foreach (string sentence in report.Account) html.Open("li").Open("bdi").Text(sentence).Close().Close().Line();
        html.Close().Line();
    }
}
