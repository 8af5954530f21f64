using System.Text.Json;

namespace RandWire.Search;

/// <summary>Of a study's header what a watcher needs.</summary>
internal sealed record StudyBrief(
    string DataPath, string Command, SelectionCriterion Selection, int Rungs, int RungTrials, int FinalSeeds, double BudgetMultiplyAdds, double MultiplyAddsPerSecond, double MeasuredMultiplyAdds, int TestImages, long MemoryBytes)
{
    public static StudyBrief Of(StudyHeader header)
    {
        StudyPlan plan = header.Plan;
        return new StudyBrief(header.Summary.Path, header.Command, plan.Selection, plan.Rungs.Count, plan.Rungs.Sum(rung => rung.Trials), plan.FinalSeeds, plan.BudgetMultiplyAdds, plan.MultiplyAddsPerSecond,
            header.MeasuredMultiplyAdds, header.Summary.Test, header.MemoryBytes);
    }

    /// <summary>The same from the header's text, without the reader of whole headers, which takes a tenth of a second to get ready.</summary>
    /// <exception cref="InvalidDataException">It is no header.</exception>
    public static StudyBrief Of(string json, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement header = document.RootElement, plan = header.GetProperty("plan"), summary = header.GetProperty("summary"), rungs = plan.GetProperty("rungs");
            int trials = 0;
            foreach (JsonElement rung in rungs.EnumerateArray()) trials += rung.GetProperty("trials").GetInt32();
            return new StudyBrief(summary.GetProperty("path").GetString()!, header.GetProperty("command").GetString()!, Enum.Parse<SelectionCriterion>(plan.GetProperty("selection").GetString()!), rungs.GetArrayLength(), trials,
                plan.GetProperty("finalSeeds").GetInt32(), plan.GetProperty("budgetMultiplyAdds").GetDouble(), plan.GetProperty("multiplyAddsPerSecond").GetDouble(),
                header.GetProperty("measuredMultiplyAdds").GetDouble(), summary.GetProperty("test").GetInt32(), header.GetProperty("memoryBytes").GetInt64());
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{path}: the study's header cannot be read ({error.Message}). Use the program that wrote it, or delete the folder to begin anew.", error);
        }
    }
}
