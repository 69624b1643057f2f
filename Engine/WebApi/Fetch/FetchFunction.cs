using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.WebSockets;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary><c>fetch</c> (https://fetch.spec.whatwg.org/#fetch-method). Where a request may go is the host's affair.</summary>
internal static class FetchFunction
{
    // What .NET's Uri takes, and more than servers do: whoever answers copies it several times.
    private const int MaxUrlLength = 65_519;

    /// <summary>The global function.</summary>
    public static JsValue Call(WorkerRealm realm, JsValue[] arguments) => arguments.Length == 0
        ? realm.RejectedPromise(realm.TypeError("Failed to execute 'fetch': 1 argument required, but only 0 present.").Error)
        : Call(realm, arguments[0], arguments.At(1), realm.Host.Outbound);

    /// <summary>The same for another destination, such as a service binding's.</summary>
    public static JsValue Call(WorkerRealm realm, JsValue input, JsValue init, IOutboundFetcher outbound)
    {
        try
        {
            if (!realm.Host.Scope.AllowsIO)
            {
                throw realm.TypeError(
                    "Disallowed operation called within global scope: fetch() belongs to a request. Call it inside a handler.");
            }

            return Start(realm, RequestFactory.Create(realm, input, init), outbound);
        }
        catch (JavaScriptException e)
        {
            return realm.RejectedPromise(e.Error);
        }
    }

    private static JsValue Start(WorkerRealm realm, JsRequest request, IOutboundFetcher outbound)
    {
        var signal = request.FollowedSignal;
        if (signal is { Aborted: true })
        {
            return realm.RejectedPromise(signal.Reason);
        }

        var fragment = request.Url.IndexOf('#', StringComparison.Ordinal);
        var url = fragment < 0 ? request.Url : request.Url[..fragment];
        if (url.StartsWith("data:", StringComparison.Ordinal))
        {
            return realm.ResolvedPromise(FromDataUrl(realm, url, request.Method));
        }

        if (!url.StartsWith("http://", StringComparison.Ordinal) && !url.StartsWith("https://", StringComparison.Ordinal))
        {
            var scheme = url[..url.IndexOf(':', StringComparison.Ordinal)];
            throw realm.TypeError($"Fetch API cannot load a URL with the scheme {HeaderSyntax.Quote(scheme)}; it may be \"http\", \"https\" or \"data\".");
        }

        RequireUrlLength(realm, url);
        realm.CountSubrequest();
        var exchange = new FetchExchange(realm);
        if (signal is null)
        {
            return Send(realm, exchange, request, url, outbound);
        }

        var capability = realm.NewPromise();
        exchange.Follow(signal, capability.Reject);
        realm.React(Send(realm, exchange, request, url, outbound), capability.Resolve, capability.Reject);
        return capability.Promise;
    }

    /// <summary>Refuses a URL too long to go out with.</summary>
    /// <exception cref="JavaScriptException">It is: a TypeError.</exception>
    internal static void RequireUrlLength(WorkerRealm realm, string url)
    {
        if (url.Length > MaxUrlLength)
        {
            throw realm.TypeError($"The URL has {url.Length} characters; a request may have one of at most {MaxUrlLength}.");
        }
    }

    private static JsValue Send(WorkerRealm realm, FetchExchange exchange, JsRequest request, string url, IOutboundFetcher outbound)
    {
        try
        {
            var hasNoBody = request.Method == "HEAD";
            return realm.ToPromise(
                exchange.SendAsync(outbound, ToHost(realm, request, url)),
                (r, response) => ToScript(r, exchange, response, hasNoBody));
        }
        catch (JavaScriptException)
        {
            exchange.Cancel();
            exchange.Complete();
            throw;
        }
    }

    private static WorkerRequest ToHost(WorkerRealm realm, JsRequest request, string url)
    {
        var content = request.Body is { } body ? body.Take(realm) : default;
        var stream = content.Source ?? content.Stream?.OpenRead(realm.Host.Scope);
        return new WorkerRequest
        {
            Method = request.Method,
            Url = url,
            Headers = request.HeaderList,
            Body = stream ?? (request.Body is null ? null : ContentCoding.OpenRead(content.Bytes)),
            ContentLength = request.Body is null ? null : content.Length,
            Redirect = request.Options.Redirect,
        };
    }

    private static JsResponse ToScript(WorkerRealm realm, FetchExchange exchange, WorkerResponse response, bool hasNoBody)
    {
        if (exchange.Aborted is { } aborted)
        {
            response.Body?.Dispose();
            response.WebSocket?.Dispose();
            exchange.Complete();
            throw aborted;
        }

        if (response.WebSocket is { } socket)
        {
            response.Body?.Dispose();
            exchange.Complete();
            return JsResponse.FromHost(realm, response, null, JsWebSocket.FromHost(realm, socket, response.Headers.Get("sec-websocket-protocol") ?? ""));
        }

        if (hasNoBody || response.Status is 101 or 204 or 205 or 304)
        {
            response.Body?.Dispose();
            exchange.Complete();
            return JsResponse.FromHost(realm, response, null);
        }

        if (response.Body is { } stream)
        {
            return JsResponse.FromHost(realm, response, BodyOf(realm.Host.Scope, new FetchedBody(stream, exchange), response.Headers));
        }

        exchange.Complete();
        return JsResponse.FromHost(realm, response, BodyOf(realm.Host.Scope, response.Bytes, response.Headers));
    }

    /// <summary>The body of a response, as its headers say: decoded for who reads it.</summary>
    public static Body BodyOf(RequestScope scope, Stream stream, HeaderList headers)
    {
        return Body.FromHost(ContentCoding.Of(headers) is { } encoding ? new DecodingBody(stream, encoding, scope) : stream, Length(headers));
    }

    /// <summary>The same of a body that is in memory.</summary>
    public static Body BodyOf(RequestScope scope, ReadOnlyMemory<byte> bytes, HeaderList headers) =>
        ContentCoding.Of(headers) is null ? Body.FromBytes(bytes) : BodyOf(scope, ContentCoding.OpenRead(bytes), headers);

    /// <summary>The length of a body that is not encoded; of those that are, nobody knows it before the end.</summary>
    private static long? Length(HeaderList headers) =>
        !headers.Contains("content-encoding")
        && long.TryParse(headers.Get("content-length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : null;

    private static JsResponse FromDataUrl(WorkerRealm realm, string url, string method)
    {
        realm.Host.Scope.Limits.ChargeAllocation(url.Length * 6L);
        if (DataUrl.Parse(url) is not { } data)
        {
            throw realm.TypeError("Fetch API cannot load this data: URL: it has no comma, or its base64 is malformed.");
        }

        var headers = new HeaderList(1);
        HeadersInit.Append(realm, headers, "content-type", data.MimeType);
        return JsResponse.FromHost(
            realm,
            new WorkerResponse { Status = 200, StatusText = "OK", Headers = headers, Url = url },
            method == "HEAD" ? null : Body.FromBytes(data.Body));
    }
}
