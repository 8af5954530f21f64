using RandWire.Graphs;
using RandWire.Training.Data;

namespace RandWire.Search;

/// <summary>Strategy and schedule of a study by their names.</summary>
internal static class StudyCatalog
{
    public static IStrategy Strategy(StudyContext context)
    {
        InputFormat format = InputFormat.Parse(context.Plan.InputFormat);
        PresetSpace space = new(context.Plan.Preset, format.Height, format.Width, format.Channels, context.Data.Classes.Count, context.Plan.Settings);
        return context.Options.Strategy switch
        {
            "random" => new RandomStrategy(space),
            string other => throw new SpecException($"Strategy '{other}' is not known. Give random."),
        };
    }

    public static ISchedule Schedule(StudyContext context) => context.Options.Schedule switch
    {
        "halving" or "none" => new HalvingSchedule(context.Plan.Rungs, context.Plan.Selection),
        string other => throw new SpecException($"Schedule '{other}' is not known. Give none or halving."),
    };
}
