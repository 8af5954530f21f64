using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

/// <summary>One step of a plan: a kernel over ranges that the problem alone fixes, so that results do not depend on the team of threads.</summary>
internal abstract class Step(string name, params ReadOnlySpan<ArenaBuffer> touches)
{
    private readonly ArenaBuffer[] _touches = touches.ToArray();

    public string Name { get; } = name;

    /// <summary>Buffers read or written: from the first step that touches a buffer to the last, its place in the arena is taken.</summary>
    public ReadOnlySpan<ArenaBuffer> Touches => _touches;

    /// <summary>Floats of scratch memory that one thread needs.</summary>
    public virtual int ScratchFloats => 0;

    /// <summary>Number of ranges for a batch of <paramref name="count"/> images.</summary>
    public abstract int Ranges(int count);

    /// <summary>What a batch of <paramref name="count"/> images needs at least.</summary>
    public virtual StepWork Work(int count) => default;

    /// <summary>Called once when the arena has its address.</summary>
    public virtual void Bind(StepContext context) { }

    /// <summary>Runs one range; ranges may run in any order, on any thread, at the same time.</summary>
    public abstract void Run(StepContext context, int range, Floats scratch);

    /// <summary>Rounded-up quotient of positive numbers.</summary>
    protected static int Blocks(long length, int block) => checked((int)((length + block - 1) / block));
}
