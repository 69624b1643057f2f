using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Configuration;

namespace PureEdge.AspNetCore.Serving;

/// <summary>What must hold of a server's options, each alone and all together.</summary>
internal static class ServerRules
{
    /// <summary>Refuses options that cannot be served with.</summary>
    /// <exception cref="PureEdgeException">Something is wrong: the message has a line for each thing that is.</exception>
    public static void Require(ServerOptions options)
    {
        string[] errors =
        [
            .. options.Errors.Select(static error => error.Message),
            .. options.Workers.Errors(),
            .. CacheBytes(nameof(options.CacheBytes), options.CacheBytes),
            .. CacheBytes(nameof(options.CacheBytesPerWorker), options.CacheBytesPerWorker),
            .. CacheBytes(nameof(options.WasmCacheBytes), options.WasmCacheBytes),
            .. IsKnown(options, "urls") ? Urls(options.Urls) : [],
            .. IsKnown(options, "admin_urls") ? Urls(options.AdminUrls) : [],
            .. Together(options),
        ];
        if (errors.Length > 0)
        {
            throw new PureEdgeException("options_invalid", string.Join('\n', errors));
        }
    }

    /// <summary>Whether a text is an address to listen on.</summary>
    public static bool IsListenUrl(string url) => Parse(url) is not null;

    // What stands in place of a value that cannot be read is no reason for a further error.
    private static bool IsKnown(ServerOptions options, string key) => options.Errors.All(error => error.Key is { } wrong && wrong != key);

    private static IEnumerable<string> CacheBytes(string name, long bytes)
    {
        var (least, most) = ServerSettings.CacheRange;
        if (bytes < least || bytes > most)
        {
            yield return $"Option '{name}' is {bytes}; it must be from {least} to {most}.";
        }
    }

    // Of one listener. Which connections are secured is told by the port alone.
    private static IEnumerable<string> Urls(IReadOnlyList<string> urls)
    {
        if (urls.Count == 0)
        {
            yield return "There is no URL to listen on; give one such as http://127.0.0.1:8787.";
        }

        foreach (var url in urls.Where(static url => !IsListenUrl(url)))
        {
            yield return $"'{url}' is not a URL to listen on; it must be http://ADDRESS:PORT or https://ADDRESS:PORT, such as http://127.0.0.1:8787.";
        }

        foreach (var port in Addresses(urls).GroupBy(static url => url.Address.Port).Where(static port => port.DistinctBy(static url => url.Address.Scheme, StringComparer.Ordinal).Count() > 1))
        {
            yield return $"'{Listed(port)}' has one port for http and https; they must have different ones.";
        }
    }

    private static IEnumerable<string> Together(ServerOptions options)
    {
        (string Text, BindingAddress Address)[] all =
        [
            .. Addresses(IsKnown(options, "urls") ? options.Urls : []), .. Addresses(IsKnown(options, "admin_urls") ? options.AdminUrls : []),
        ];
        if (options.Certificates is null && IsKnown(options, "certificates") && Array.Find(all, static url => url.Address.Scheme == "https").Text is { } secured)
        {
            yield return $"'{secured}' needs a certificate: give --certificates with a PEM file or a folder of PEM files.";
        }

        foreach (var twice in all.Where(static url => url.Address.Port != 0).GroupBy(static url => $"{url.Address.Host}:{url.Address.Port}", StringComparer.OrdinalIgnoreCase).Where(static same => same.Count() > 1))
        {
            yield return $"'{Listed(twice)}' is one address twice; each listener must have its own.";
        }
    }

    private static IEnumerable<(string Text, BindingAddress Address)> Addresses(IReadOnlyList<string> urls) =>
        from url in urls let address = Parse(url) where address is not null select (url, address);

    private static string Listed(IEnumerable<(string Text, BindingAddress Address)> urls) => string.Join(';', urls.Select(static url => url.Text));

    private static BindingAddress? Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https", PathBase: "" } address ? address : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
