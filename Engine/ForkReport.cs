namespace PureEdge.Engine;

/// <summary>Whether the isolates of a worker version after its first are copied from an image, or each runs the top level.</summary>
/// <param name="Refusal">Why each runs the top level, as the end of a sentence about the worker; <see langword="null"/> when they are copied.</param>
/// <param name="Objects">Objects that a copy has; 0 without an image.</param>
/// <param name="Bytes">Bytes of memory that the image takes; 0 without one.</param>
public sealed record ForkReport(string? Refusal, int Objects, long Bytes);
