using PureEdge.Engine;

namespace PureEdge.AspNetCore.Outbound;

/// <summary>HTTP-redirect fetch (https://fetch.spec.whatwg.org/#http-redirect-fetch).</summary>
internal static class Redirection
{
    private static readonly string[] BodyHeaders = ["Content-Encoding", "Content-Language", "Content-Length", "Content-Location", "Content-Type"];
    private static readonly string[] Credentials = ["Authorization", "Cookie"];

    /// <summary>Where a response redirects to, or <see langword="null"/>.</summary>
    public static Uri? Target(HttpResponseMessage response, Uri from)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
        {
            return null;
        }

        var target = location.IsAbsoluteUri ? location : new Uri(from, location);
        return target.Scheme is "http" or "https"
            ? target
            : throw new HostErrorException(HostErrorKind.TypeError, $"fetch failed: '{from}' redirects to the scheme '{target.Scheme}', which is not HTTP.");
    }

    /// <summary>The method of the next request, and whether it sends the body again.</summary>
    public static (string Method, bool KeepsBody) Method(string method, int status) => status switch
    {
        301 or 302 when method == "POST" => ("GET", false),
        303 when method is not ("GET" or "HEAD") => ("GET", false),
        _ => (method, true),
    };

    /// <summary>The headers of the next request: those of a dropped body go, and credentials do not cross to another origin.</summary>
    public static HeaderList Headers(HeaderList headers, bool keepsBody, Uri from, Uri to)
    {
        var next = headers.Clone();
        if (!keepsBody)
        {
            Array.ForEach(BodyHeaders, name => next.Remove(name));
        }

        if (Uri.Compare(from, to, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            Array.ForEach(Credentials, name => next.Remove(name));
        }

        return next;
    }
}
