using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

/// <summary>A run of floats in the arena, alive from the first step that touches it to the last.</summary>
internal sealed class ArenaBuffer(string name, long length, bool persistent = false)
{
    /// <summary>Sixteen floats, a cache line: every buffer starts on one.</summary>
    public const int Alignment = 16;

    public string Name { get; } = name;

    /// <summary>Floats.</summary>
    public long Length { get; } = (length + Alignment - 1) / Alignment * Alignment;

    /// <summary>Alive before the first step and after the last: inputs, targets, logits.</summary>
    public bool Persistent { get; } = persistent;

    public int FirstStep { get; set; } = int.MaxValue;

    public int LastStep { get; set; } = -1;

    /// <summary>Place in the arena, in floats; set by <see cref="ArenaPlanner"/>.</summary>
    public long Offset { get; set; } = -1;

    public Floats At(StepContext context) => context.Arena.Plus(Offset);
}
