using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Pipeline;

/// <summary>From ASP.NET's request to the neutral one: the body stays a stream, and headers keep their order and bytes.</summary>
internal static class RequestTranslation
{
    public static WorkerRequest ToWorkerRequest(HttpContext context)
    {
        var request = context.Request;
        var headers = new HeaderList(request.Headers.Count + 1);
        foreach (var (name, values) in request.Headers)
        {
            // What the client says about its own address is not what we know.
            if (name.StartsWith(':') || string.Equals(name, "CF-Connecting-IP", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (var value in values)
            {
                headers.Append(name, value ?? "");
            }
        }

        var address = context.Connection.RemoteIpAddress;
        if (address is not null)
        {
            headers.Append("CF-Connecting-IP", (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        }

        var tls = context.Features.Get<ITlsHandshakeFeature>();
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? request.ContentLength > 0;
        return new WorkerRequest
        {
            Method = request.Method,
            Url = Url(context),
            Headers = headers,
            Body = hasBody ? request.Body : null,
            ContentLength = hasBody ? request.ContentLength : null,
            ClientAddress = address,
            HttpProtocol = request.Protocol,
            TlsVersion = VersionOf(tls),
            TlsCipher = tls?.NegotiatedCipherSuite?.ToString() ?? "",
            Tag = context.TraceIdentifier,
        };
    }

    // Older ones the server does not speak.
    private static string VersionOf(ITlsHandshakeFeature? tls) => tls?.Protocol switch
    {
        null => "",
        SslProtocols.Tls12 => "TLSv1.2",
        SslProtocols.Tls13 => "TLSv1.3",
        var other => $"{other}",
    };

    private static string Url(HttpContext context)
    {
        var request = context.Request;
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (target is null || !target.StartsWith('/'))
        {
            // Absolute and asterisk forms: what ASP.NET made of them.
            target = request.PathBase.ToUriComponent() + request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        }

        // HTTP/1.0 may come without a host; then it is the address the request came to.
        var host = request.Host.HasValue ? request.Host.ToUriComponent() : $"{new IPEndPoint(context.Connection.LocalIpAddress ?? IPAddress.Loopback, context.Connection.LocalPort)}";
        return $"{request.Scheme}://{host}{target}";
    }
}
