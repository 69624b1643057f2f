namespace PureEdge.Storage.Caching;

/// <summary>What was kept.</summary>
/// <param name="Head">What it is decided by whether the body is wanted; as it was put.</param>
/// <param name="Body">The rest, as it was put.</param>
public sealed record CacheContent(ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Body);
