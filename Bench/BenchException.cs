namespace PureEdge.Bench;

/// <summary>A scenario cannot go on; the message says why, for people.</summary>
internal sealed class BenchException(string message) : Exception(message);
