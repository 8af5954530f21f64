using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

/// <summary>One step of a plan: a kernel over ranges that the problem alone fixes, so that results do not depend on the team of threads.</summary>
/// <param name="name">The operation it comes from, and what it does for it.</param>
/// <param name="touches">Buffers read or written; null stands for one that this step does without.</param>
internal abstract class Step(string name, params ReadOnlySpan<ArenaBuffer?> touches)
{
    private readonly ArenaBuffer[] _touches = Present(touches);

    public string Name { get; } = name;

    /// <summary>Buffers read or written: from the first step that touches a buffer to the last, its place in the arena is taken.</summary>
    public ReadOnlySpan<ArenaBuffer> Touches => _touches;

    /// <summary>Floats of scratch memory that one thread needs.</summary>
    public virtual int ScratchFloats => 0;

    /// <summary>Number of ranges for a batch of <paramref name="count"/> images.</summary>
    public abstract int Ranges(int count);

    /// <summary>What a batch of <paramref name="count"/> images needs at least.</summary>
    public virtual StepWork Work(int count) => default;

    /// <summary>Whether the ranges go through the images of large tensors, so that the direction matters to the cache.</summary>
    public virtual bool WalksImages => false;

    /// <summary>Whether ranges are handed out from the last to the first. Steps that walk the images alternate: each begins with what the one before it
    /// touched last, and what is still in the last cache.</summary>
    public bool Descends { get; set; }

    /// <summary>The step after this one, for what to bring into the cache; null after the last.</summary>
    public Step? Next { get; set; }

    /// <summary>Lists the constants that a range will read, for the step before to bring into the cache.</summary>
    public virtual void ListConstants(StepContext context, Floats list, int range) { }

    /// <summary>The range that a thread will likely run after this one, or -1 where its share ends.</summary>
    protected int LikelyNext(int range, int ranges, int members)
    {
        int next = Descends ? range - 1 : range + 1;
        return next < 0 || next >= ranges || WorkShares.BeginsShare(Math.Max(range, next), ranges, members) ? -1 : next;
    }

    /// <summary>Called once when the arena has its address.</summary>
    public virtual void Bind(StepContext context) { }

    /// <summary>Runs one range; ranges may run in any order, on any thread, at the same time.</summary>
    public abstract void Run(StepContext context, int range, Floats scratch);

    private static ArenaBuffer[] Present(ReadOnlySpan<ArenaBuffer?> touches)
    {
        ArenaBuffer[] present = new ArenaBuffer[touches.Length];
        int count = 0;
        // Few, mostly: a set would cost more than it saves.
        HashSet<ArenaBuffer>? many = touches.Length > 32 ? new(touches.Length) : null;
        foreach (ArenaBuffer? buffer in touches)
            if (buffer is not null && (many?.Add(buffer) ?? !present.AsSpan(0, count).Contains(buffer))) present[count++] = buffer;
        return count == present.Length ? present : present[..count];
    }

    /// <summary>Rounded-up quotient of positive numbers.</summary>
    protected static int Blocks(long length, int block) => checked((int)((length + block - 1) / block));
}
