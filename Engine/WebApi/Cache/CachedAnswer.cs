using System.Globalization;

namespace PureEdge.Engine.WebApi.Cache;

/// <summary>
/// What a stored response answers a request: itself, 304 when the client has it already, or the part of it that was asked for
/// (https://www.rfc-editor.org/rfc/rfc9110#name-precedence-of-preconditions).
/// </summary>
internal readonly record struct CachedAnswer(int Status, string StatusText, HeaderList Headers, ReadOnlyMemory<byte>? Body)
{
    public static CachedAnswer Of(CachedResponse stored, HeaderList request, double now)
    {
        var headers = stored.Headers.Clone();
        headers.Set("age", Math.Max(0, Math.Floor((now - stored.StoredAt) / 1000)).ToString(CultureInfo.InvariantCulture));
        headers.Set("cf-cache-status", "HIT");
        if (stored.Status is >= 200 and < 300 && IsUnchanged(stored, request))
        {
            headers.Remove("content-length");
            return new(304, "Not Modified", headers, null);
        }

        if (stored.Status == 200 && request.Get("range") is { } range && MayBePartial(stored, request) && Range(range, stored.Body.Length) is { } part)
        {
            return Partial(stored, headers, part);
        }

        return new(stored.Status, stored.StatusText, headers, stored.Body);
    }

    private static CachedAnswer Partial(CachedResponse stored, HeaderList headers, (long From, long To) part)
    {
        var length = stored.Body.Length;
        if (part.From > part.To)
        {
            headers.Set("content-range", $"bytes */{length}");
            headers.Remove("content-length");
            return new(416, "Range Not Satisfiable", headers, ReadOnlyMemory<byte>.Empty);
        }

        var count = part.To - part.From + 1;
        headers.Set("content-range", $"bytes {part.From}-{part.To}/{length}");
        headers.Set("content-length", count.ToString(CultureInfo.InvariantCulture));
        return new(206, "Partial Content", headers, stored.Body.Slice((int)part.From, (int)count));
    }

    private static bool IsUnchanged(CachedResponse stored, HeaderList request)
    {
        if (request.Get("if-none-match") is { } tags)
        {
            return tags.Trim() == "*" || (stored.Headers.Get("etag") is { } tag && CachePolicy.List(tags).Any(other => Weak(other) == Weak(tag)));
        }

        return CachePolicy.HttpDate(request.Get("if-modified-since")) is { } since
            && CachePolicy.HttpDate(stored.Headers.Get("last-modified")) is { } modified
            && modified <= since;
    }

    // If-Range: a part is of use only to whoever has another part of the same.
    private static bool MayBePartial(CachedResponse stored, HeaderList request)
    {
        if (request.Get("if-range") is not { } condition)
        {
            return true;
        }

        return condition.StartsWith('"') ? condition == stored.Headers.Get("etag") : condition == stored.Headers.Get("last-modified");
    }

    /// <summary>The bytes of a single range; From beyond To when there are none of them; <see langword="null"/> for what is ignored: other units, several ranges, nonsense.</summary>
    private static (long From, long To)? Range(string header, long length)
    {
        if (!header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) || header.Contains(',', StringComparison.Ordinal))
        {
            return null;
        }

        var bounds = header[6..].Split('-');
        if (bounds.Length != 2 || !TryBound(bounds[0], out var first) || !TryBound(bounds[1], out var last) || (first is null && last is null))
        {
            return null;
        }

        if (first is null)
        {
            return (last == 0 ? length : Math.Max(0, length - last!.Value), length - 1);
        }

        if (last < first)
        {
            return null;
        }

        return first >= length ? (length, length - 1) : (first.Value, Math.Min(last ?? length - 1, length - 1));
    }

    private static bool TryBound(string text, out long? bound)
    {
        var isNumber = long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        bound = isNumber ? number : null;
        return isNumber || text.Trim().Length == 0;
    }

    private static string Weak(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}
