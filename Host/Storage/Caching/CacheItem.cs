using System.Globalization;

namespace PureEdge.Storage.Caching;

/// <summary>Where one thing in a <see cref="CacheFolder"/> lies. Immutable; what it names may be gone at any time.</summary>
public sealed class CacheItem
{
    /// <summary>What a file takes on the disk is counted in these.</summary>
    internal const int BlockBytes = 4096;

    private const int NameLength = 32 + 1 + 16 + 1 + 16 + 1 + 16;

    internal CacheItem(string group, UInt128 key, ulong variant, long stamp, long expiresAt, long bytes)
    {
        Group = group;
        Key = key;
        Variant = variant;
        Stamp = stamp;
        ExpiresAt = expiresAt;
        Bytes = bytes;
    }

    /// <summary>A number that no other item of the folder has or had; later items have higher ones.</summary>
    public long Stamp { get; }

    /// <summary>When it expires, in milliseconds since the Unix epoch.</summary>
    public long ExpiresAt { get; }

    /// <summary>What it takes on the disk, in bytes.</summary>
    public long Bytes { get; }

    internal string Group { get; }

    internal UInt128 Key { get; }

    internal ulong Variant { get; }

    /// <summary>The name of its file: everything that must be known of it without reading it.</summary>
    internal string Name => string.Create(CultureInfo.InvariantCulture, $"{Key:x32}-{Variant:x16}-{Stamp:x16}-{ExpiresAt:x16}");

    /// <summary>What a file of a length takes.</summary>
    internal static long BytesOf(long length) => ((length / BlockBytes) + 1) * BlockBytes;

    /// <summary>The item of a file, or <see langword="null"/> when its name is none of ours.</summary>
    internal static CacheItem? Parse(string group, string name, long length)
    {
        const NumberStyles Hex = NumberStyles.AllowHexSpecifier;
        return name.Length == NameLength
            && UInt128.TryParse(name.AsSpan(0, 32), Hex, CultureInfo.InvariantCulture, out var key)
            && ulong.TryParse(name.AsSpan(33, 16), Hex, CultureInfo.InvariantCulture, out var variant)
            && long.TryParse(name.AsSpan(50, 16), Hex, CultureInfo.InvariantCulture, out var stamp)
            && long.TryParse(name.AsSpan(67, 16), Hex, CultureInfo.InvariantCulture, out var expires)
            && new CacheItem(group, key, variant, stamp, expires, BytesOf(length)) is var item
            // One spelling: a file that is read must be the one that is deleted.
            && item.Name == name && stamp is >= 0 and < long.MaxValue
            ? item
            : null;
    }
}
