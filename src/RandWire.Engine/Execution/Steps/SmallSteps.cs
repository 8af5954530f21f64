using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Steps without images, none of which needs another's results, run as one: threads meet once after all of them.</summary>
internal sealed class SmallSteps(Step[] steps) : Step(steps[0].Name, [.. AllTouches(steps)])
{
    public override int ScratchFloats
    {
        get
        {
            int most = 0;
            foreach (Step step in steps) most = Math.Max(most, step.ScratchFloats);
            return most;
        }
    }

    public override int Ranges(int count)
    {
        int ranges = 0;
        foreach (Step step in steps) ranges = checked(ranges + step.Ranges(count));
        return ranges;
    }

    public override void Bind(StepContext context)
    {
        foreach (Step step in steps) step.Bind(context);
    }

    public override void Run(StepContext context, int range, Floats scratch)
    {
        foreach (Step step in steps)
        {
            int ranges = step.Ranges(context.Count);
            if (range < ranges)
            {
                step.Run(context, range, scratch);
                return;
            }
            range -= ranges;
        }
    }

    public override StepWork Work(int count)
    {
        StepWork work = default;
        foreach (Step step in steps) work += step.Work(count);
        return work;
    }

    private static List<ArenaBuffer> AllTouches(Step[] steps)
    {
        List<ArenaBuffer> touches = [];
        foreach (Step step in steps) touches.AddRange(step.Touches);
        return touches;
    }
}
