using System.Text;

namespace PureEdge.Storage;

/// <summary>The key of an entry: bytes, compared as unsigned bytes from left to right.</summary>
/// <remarks>UTF-8 text in this order is in the order of its code points. The default value is the empty key, which no entry has.</remarks>
public readonly struct StoreKey : IEquatable<StoreKey>, IComparable<StoreKey>
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[]? _bytes;

    /// <summary>Makes a key of a copy of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public StoreKey(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    private StoreKey(byte[] bytes) => _bytes = bytes;

    /// <summary>The key's bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Whether there is not one byte.</summary>
    public bool IsEmpty => _bytes is null or { Length: 0 };

    /// <summary>The key of a text's UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The text has half of a surrogate pair.</exception>
    public static StoreKey From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(Strict.GetBytes(text));
    }

    /// <summary>Whether this key starts with another; every key starts with the empty one.</summary>
    /// <param name="prefix">The other key.</param>
    public bool StartsWith(StoreKey prefix) => Bytes.Span.StartsWith(prefix.Bytes.Span);

    /// <inheritdoc/>
    public int CompareTo(StoreKey other) => Bytes.Span.SequenceCompareTo(other.Bytes.Span);

    /// <inheritdoc/>
    public bool Equals(StoreKey other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StoreKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>The key as text where it is UTF-8; other bytes as the replacement character. For messages.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Whether the bytes are the same.</summary>
    public static bool operator ==(StoreKey left, StoreKey right) => left.Equals(right);

    /// <summary>Whether the bytes differ.</summary>
    public static bool operator !=(StoreKey left, StoreKey right) => !left.Equals(right);

    /// <summary>Whether one is before the other.</summary>
    public static bool operator <(StoreKey left, StoreKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether one is after the other.</summary>
    public static bool operator >(StoreKey left, StoreKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether one is before the other, or the same.</summary>
    public static bool operator <=(StoreKey left, StoreKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one is after the other, or the same.</summary>
    public static bool operator >=(StoreKey left, StoreKey right) => left.CompareTo(right) >= 0;
}
