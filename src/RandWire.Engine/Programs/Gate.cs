namespace RandWire.Engine;

/// <summary>A gate of a program: its scalars weigh the choices of one or several operations.</summary>
/// <param name="Parameter">Its scalars.</param>
/// <param name="Choices">How many choices there are.</param>
/// <param name="IsHard">Whether one of the choices counts alone, and <see cref="Program.Along"/> can leave out the others, which it has not yet.</param>
public readonly record struct Gate(ParameterId Parameter, int Choices, bool IsHard);
