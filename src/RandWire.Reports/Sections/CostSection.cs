using RandWire.Networks;
using RandWire.Reports.Markup;

namespace RandWire.Reports.Sections;

/// <summary>What the winner costs to run and to train.</summary>
internal static class CostSection
{
    public static void Write(MarkupWriter html, RunReport report)
    {
        if (report.Winner is not NetworkSpec winner) return;
        NetworkCost cost = winner.Cost();
        html.Heading("cost", "Cost of " + report.Subject);
        string batch = $"at batch size {Figures.Count(cost.BatchSize)}";
        html.Facts([
            new("Parameters", Figures.Count(cost.Parameters)),
            new("Multiply-adds", $"{Figures.Count(cost.MultiplyAddsConvFc)} for one image forward, convolutions and classifier; "
                + $"{Figures.Count(cost.MultiplyAddsAll)} with everything"),
            new("Activations", $"{Figures.Bytes(cost.ActivationBytes)} for one image"),
            new("Memory",
                $"{Figures.Bytes(cost.TrainingArenaBytes)} for training, {Figures.Bytes(cost.InferenceArenaBytes)} for inference, {batch}"),
            new("Identity", winner.Id)]);
        html.OpenTable("Stages of " + report.Subject, "#stage", "#nodes", "#inputs", "#outputs", "#wires", "#longest path", "#parameters",
            "#multiply-adds");
        foreach (StageCost stage in cost.Stages)
        {
            html.Open("tr");
            html.Number(Figures.Count(stage.Number)).Number(Figures.Count(stage.Nodes)).Number(Figures.Count(stage.Inputs));
            html.Number(Figures.Count(stage.Outputs)).Number(Figures.Count(stage.Edges)).Number(Figures.Count(stage.LongestPath));
            html.Number(Figures.Scaled(stage.Parameters)).Number(Figures.Scaled(stage.MultiplyAddsConvFc)).Close().Line();
        }
        html.CloseTable();
    }
}
