using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.WebSockets;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>
/// <c>Response</c> (https://fetch.spec.whatwg.org/#response-class). Its header list comes into being with the first header that
/// anybody reads or writes.
/// </summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class JsResponse : ObjectInstance, IBodyOwner
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsResponse>("Response")
        .Constructor(0, static (realm, arguments) => ResponseFactory.Create(realm, arguments.At(0), arguments.At(1)))
        .Static("error", 0, static (realm, _) => new JsResponse(realm, 0, "", null, null) { IsError = true, HasImmutableHeaders = true })
        .Static("json", 1, static (realm, arguments) => ResponseFactory.CreateJson(realm, arguments.At(0), arguments.At(1)))
        .Static("redirect", 1, static (realm, arguments) => ResponseFactory.CreateRedirect(realm, arguments.At(0), arguments.At(1)))
        .Getter("type", static self => self.IsError ? "error" : "default")
        .Getter("url", static self => self.Url)
        .Getter("redirected", static self => self.IsRedirected ? JsBoolean.True : JsBoolean.False)
        .Getter("status", static self => self.Status)
        .Getter("ok", static self => self.Status is >= 200 and <= 299 ? JsBoolean.True : JsBoolean.False)
        .Getter("statusText", static self => self.StatusText)
        .Getter("headers", static self => self._headers ??= new JsHeaders(WorkerRealm.Of(self.Engine), self.HeaderList, self.HasImmutableHeaders))
        .Getter("cf", static self => self.Cf)
        .Getter("webSocket", static self => self.WebSocket)
        .Method("clone", 0, static (self, _) => self.Clone())
        .BodyMembers()
        .Build();

    private readonly Body? _body;
    private readonly string? _suggestedType;
    private HeaderList? _headerList;
    private JsHeaders? _headers;

    /// <summary>A response.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="status">The status.</param>
    /// <param name="statusText">The reason phrase.</param>
    /// <param name="headers">The headers; <see langword="null"/> when there are none but <paramref name="contentType"/>.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">The type that the body suggests; only without <paramref name="headers"/>.</param>
    public JsResponse(WorkerRealm realm, int status, string statusText, HeaderList? headers, Body? body, string? contentType = null)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        Status = status;
        StatusText = statusText;
        _headerList = headers;
        _body = body;
        _suggestedType = contentType;
    }

    public int Status { get; }

    public string StatusText { get; }

    public string Url { get; init; } = "";

    public bool IsRedirected { get; init; }

    /// <summary>Cloudflare's options as given.</summary>
    public JsValue Cf { get; init; } = Undefined;

    /// <summary>The socket of an upgrade (status 101), or null.</summary>
    public JsValue WebSocket { get; init; } = Null;

    /// <summary>Whether the body has the encoding that the headers name already (<c>encodeBody: "manual"</c>); else it gets it on its way out.</summary>
    public bool IsEncoded { get; init; }

    /// <inheritdoc/>
    public Body? Body => _body;

    /// <inheritdoc/>
    public string? ContentType => HeaderList.Get("content-type");

    public HeaderList HeaderList => _headerList ??= NewHeaderList();

    private bool IsError { get; init; }

    private bool HasImmutableHeaders { get; init; }

    /// <summary>A response of the outside, as <c>fetch</c> gives it to a script.</summary>
    public static JsResponse FromHost(WorkerRealm realm, WorkerResponse response, Body? body, JsWebSocket? webSocket = null) =>
        new(realm, response.Status, response.StatusText, response.Headers, body)
        {
            Url = response.Url,
            IsRedirected = response.Redirected,
            HasImmutableHeaders = true,
            WebSocket = webSocket is null ? Null : webSocket,
        };

    /// <summary>A response without body whose headers scripts may not change, as a redirect is.</summary>
    public static JsResponse WithImmutableHeaders(WorkerRealm realm, int status, HeaderList headers) =>
        new(realm, status, "", headers, null) { HasImmutableHeaders = true };

    /// <summary>
    /// What the handler returned, for the host. Bytes stay bytes and a stream of the host is handed back untouched; only a stream
    /// that a script writes is read through JavaScript. The body is used from now on.
    /// </summary>
    /// <exception cref="JavaScriptException">TypeError: the body was used already, or this is <c>Response.error()</c>.</exception>
    public WorkerResponse ToHost(WorkerRealm realm, RequestScope scope)
    {
        if (IsError)
        {
            throw realm.TypeError("Response.error() cannot be sent to a client.");
        }

        var content = _body is null ? default : _body.Take(realm);
        // A script that goes on after it responded may still change its own list, while the host reads on another thread.
        var headers = _headerList?.Clone() ?? NewHeaderList();
        var bytes = content.Bytes;
        var source = content.Source ?? content.Stream?.OpenRead(scope);
        if (source is DecodingBody decoding && decoding.IsOf(scope))
        {
            if (decoding.TryTakeEncoded(headers, out var encoded))
            {
                source = encoded;
            }
            else
            {
                headers.Remove("content-encoding");
                headers.Remove("content-length");
            }
        }
        else if (_body is not null && !IsEncoded && ContentCoding.Of(headers) is { } encoding)
        {
            (source, bytes) = (Encode(source ?? ContentCoding.OpenRead(bytes), encoding, headers, scope), default);
        }

        return new WorkerResponse
        {
            Status = Status,
            StatusText = StatusText,
            Headers = headers,
            Body = source,
            Bytes = bytes,
            Url = Url,
            Redirected = IsRedirected,
            Upgrade = (WebSocket as JsWebSocket)?.GiveToHost(scope),
        };
    }

    private Stream Encode(Stream plain, string encoding, HeaderList headers, RequestScope scope)
    {
        if (Status == 206)
        {
            // The part that was asked for is one of what it is, and not of what it might be encoded to.
            headers.Remove("content-encoding");
            return plain;
        }

        headers.Remove("content-length");
        return new EncodingBody(plain, encoding, scope);
    }

    private HeaderList NewHeaderList()
    {
        var list = new HeaderList(_suggestedType is null ? 0 : 1);
        if (_suggestedType is not null)
        {
            list.Append("content-type", _suggestedType);
        }

        return list;
    }

    private JsResponse Clone()
    {
        var realm = WorkerRealm.Of(Engine);
        if (WebSocket is ObjectInstance)
        {
            throw realm.TypeError("A Response with a WebSocket cannot be cloned.");
        }

        return new JsResponse(realm, Status, StatusText, HeaderList.Clone(), _body?.Clone(realm))
        {
            Url = Url,
            IsRedirected = IsRedirected,
            Cf = Cf,
            IsEncoded = IsEncoded,
            IsError = IsError,
            HasImmutableHeaders = HasImmutableHeaders,
        };
    }
}
