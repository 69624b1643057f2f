using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Outbound;

/// <summary>
/// The one way out for workers' requests: only to addresses the policy allows, checked on the address actually connected; no
/// cookies, no proxy, no headers of the host's.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class OutboundFetcher : IOutboundFetcher, IDisposable
{
    private const int MaxRedirects = 20;
    private const int MaxHeadersKilobytes = 64;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    private readonly HttpMessageInvoker _client;
    private readonly bool _allowPrivate;
    private readonly IOutboundNetwork _network;

    public OutboundFetcher(PureEdgeOptions options)
        : this(options, new MachineNetwork())
    {
    }

    internal OutboundFetcher(PureEdgeOptions options, IOutboundNetwork network)
    {
        _network = network;
        _allowPrivate = options.AllowPrivateNetwork;
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = MaxHeadersKilobytes,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ConnectCallback = ConnectAsync,
        });
    }

    /// <inheritdoc/>
    public async Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        await using (request.Body)
        {
            return await FollowAsync(request, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static HostErrorException Failed(string why, Exception? inner = null) => new(HostErrorKind.TypeError, $"fetch failed: {why}.", inner);

    private async Task<WorkerResponse> FollowAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        // The worker's URL goes out as the URL standard serialised it; Uri would unescape and shorten it once more.
        if (!Uri.TryCreate(request.Url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var url))
        {
            throw Failed($"'{request.Url}' has a host name that cannot be looked up");
        }

        var method = request.Method;
        var body = request.Body;
        var headers = request.Headers;
        var isUpgrade = OutboundUpgrade.IsAskedFor(request);
        for (var redirects = 0; ; redirects++)
        {
            var (response, key) = await SendAsync(method, url, headers, body, request.ContentLength, isUpgrade, cancellationToken);
            if (response.StatusCode == HttpStatusCode.SwitchingProtocols)
            {
                return key is not null
                    ? await ToWorkerResponseAsync(response, url, redirects > 0, key, cancellationToken)
                    : throw Failed($"'{url.Authority}' switched protocols without being asked");
            }

            if (request.Redirect == "manual" || Redirection.Target(response, url) is not { } target)
            {
                return await ToWorkerResponseAsync(response, url, redirects > 0, null, cancellationToken);
            }

            response.Dispose();
            if (request.Redirect == "error")
            {
                throw Failed($"'{url}' redirects, and the request's redirect mode is \"error\"");
            }

            if (redirects == MaxRedirects)
            {
                throw Failed($"more than {MaxRedirects} redirects");
            }

            (method, var keepsBody) = Redirection.Method(method, (int)response.StatusCode);
            if (!keepsBody)
            {
                body = null;
            }
            else if (body is { CanSeek: true })
            {
                body.Position = 0;
            }
            else if (body is not null)
            {
                throw Failed($"'{url}' redirects a request whose body was a stream, which is gone");
            }

            headers = Redirection.Headers(headers, keepsBody, url, target);
            url = target;
        }
    }

    private async Task<(HttpResponseMessage Response, string? UpgradeKey)> SendAsync(
        string method, Uri url, HeaderList headers, Stream? body, long? length, bool isUpgrade, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), url) { Version = HttpVersion.Version11 };
        if (body is not null)
        {
            // The body outlives the message: a redirect may send it again.
            message.Content = new UnownedContent(body, length);
        }

        for (var i = 0; i < headers.Count; i++)
        {
            var (name, value) = headers[i];
            // The length is that of the body which is sent, whatever the header says.
            if (ConnectionHeaders.Contains(name) || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || message.Headers.TryAddWithoutValidation(name, value))
            {
                continue;
            }

            // HttpClient keeps what describes a body (Content-Type) with the body.
            (message.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
        }

        var key = isUpgrade ? OutboundUpgrade.Prepare(message) : null;
        try
        {
            return (await _client.SendAsync(message, cancellationToken), key);
        }
        catch (HttpRequestException e) when (e.InnerException is HostErrorException refused)
        {
            throw new HostErrorException(refused.Kind, refused.Message, e);
        }
        catch (HttpRequestException e)
        {
            throw Failed(Describe(e, url), e);
        }
        catch (IOException e)
        {
            throw Failed($"the connection to '{url.Authority}' was lost", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"'{url.Authority}' did not accept the connection within {ConnectTimeout.TotalSeconds:0} seconds", e);
        }
    }

    private static string Describe(HttpRequestException e, Uri url) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"the name '{url.Host}' does not resolve",
        HttpRequestError.ConnectionError => $"'{url.Authority}' does not accept connections",
        HttpRequestError.SecureConnectionError => $"no secure connection to '{url.Authority}' could be made",
        HttpRequestError.ConfigurationLimitExceeded => $"the headers of '{url.Authority}' are larger than {MaxHeadersKilobytes} KB",
        HttpRequestError.ResponseEnded => $"'{url.Authority}' closed the connection before it answered",
        _ => $"'{url.Authority}' did not answer as HTTP asks",
    };

    private static async Task<WorkerResponse> ToWorkerResponseAsync(
        HttpResponseMessage response, Uri url, bool redirected, string? upgradeKey, CancellationToken cancellationToken)
    {
        var headers = new HeaderList();
        Copy(response.Headers, headers);
        Copy(response.Content.Headers, headers);
        return new WorkerResponse
        {
            Status = (int)response.StatusCode,
            StatusText = response.ReasonPhrase ?? "",
            Headers = headers,
            // Disposing the stream ends the exchange; the response holds nothing else.
            Body = upgradeKey is null ? await response.Content.ReadAsStreamAsync(cancellationToken) : null,
            WebSocket = upgradeKey is null ? null : await OutboundUpgrade.ConnectAsync(response, upgradeKey, cancellationToken),
            Url = url.AbsoluteUri,
            Redirected = redirected,
        };
    }

    private static void Copy(HttpHeaders from, HeaderList to)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            foreach (var value in values)
            {
                if (!ConnectionHeaders.Contains(name))
                {
                    to.Append(name, value);
                }
            }
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        // The resolver refuses 0.0.0.0 in words of its own.
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _network.ResolveAsync(host, cancellationToken);
        var allowed = _allowPrivate ? addresses : Array.FindAll(addresses, AddressPolicy.IsPublic);
        if (allowed.Length == 0)
        {
            throw new HostErrorException(
                HostErrorKind.TypeError, $"fetch failed: '{host}' is a private, loopback or link-local address, which workers may not reach here.");
        }

        return await _network.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
    }
}
