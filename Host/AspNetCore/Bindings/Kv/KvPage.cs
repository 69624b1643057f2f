namespace PureEdge.AspNetCore.Bindings.Kv;

/// <summary>Some keys of a namespace.</summary>
/// <param name="Keys">The keys, in the order of their UTF-8.</param>
/// <param name="Cursor">Where the next page begins, or <see langword="null"/> after the last.</param>
internal sealed record KvPage(IReadOnlyList<KvKey> Keys, string? Cursor);

/// <summary>A key of a list.</summary>
/// <param name="Name">The key.</param>
/// <param name="Expiration">When it vanishes, in seconds since the Unix epoch, or <see langword="null"/>.</param>
/// <param name="Metadata">JSON, or empty without.</param>
internal sealed record KvKey(string Name, long? Expiration, ReadOnlyMemory<byte> Metadata);
