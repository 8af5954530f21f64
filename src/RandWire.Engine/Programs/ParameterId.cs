namespace RandWire.Engine;

/// <summary>Handle of a parameter within one <see cref="Program"/>.</summary>
/// <param name="Index">Position in <see cref="Program.Parameters"/>.</param>
public readonly record struct ParameterId(int Index);
