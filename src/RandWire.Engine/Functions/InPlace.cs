using RandWire.Engine.Kernels;

namespace RandWire.Engine.Functions;

/// <summary>A function of one number, in the place of its inputs.</summary>
internal delegate void InPlace(KernelTable kernels, Floats values, int length);
