namespace RandWire.Engine;

/// <summary>Handle of a value (a tensor per image) within one <see cref="Program"/>.</summary>
/// <param name="Index">Position in <see cref="Program.Shapes"/>.</param>
public readonly record struct ValueId(int Index);
