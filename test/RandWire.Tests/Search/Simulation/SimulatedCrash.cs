namespace RandWire.Tests.Search.Simulation;

/// <summary>The process that does this is gone.</summary>
internal sealed class SimulatedCrash : Exception;
