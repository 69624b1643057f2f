using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PureEdge.Engine.Bindings;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Bindings.Kv;

/// <summary>What KV takes (https://developers.cloudflare.com/kv/platform/limits/), alike for scripts and for the API.</summary>
internal static class KvRules
{
    public const int MaxKeyBytes = 512;
    public const int MaxValueBytes = 25 << 20;
    public const int MaxMetadataBytes = 1024;
    public const int MaxListedKeys = 1000;

    /// <summary>Keys of one read of many, and what their values may have together.</summary>
    public const int MaxKeysAtOnce = 100;

    private const int LeastTtlSeconds = 60;
    private const int LeastCacheTtlSeconds = 30;
    private const int MaxShown = 32;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly double LatestSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Makes a key of a name; half of a surrogate pair becomes U+FFFD, as in a USVString.</summary>
    /// <exception cref="KvException">It is empty, "." or "..", or too long.</exception>
    public static StoreKey Key(string name)
    {
        if (name is "" or "." or "..")
        {
            throw new KvException(400, name.Length == 0 ? "Key name cannot be empty." : $"\"{name}\" is not allowed as a key name.");
        }

        return Bounded(name, "key length");
    }

    /// <summary>Makes what keys are to start with.</summary>
    /// <exception cref="KvException">It is too long.</exception>
    public static StoreKey Prefix(string prefix) => prefix.Length == 0 ? default : Bounded(prefix, "prefix length");

    /// <summary>When an entry expires.</summary>
    /// <param name="expiration">Seconds since the Unix epoch, or <see langword="null"/>.</param>
    /// <param name="ttl">Seconds from now, which comes first, or <see langword="null"/>.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="KvException">Either is out of range.</exception>
    public static DateTimeOffset? Expiry(double? expiration, double? ttl, DateTimeOffset now)
    {
        if (ttl is { } seconds)
        {
            if (!double.IsInteger(seconds) || seconds < LeastTtlSeconds)
            {
                throw new KvException(400, $"Invalid expiration_ttl of {seconds}. Expiration TTL must be at least {LeastTtlSeconds}.");
            }

            expiration = now.ToUnixTimeSeconds() + seconds;
        }

        return expiration switch
        {
            null => null,
            { } at when !double.IsInteger(at) || at > LatestSeconds => throw new KvException(400, $"Invalid expiration of {at}. Please specify a whole number of seconds since the UNIX epoch, at most {LatestSeconds}."),
            { } at when at < now.ToUnixTimeSeconds() + LeastTtlSeconds => throw new KvException(400, $"Invalid expiration of {at}. Expiration times must be at least {LeastTtlSeconds} seconds in the future."),
            { } at => DateTimeOffset.FromUnixTimeSeconds((long)at),
        };
    }

    /// <summary>Checks how long a value may be kept by a cache, of which there is none.</summary>
    public static void CacheTtl(double? ttl)
    {
        if (ttl is { } seconds && (!double.IsInteger(seconds) || seconds < LeastCacheTtlSeconds))
        {
            throw new KvException(400, $"Invalid cache_ttl of {seconds}. Cache TTL must be at least {LeastCacheTtlSeconds}.");
        }
    }

    public static KvException TooLarge() => new(413, $"Value length exceeds limit of {MaxValueBytes}.");

    /// <summary>Metadata as it is kept; nothing for none.</summary>
    /// <exception cref="KvException">It is too long.</exception>
    public static ReadOnlyMemory<byte> Metadata(BindingValue value)
    {
        if (value.IsNothing)
        {
            return default;
        }

        var buffer = new MetadataBuffer();
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            value.WriteJson(writer);
        }

        return Metadata(buffer.Written);
    }

    /// <summary>Checks the length of metadata.</summary>
    /// <exception cref="KvException">It is too long.</exception>
    public static ReadOnlyMemory<byte> Metadata(ReadOnlyMemory<byte> json) => json.Length <= MaxMetadataBytes
        ? json
        : throw new KvException(413, $"Metadata length of {json.Length} exceeds limit of {MaxMetadataBytes}.");

    /// <summary>Where a list goes on.</summary>
    public static string Cursor(StoreKey after) => System.Buffers.Text.Base64Url.EncodeToString(after.Bytes.Span);

    /// <summary>Reads what <see cref="Cursor(StoreKey)"/> gave.</summary>
    /// <exception cref="KvException">It is none.</exception>
    public static StoreKey Cursor(string cursor)
    {
        if (cursor.Length == 0)
        {
            return default;
        }

        Span<byte> key = stackalloc byte[MaxKeyBytes];
        return cursor.Length <= MaxKeyBytes * 2 && System.Buffers.Text.Base64Url.IsValid(cursor, out var length) && length is > 0 and <= MaxKeyBytes
            ? new StoreKey(key[..System.Buffers.Text.Base64Url.DecodeFromChars(cursor, key)])
            : throw new KvException(400, $"Invalid cursor '{Shown(cursor)}'. Please specify the cursor of the page before.");
    }

    /// <summary>A text of a sender's choice in an error.</summary>
    public static string Shown(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "...";

    private static StoreKey Bounded(string text, string what)
    {
        // A UTF-16 unit is at least one byte: what is too long by far is not counted first.
        var bytes = text.Length > MaxKeyBytes ? text.Length : Encoding.UTF8.GetByteCount(text);
        return bytes <= MaxKeyBytes
            ? new StoreKey(Encoding.UTF8.GetBytes(text))
            : throw new KvException(414, $"UTF-8 encoded length of {(text.Length > MaxKeyBytes ? "more than " : "")}{(text.Length > MaxKeyBytes ? MaxKeyBytes : bytes)} exceeds {what} limit of {MaxKeyBytes}.");
    }

    /// <summary>Takes JSON until it is longer than metadata may be: a script's object may be of any size.</summary>
    private sealed class MetadataBuffer : IBufferWriter<byte>
    {
        // What the writer asks for at once: a text that may just do, with every character escaped.
        private const int MaxAhead = 16 << 10;

        private readonly ArrayBufferWriter<byte> _bytes = new(MaxMetadataBytes);

        public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

        public void Advance(int count) => _bytes.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.WrittenCount <= MaxMetadataBytes && sizeHint <= MaxAhead
            ? _bytes.GetMemory(sizeHint)
            : throw new KvException(413, $"Metadata length exceeds limit of {MaxMetadataBytes}.");

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
