using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

/// <summary>Where the gradient of a parameter goes: into the store, or, where several operations share the parameter, into a buffer whose parts are added afterwards.</summary>
/// <param name="Shared">The buffer, or null for the store.</param>
/// <param name="Offset">First float.</param>
internal readonly record struct GradientPlace(ArenaBuffer? Shared, long Offset)
{
    public Floats At(StepContext context) => (Shared is null ? context.Gradients : Shared.At(context)).Plus(Offset);

    /// <summary>A part of it.</summary>
    public GradientPlace Plus(long floats) => this with { Offset = Offset + floats };
}
