using System.Globalization;
using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.WebApi.UrlPatterns;

/// <summary>Encodes the text of a component as the URL parser would have it.</summary>
/// <remarks>https://urlpattern.spec.whatwg.org/#canonicalization</remarks>
internal static class ComponentText
{
    private static UrlRecord DummyUrl => UrlRecord.Parse("https://dummy.invalid/")!;

    public static string Protocol(string value) => value.Length == 0
        ? value
        : UrlRecord.Parse(value + "://dummy.invalid/") is { } url ? url.Scheme : throw PatternSyntaxException.Invalid("protocol", value);

    public static string Username(string value)
    {
        var url = DummyUrl;
        url.SetUsername(value);
        return url.Username;
    }

    public static string Password(string value)
    {
        var url = DummyUrl;
        url.SetPassword(value);
        return url.Password;
    }

    public static string Hostname(string value) => Hostname(value, DummyUrl);

    public static string OpaqueHostname(string value) => Hostname(value, UrlRecord.Parse("dummy://dummy.invalid/")!);

    public static string IPv6Hostname(string value)
    {
        foreach (var c in value)
        {
            if (!char.IsAsciiHexDigit(c) && c is not ('[' or ']' or ':'))
            {
                throw PatternSyntaxException.Invalid("hostname", value);
            }
        }

        return value.ToLowerInvariant();
    }

    public static string Port(string value) => Port(value, "");

    public static string Port(string value, string protocol)
    {
        if (value.Length == 0)
        {
            return value;
        }

        var url = DummyUrl;
        url.BeginChange();
        url.Scheme = protocol;
        return !UrlParser.ParseWithOverride(value, url, UrlStateOverride.Port) ? throw PatternSyntaxException.Invalid("port", value)
            : url.Port < 0 ? "" : url.Port.ToString(CultureInfo.InvariantCulture);
    }

    public static string Pathname(string value)
    {
        if (value.Length == 0)
        {
            return value;
        }

        // A piece in the middle of a path must not be given a slash at its beginning, nor be eaten by its first dots.
        var isAbsolute = value[0] == '/';
        var url = DummyUrl;
        url.SetPathName(isAbsolute ? value : "/-" + value);

        // Where dots ate it all the same, the standard takes two characters from what has fewer: nothing is left.
        return isAbsolute ? url.PathName : url.PathName.Length > 2 ? url.PathName[2..] : "";
    }

    public static string OpaquePathname(string value) => PercentEncoding.Encode(WithoutTabsAndNewlines(value), PercentEncodeSet.C0Control);

    public static string Search(string value)
    {
        if (value.Length == 0)
        {
            return value;
        }

        var url = DummyUrl;
        url.BeginChange();
        UrlParser.ParseWithOverride(value, url, UrlStateOverride.Query);
        return url.Query ?? "";
    }

    public static string Hash(string value)
    {
        if (value.Length == 0)
        {
            return value;
        }

        var url = DummyUrl;
        url.BeginChange();
        UrlParser.ParseWithOverride(value, url, UrlStateOverride.Fragment);
        return url.Fragment ?? "";
    }

    private static string Hostname(string value, UrlRecord url)
    {
        if (value.Length == 0)
        {
            return value;
        }

        url.BeginChange();
        return UrlParser.ParseWithOverride(value, url, UrlStateOverride.HostName) ? url.Host ?? "" : throw PatternSyntaxException.Invalid("hostname", value);
    }

    private static string WithoutTabsAndNewlines(string value) =>
        value.AsSpan().IndexOfAny('\t', '\n', '\r') < 0 ? value : value.Replace("\t", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
}
