using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Abort;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>
/// <c>Request</c> (https://fetch.spec.whatwg.org/#request-class). Headers, body and signal objects are made when a script asks
/// for them; a worker that only looks at the URL pays for none of them.
/// </summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class JsRequest : ObjectInstance, IBodyOwner
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsRequest>("Request")
        .Constructor(1, static (realm, arguments) => RequestFactory.Create(realm, arguments.At(0), arguments.At(1)))
        .Getter("method", static self => self.Method)
        .Getter("url", static self => self.Url)
        .Getter("headers", static self => self._headers ??= new JsHeaders(WorkerRealm.Of(self.Engine), self.HeaderList, self.HasImmutableHeaders))
        .Getter("redirect", static self => self.Options.Redirect)
        .Getter("signal", static self => self.Signal())
        .Getter("cf", static self => self.OptionsWithCf().Cf)
        .Getter("integrity", static self => self.Options.Integrity)
        .Getter("keepalive", static self => self.Options.KeepAlive ? JsBoolean.True : JsBoolean.False)
        .Getter("cache", static self => self.Options.Cache)
        .Getter("mode", static self => self.Options.Mode)
        .Getter("credentials", static self => self.Options.Credentials)
        .Getter("destination", static _ => "")
        .Getter("referrer", static _ => "about:client")
        .Getter("referrerPolicy", static _ => "")
        .Getter("isReloadNavigation", static _ => JsBoolean.False)
        .Getter("isHistoryNavigation", static _ => JsBoolean.False)
        .Getter("duplex", static _ => "half")
        .Method("clone", 0, static (self, _) => self.Clone())
        .BodyMembers()
        .Build();

    private WorkerRequest? _host;
    private HeaderList? _headerList;
    private JsHeaders? _headers;
    private Body? _body;
    private readonly JsAbortSignal? _sourceSignal;
    private readonly RequestScope? _client;
    private readonly string? _hostUrl;
    private readonly string? _httpProtocol;
    private readonly string _tlsVersion = "";
    private readonly string _tlsCipher = "";
    private string? _url;
    private JsAbortSignal? _signal;

    /// <summary>A request that a script makes.</summary>
    public JsRequest(WorkerRealm realm, string method, string url, HeaderList headers, Body? body, RequestOptions options, JsAbortSignal? signal)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        Method = method;
        _url = url;
        Options = options;
        _headerList = headers;
        _body = body;
        _sourceSignal = signal;
    }

    private JsRequest(WorkerRealm realm, WorkerRequest host)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        Method = host.Method;
        _hostUrl = host.Url;
        _httpProtocol = host.HttpProtocol;
        _tlsVersion = host.TlsVersion;
        _tlsCipher = host.TlsCipher;
        _client = realm.Host.Scope;
        Options = RequestOptions.Default;
        HasImmutableHeaders = true;
        _host = host;
    }

    public string Method { get; }

    /// <summary>The serialised URL. That of a request as it came in is brought into the standard's form when it is first read.</summary>
    public string Url => _url ??= UrlRecord.Parse(_hostUrl!)?.Href ?? _hostUrl!;

    public RequestOptions Options { get; private set; }

    public HeaderList HeaderList => _headerList ??= _host!.Headers;

    /// <inheritdoc/>
    public Body? Body
    {
        get
        {
            if (_host is { } host)
            {
                _headerList ??= host.Headers;
                // Whatever a client sends with a GET is no body to a script, which could not make such a request either.
                _body = host.Body is { } stream && !HttpMethod.HasNoBody(Method) ? Body.FromHost(stream, host.ContentLength) : null;
                _host = null;
            }

            return _body;
        }
    }

    /// <inheritdoc/>
    public string? ContentType => HeaderList.Get("content-type");

    /// <summary>Whether scripts may not change the headers: those of a request as it came in.</summary>
    private bool HasImmutableHeaders { get; init; }

    /// <summary>The request as it came in, for a handler.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="request">The request.</param>
    public static JsRequest FromHost(WorkerRealm realm, WorkerRequest request) => new(realm, request);

    /// <summary>
    /// The options of a request that is made of this one. What the client's connection says, of which Docs/realm.md lists the members, is made when
    /// it is first asked for.
    /// </summary>
    public RequestOptions OptionsWithCf()
    {
        if (_httpProtocol is not null && Options.Cf.IsUndefined())
        {
            var cf = new JsObject(Engine);
            cf.FastSetDataProperty("httpProtocol", _httpProtocol);
            cf.FastSetDataProperty("tlsVersion", _tlsVersion);
            cf.FastSetDataProperty("tlsCipher", _tlsCipher);
            cf.FastSetDataProperty("clientAcceptEncoding", HeaderList.Get("accept-encoding") ?? "");
            Options = Options with { Cf = cf };
        }

        return Options;
    }

    /// <summary>What the script passed or could abort the request with; <see langword="null"/> when nothing can.</summary>
    public JsAbortSignal? FollowedSignal => _signal ?? _sourceSignal;

    /// <summary>The signal of this request: one of its own that follows what it was made with.</summary>
    public JsAbortSignal Signal()
    {
        if (_signal is null)
        {
            var realm = WorkerRealm.Of(Engine);
            if (_sourceSignal is not { Aborted: false } source)
            {
                _signal = JsAbortSignal.New(realm);
                if (_sourceSignal is { } aborted)
                {
                    _signal.SignalAbort(aborted.Reason);
                }
                else if (_client is { } client)
                {
                    FollowClient(realm, client, _signal);
                }
            }
            else
            {
                // A signal that follows others stands for them.
                _signal = JsAbortSignal.NewDependent(realm, source.Sources.Count == 0 ? [source] : [.. source.Sources]);
            }
        }

        return _signal;
    }

    private JsRequest Clone()
    {
        var realm = WorkerRealm.Of(Engine);
        Body?.ThrowIfUnusable(realm);
        return new JsRequest(realm, Method, Url, HeaderList.Clone(), Body?.Clone(realm), OptionsWithCf(), FollowedSignal) { HasImmutableHeaders = HasImmutableHeaders };
    }

    private static void FollowClient(WorkerRealm realm, RequestScope client, JsAbortSignal signal) =>
        client.Aborted.UnsafeRegister(
            static state =>
            {
                var (realm, client, signal) = ((WorkerRealm, RequestScope, JsAbortSignal))state!;
                if (client.ClientLeft)
                {
                    realm.Host.Post(client, () => signal.SignalAbort(DomExceptions.New(realm, "AbortError", "The client has disconnected.").Error));
                }
            },
            (realm, client, signal));
}
