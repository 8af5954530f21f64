using CsCheck;
using RandWire.Engine.Execution;
using RandWire.Engine.Kernels;
using RandWire.Tests.Engine.Reference;
using Xunit;

namespace RandWire.Tests.Engine;

public sealed class ArenaPlannerSpecs
{
    private static readonly int[] FewLengths = [64, 160, 176, 1000];

    // Few lengths, as programs have them, and none among them: places depend on ties. Lives of all lengths, that of a step and that of the whole pass among them.
    private static readonly Gen<(int Steps, (int Length, int From, int Steps, bool Persistent)[] Buffers)> Lives =
        from steps in Gen.OneOf(Gen.Int[1, 40], Gen.Int[200, 600], Gen.Int[1000, 6000])
        from buffers in Gen.Select(
            Gen.OneOf(Gen.Int[0, 100], Gen.Int[0, 3].Select(i => FewLengths[i])), Gen.Int[0, steps - 1],
            Gen.OneOf(Gen.Int[0, 4], Gen.Int[0, 300], Gen.Int[0, steps]), Gen.Int[0, 19].Select(one => one == 0)).Array[0, 400]
        select (steps, buffers);

    [Fact]
    public void Every_buffer_is_where_looking_at_all_others_would_put_it() => Lives.Sample(t =>
    {
        ArenaBuffer[] buffers = [.. t.Buffers.Select((one, i) => new ArenaBuffer($"{i}", one.Length, one.Persistent))];
        List<ArenaBuffer>[] touched = [.. Enumerable.Range(0, t.Steps).Select(_ => new List<ArenaBuffer>())];
        for (int i = 0; i < buffers.Length; i++)
        {
            // Those that would end behind the last step are touched by none.
            if (t.Buffers[i].From + t.Buffers[i].Steps >= t.Steps) continue;
            touched[t.Buffers[i].From].Add(buffers[i]);
            touched[t.Buffers[i].From + t.Buffers[i].Steps].Add(buffers[i]);
        }
        Step[] steps = [.. touched.Select(buffers => new Idle([.. buffers]))];
        Assert.Equal(Reference(buffers, ArenaPlanner.Place(steps, buffers)), buffers.Select(buffer => buffer.Offset));
    }, iter: 300);

    [Fact]
    public void Every_buffer_of_a_plan_is_where_looking_at_all_others_would_put_it() => Gen.Select(RandomProgram.Gen, Gen.Bool, Gen.Bool).Sample(t =>
    {
        Plan plan = PlanCompiler.Compile(new ParameterLayout(t.Item1.Build()), t.Item1.Batch, t.Item2, t.Item3);
        Assert.Equal(Reference(plan.Buffers, plan.PlacedFloats), plan.Buffers.Select(buffer => buffer.Offset));
    }, iter: 100, threads: 1);

    /// <summary>The offsets that the buffers have by the rule: largest first, those of one size in order, each at the lowest place where it overlaps none that has its
    /// place and is alive at the same time. Checks what all of them take.</summary>
    private static long[] Reference(IReadOnlyList<ArenaBuffer> buffers, long total)
    {
        long[] offsets = new long[buffers.Count];
        Array.Fill(offsets, -1);
        List<int> placed = [];
        foreach (int i in Enumerable.Range(0, buffers.Count).OrderByDescending(i => buffers[i].Length).ThenBy(i => i))
        {
            ArenaBuffer buffer = buffers[i];
            if (buffer.LastStep < 0) continue;
            long at = 0;
            foreach (int other in placed.OrderBy(other => offsets[other]))
            {
                if (buffers[other].LastStep < buffer.FirstStep || buffers[other].FirstStep > buffer.LastStep) continue;
                if (at + buffer.Length <= offsets[other]) break;
                at = Math.Max(at, offsets[other] + buffers[other].Length);
            }
            offsets[i] = at;
            placed.Add(i);
        }
        Assert.Equal(placed.Select(i => offsets[i] + buffers[i].Length).DefaultIfEmpty().Max(), total);
        return offsets;
    }

    private sealed class Idle(ReadOnlySpan<ArenaBuffer?> touches) : Step("idle", touches)
    {
        public override int Ranges(int count) => 0;

        public override void Run(StepContext context, int range, Floats scratch) { }
    }
}
