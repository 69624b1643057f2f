using System.Globalization;

namespace PureEdge.Engine.WebApi.Cache;

/// <summary>
/// Which responses a shared cache may keep, and for how long (https://www.rfc-editor.org/rfc/rfc9111). Where a response says nothing it is
/// kept as long as Cloudflare does (https://developers.cloudflare.com/cache/how-to/configure-cache-status-code/#edge-ttl).
/// </summary>
internal static class CachePolicy
{
    private const double MaxSeconds = 365.0 * 24 * 3600;

    /// <summary>How many seconds a response stays fresh; <see langword="null"/> when it may not be kept.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public static double? Lifetime(int status, HeaderList headers, double now)
    {
        var directives = Directives(headers.Get("cache-control"));
        if (directives.ContainsKey("no-store") || directives.ContainsKey("no-cache") || IsPrivate(directives, headers))
        {
            return null;
        }

        var lifetime = Seconds(directives, "s-maxage") ?? Seconds(directives, "max-age");
        if (lifetime is null && headers.Get("expires") is { } expires)
        {
            // What is no date lies in the past.
            lifetime = HttpDate(expires) is { } end ? (end - (HttpDate(headers.Get("date")) ?? now)) / 1000 : 0;
        }

        lifetime ??= status switch
        {
            200 or 203 or 301 => 7200,
            300 or 302 or 303 => 1200,
            404 or 410 => 180,
            _ => 0,
        };
        if (double.TryParse(headers.Get("age"), NumberStyles.None, CultureInfo.InvariantCulture, out var age))
        {
            lifetime -= age;
        }

        return lifetime > 0 ? Math.Min(lifetime.Value, MaxSeconds) : null;
    }

    /// <summary>The names in a <c>Vary</c> header, in lower case; <see langword="null"/> for <c>*</c>.</summary>
    public static string[]? Varying(HeaderList response)
    {
        var names = List(response.Get("vary")).Select(static name => name.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return names.Contains("*", StringComparer.Ordinal) ? null : names;
    }

    /// <summary>The values of headers of a request, for comparison.</summary>
    public static KeyValuePair<string, string?>[] ValuesOf(HeaderList request, string[] names) =>
        [.. names.Select(name => new KeyValuePair<string, string?>(name, request.Get(name)))];

    /// <summary>Whether a stored response answers a request, as far as its <c>Vary</c> goes.</summary>
    public static bool Matches(CachedResponse stored, HeaderList request) => stored.VaryingHeaders.All(header => request.Get(header.Key) == header.Value);

    /// <summary>A date of HTTP (https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats) in milliseconds since the Unix epoch.</summary>
    public static double? HttpDate(string? text) =>
        text is { Length: <= 64 }
        && DateTimeOffset.TryParseExact(
            text,
            ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var date)
            ? date.ToUnixTimeMilliseconds()
            : null;

    public static IEnumerable<string> List(string? header) =>
        header?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static bool IsPrivate(Dictionary<string, string> directives, HeaderList headers)
    {
        if (!directives.TryGetValue("private", out var fields))
        {
            return headers.Contains("set-cookie");
        }

        // private=Set-Cookie says that the rest may be kept.
        return !fields.Equals("set-cookie", StringComparison.OrdinalIgnoreCase);
    }

    private static double? Seconds(Dictionary<string, string> directives, string name) =>
        directives.TryGetValue(name, out var text)
            ? double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0
            : null;

    private static Dictionary<string, string> Directives(string? header)
    {
        var directives = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var directive in List(header))
        {
            var equals = directive.IndexOf('=', StringComparison.Ordinal);
            directives.TryAdd(equals < 0 ? directive : directive[..equals].TrimEnd(), equals < 0 ? "" : directive[(equals + 1)..].Trim().Trim('"'));
        }

        return directives;
    }
}
