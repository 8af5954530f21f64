using RandWire.Reports.Markup;

namespace RandWire.Reports.Sections;

/// <summary>The plan, and where the budget went.</summary>
internal static class PlanSection
{
    public static void Write(MarkupWriter html, RunReport report)
    {
        ReportPlan plan = report.Plan;
        bool limited = plan.BudgetMultiplyAdds > 0;
        html.Heading("plan", limited ? "Plan and budget" : "Training");
        double spent = plan.Spent.Sum(line => line.MultiplyAdds);
        List<ReportFact> facts = [new(limited ? "Preset" : "Network", plan.Reason.Length > 0 ? $"{plan.Preset}: {plan.Reason}" : plan.Preset)];
        string asked = plan.BudgetAsked.Length > 0 ? $"{plan.BudgetAsked}, that is " : "";
        if (limited) facts.Add(new("Budget", $"{asked}{Figures.Scaled(plan.BudgetMultiplyAdds)}MAC of training (multiply-adds, forward and backward)"));
        if (plan.Spent.Count > 0)
        {
            string share = limited ? $", {Figures.Percent(spent / plan.BudgetMultiplyAdds)} of the budget" : "";
            facts.Add(new("Spent", $"{Figures.Scaled(spent)}MAC{share}, in {Quantity.Seconds(plan.ElapsedSeconds)}"));
        }
        if (plan.MultiplyAddsPerSecond is double rate) { facts.Add(new("Measured rate", $"{Figures.Scaled(rate)}MAC a second")); }
        html.Facts([.. facts, .. plan.Facts]);
        if (plan.Rungs.Count == 0 && plan.Spent.Count <= 1) return;
        html.Open("div", ("class", "columns"));
        if (plan.Rungs.Count > 0) Rungs(html, plan.Rungs);
        if (plan.Spent.Count > 1) Spending(html, plan, spent);
        html.Close().Line();
    }

    private static void Rungs(MarkupWriter html, IReadOnlyList<ReportRung> rungs)
    {
        html.Open("div").Element("h3", "Rungs of the search");
        bool bracketed = rungs.Any(rung => rung.Bracket > 0);
        html.OpenTable("Rungs of the search", [.. bracketed ? (string[])["#bracket"] : [], "#rung", "#epochs", "#networks planned", "#trainings finished"]);
        foreach (ReportRung rung in rungs)
        {
            html.Open("tr");
            if (bracketed) html.Number(Figures.Count(rung.Bracket));
            html.Number(Figures.Count(rung.Number)).Number(Figures.Decimal(rung.Epochs, "0.##"))
                .Number(Figures.Count(rung.Planned)).Number(Figures.Count(rung.Finished)).Close().Line();
        }
        html.CloseTable();
        html.Close();
    }

    private static void Spending(MarkupWriter html, ReportPlan plan, double spent)
    {
        html.Open("div").Element("h3", "Where the budget went");
        html.OpenTable("Where the budget went", "what", "#multiply-adds", "#share", "#time");
        foreach (ReportSpending line in plan.Spent)
        {
            double share = spent > 0 ? line.MultiplyAdds / spent : 0;
            html.Open("tr").Open("td", ("class", "w")).Text(line.Name).Meter(share).Close();
            html.Number(Figures.Scaled(line.MultiplyAdds)).Number(Figures.Percent(share))
                .Number(line.Seconds is double seconds ? Quantity.Seconds(seconds) : "–").Close().Line();
        }
        html.CloseTable();
        html.Close();
    }
}
