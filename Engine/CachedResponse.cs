namespace PureEdge.Engine;

/// <summary>A response in a cache. Immutable.</summary>
public sealed class CachedResponse
{
    /// <summary>The status.</summary>
    public required int Status { get; init; }

    /// <summary>The reason phrase; empty for the standard one.</summary>
    public string StatusText { get; init; } = "";

    /// <summary>The headers; nobody changes them.</summary>
    public required HeaderList Headers { get; init; }

    /// <summary>The whole body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When it was stored, in milliseconds since the Unix epoch.</summary>
    public required double StoredAt { get; init; }

    /// <summary>When it is no longer fresh, in milliseconds since the Unix epoch.</summary>
    public required double ExpiresAt { get; init; }

    /// <summary>Of the request that it answers, the headers that its <c>Vary</c> names, in lower case, with their values; <see langword="null"/> for one that was missing.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> VaryingHeaders { get; init; } = [];

    /// <summary>What it takes to keep, in bytes, about.</summary>
    public long Size => Body.Length + (2L * (Headers.Size + StatusText.Length)) + 512;
}
