namespace PureEdge.Limits.Memory;

/// <summary>What a walk found.</summary>
/// <param name="Bytes">Bytes of the objects that were met.</param>
/// <param name="Objects">How many they are.</param>
/// <param name="IsComplete">Whether the walk came to its end; otherwise the graph is larger than this.</param>
public readonly record struct MemoryMeasurement(long Bytes, long Objects, bool IsComplete);
