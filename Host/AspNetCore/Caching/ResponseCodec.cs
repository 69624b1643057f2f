using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Caching;

/// <summary>
/// A cached response without its body, as bytes. What is read may be anything: it is a response under the key that was asked for, or nothing. Texts are kept as they are,
/// half of a surrogate pair included.
/// </summary>
internal static class ResponseCodec
{
    private const byte Format = 1;

    // A response has fewer headers than its head has bytes; a count is believed only as far as it can be true.
    private const int LeastHeaderBytes = 8;

    /// <summary>The bytes.</summary>
    /// <returns>The bytes, or <see langword="null"/> when there are more than <paramref name="most"/>.</returns>
    public static byte[]? Encode(CacheKey key, CachedResponse response, int most)
    {
        if (Size(key, response) > most)
        {
            return null;
        }

        using var stream = new MemoryStream();
        stream.WriteByte(Format);
        Write(stream, key.Worker);
        Write(stream, key.Cache);
        Write(stream, key.Url);
        Write(stream, response.Status);
        Write(stream, response.StatusText);
        Write(stream, BitConverter.DoubleToInt64Bits(response.StoredAt));
        Write(stream, BitConverter.DoubleToInt64Bits(response.ExpiresAt));
        Write(stream, response.Headers.Count);
        for (var i = 0; i < response.Headers.Count; i++)
        {
            Write(stream, response.Headers[i].Key);
            Write(stream, response.Headers[i].Value);
        }

        Write(stream, response.VaryingHeaders.Count);
        foreach (var (name, value) in response.VaryingHeaders)
        {
            Write(stream, name);
            Write(stream, value);
        }

        return stream.ToArray();
    }

    /// <summary>The response, without its body.</summary>
    /// <returns>The response, or <see langword="null"/> when the bytes are none under this key.</returns>
    public static CachedResponse? Decode(CacheKey key, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != Format)
        {
            return null;
        }

        bytes = bytes[1..];
        if (!TryText(ref bytes, out var worker) || worker != key.Worker || !TryText(ref bytes, out var cache) || cache != key.Cache || !TryText(ref bytes, out var url) || url != key.Url
            || !TryNumber(ref bytes, out var status) || status is < 100 or > 999 || !TryText(ref bytes, out var statusText) || statusText is null
            || !TryTime(ref bytes, out var storedAt) || !TryTime(ref bytes, out var expiresAt)
            || !TryNumber(ref bytes, out var count) || count < 0 || count > bytes.Length / LeastHeaderBytes)
        {
            return null;
        }

        var headers = new HeaderList(count);
        for (var i = 0; i < count; i++)
        {
            if (!TryText(ref bytes, out var name) || name is null || !TryText(ref bytes, out var value) || value is null)
            {
                return null;
            }

            headers.Append(name, value);
        }

        if (!TryNumber(ref bytes, out count) || count < 0 || count > bytes.Length / LeastHeaderBytes)
        {
            return null;
        }

        var varying = new KeyValuePair<string, string?>[count];
        for (var i = 0; i < count; i++)
        {
            if (!TryText(ref bytes, out var name) || name is null || !TryText(ref bytes, out var value))
            {
                return null;
            }

            varying[i] = new(name, value);
        }

        return bytes.IsEmpty
            ? new() { Status = status, StatusText = statusText, Headers = headers, StoredAt = storedAt, ExpiresAt = expiresAt, VaryingHeaders = varying }
            : null;
    }

    private static long Size(CacheKey key, CachedResponse response)
    {
        var size = 64L + (2L * (key.Worker.Length + key.Cache.Length + key.Url.Length + response.StatusText.Length));
        for (var i = 0; i < response.Headers.Count; i++)
        {
            size += LeastHeaderBytes + (2L * (response.Headers[i].Key.Length + response.Headers[i].Value.Length));
        }

        return size + response.VaryingHeaders.Sum(static header => LeastHeaderBytes + (2L * (header.Key.Length + (header.Value?.Length ?? 0))));
    }

    private static void Write(MemoryStream stream, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        stream.Write(bytes);
    }

    private static void Write(MemoryStream stream, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        stream.Write(bytes);
    }

    // -1 is that there is none.
    private static void Write(MemoryStream stream, string? text)
    {
        Write(stream, text?.Length ?? -1);
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(text.AsSpan()));
            return;
        }

        foreach (var unit in text ?? "")
        {
            stream.WriteByte((byte)unit);
            stream.WriteByte((byte)(unit >> 8));
        }
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> bytes, out int number)
    {
        if (!BinaryPrimitives.TryReadInt32LittleEndian(bytes, out number))
        {
            return false;
        }

        bytes = bytes[4..];
        return true;
    }

    private static bool TryTime(ref ReadOnlySpan<byte> bytes, out double time)
    {
        if (!BinaryPrimitives.TryReadDoubleLittleEndian(bytes, out time) || !double.IsFinite(time))
        {
            return false;
        }

        bytes = bytes[8..];
        return true;
    }

    private static bool TryText(ref ReadOnlySpan<byte> bytes, out string? text)
    {
        text = null;
        if (!TryNumber(ref bytes, out var length) || length < -1 || length > bytes.Length / 2)
        {
            return false;
        }

        if (length >= 0)
        {
            var units = bytes[..(length * 2)];
            text = BitConverter.IsLittleEndian
                ? new(MemoryMarshal.Cast<byte, char>(units))
                : System.Text.Encoding.Unicode.GetString(units);
            bytes = bytes[units.Length..];
        }

        return true;
    }
}
