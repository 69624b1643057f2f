using Jint;
using Jint.Native;
using Jint.Native.Symbol;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Events;
using PureEdge.Engine.WebApi.Fetch;
using PureEdge.Engine.WebApi.Messaging;
using PureEdge.Engine.WebApi.Streams;
using PureEdge.Engine.WebApi.Timers;
using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.WebApi.EventSources;

/// <summary>
/// EventSource (https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface), with <c>EventSource.from</c> of
/// Workers (https://developers.cloudflare.com/workers/runtime-apis/eventsource/). Each connection is a subrequest of the request that made it.
/// </summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class JsEventSource : JsEventTarget
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsEventSource>("EventSource", JsEventTarget.Definition)
        .Constructor(1, static (realm, arguments) => Open(realm, arguments[0], arguments.At(1)))
        .Static("from", 1, static (realm, arguments) => From(realm, arguments.At(0)))
        .Constant("CONNECTING", 0).Constant("OPEN", 1).Constant("CLOSED", 2)
        .Getter("url", static self => self._url)
        .Getter("withCredentials", static self => self._withCredentials ? JsBoolean.True : JsBoolean.False)
        .Getter("readyState", static self => (int)self._state)
        .Method("close", 0, static (self, _) => self.Close())
        .EventHandler("open").EventHandler("message").EventHandler("error")
        .Alias(GlobalSymbolRegistry.Dispose, "close")
        .Build();

    private const int DefaultRetryMilliseconds = 2_000;
    private const int BufferBytes = 16 * 1024;

    private readonly string _url;
    private readonly AsyncContext? _context;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private bool _withCredentials;
    private ReadyState _state;
    private EventStreamParser _parser = new("");
    private int _retry = DefaultRetryMilliseconds;
    private string _origin = "";
    private FetchExchange? _exchange;
    private Stream? _body;
    private HostTimer? _timer;

    private JsEventSource(WorkerRealm realm, string url)
        : base(realm, Definition)
    {
        realm.Host.Scope.Limits.ChargeAllocation(BufferBytes);
        _url = url;
        _context = realm.Context;
    }

    private enum ReadyState
    {
        Connecting,
        Open,
        Closed,
    }

    private static JsEventSource Open(WorkerRealm realm, JsValue url, JsValue init)
    {
        var text = WebIdl.ToUsvString(realm, url);
        var withCredentials = TypeConverter.ToBoolean(WebIdl.Member(realm, init, "withCredentials", "EventSourceInit"));
        JsUrl.ChargeParsing(realm, text);
        var record = UrlRecord.Parse(text) ?? throw DomExceptions.New(realm, "SyntaxError", $"{HeaderSyntax.Quote(text)} is not an absolute URL.");
        FetchFunction.RequireUrlLength(realm, record.Href);
        RequireRequest(realm);
        var self = new JsEventSource(realm, record.Href) { _withCredentials = withCredentials };
        self.Connect();
        return self;
    }

    private static JsEventSource From(WorkerRealm realm, JsValue value)
    {
        var stream = value as JsReadableStream ?? throw realm.TypeError("EventSource.from: parameter 1 is not a ReadableStream.");
        RequireRequest(realm);
        if (stream.IsLocked || stream.IsDisturbed)
        {
            throw realm.TypeError("EventSource.from: the stream is locked or was read already.");
        }

        var self = new JsEventSource(realm, "") { _state = ReadyState.Open };
        self._body = stream.TryTakeSource(out var source, out var bytes, out _)
            ? source ?? new MemoryStream(bytes.ToArray(), writable: false)
            : stream.OpenRead(realm.Host.Scope);
        // Not before the script can listen.
        self._timer = HostTimer.Start(realm, 0, () =>
        {
            self.Announce("open");
            self.Read();
        });
        return self;
    }

    private static void RequireRequest(WorkerRealm realm)
    {
        if (!realm.Host.Scope.AllowsIO)
        {
            throw realm.TypeError("Disallowed operation called within global scope: an EventSource belongs to a request. Open it inside a handler.");
        }
    }

    private void Connect()
    {
        Realm.CountSubrequest();
        var headers = new HeaderList(3);
        headers.Append("accept", "text/event-stream");
        headers.Append("cache-control", "no-cache");
        if (_parser.LastEventId.Length > 0)
        {
            // A header's characters are bytes: those of its UTF-8.
            HeadersInit.Append(Realm, headers, "last-event-id", System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(_parser.LastEventId)));
        }

        var exchange = _exchange = new FetchExchange(Realm);
        var fragment = _url.IndexOf('#', StringComparison.Ordinal);
        var request = new WorkerRequest { Method = "GET", Url = fragment < 0 ? _url : _url[..fragment], Headers = headers };
        var connecting = Realm.ToPromise(
            exchange.SendAsync(Realm.Host.Outbound, request),
            (_, response) =>
            {
                Connected(exchange, response);
                return Undefined;
            },
            inLaterTurn: true);
        Realm.React(connecting, static _ => { }, _ => Reconnect(exchange));
    }

    private void Connected(FetchExchange exchange, WorkerResponse response)
    {
        response.WebSocket?.Dispose();
        Stream body = new FetchedBody(response.Body ?? new MemoryStream(response.Bytes.ToArray(), writable: false), exchange);
        if (_state == ReadyState.Closed)
        {
            body.Dispose();
            return;
        }

        var type = response.Headers.Get("content-type") is { } text ? MimeType.Parse(text) : null;
        if (response.Status != 200 || type?.Essence != "text/event-stream")
        {
            body.Dispose();
            Fail();
            return;
        }

        _body = body;
        _origin = UrlRecord.Parse(response.Url.Length > 0 ? response.Url : _url)?.Origin ?? "";
        _state = ReadyState.Open;
        _parser = new(_parser.LastEventId);
        Announce("open");
        Read();
    }

    private void Read()
    {
        if (_body is not { } body || _state != ReadyState.Open)
        {
            return;
        }

        var reading = Realm.ToPromise(
            ReadAsync(body, _buffer, Realm.Host.Scope.Aborted),
            (_, count) =>
            {
                if (ReferenceEquals(body, _body))
                {
                    Received(body, count);
                }

                return Undefined;
            },
            inLaterTurn: true);
        Realm.React(reading, static _ => { }, _ => Ended(body));
    }

    // What a stream throws at once ends it too.
    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken) =>
        await body.ReadAsync(buffer, cancellationToken);

    private void Received(Stream body, int count)
    {
        if (count == 0)
        {
            Ended(body);
            return;
        }

        Realm.Host.Scope.Limits.ChargeFuel(1 + (count / 32));
        Realm.Host.Scope.Limits.ChargeAllocation(count * 6L);
        IReadOnlyList<StreamedEvent> events;
        try
        {
            events = _parser.Push(_buffer.AsSpan(0, count));
        }
        catch (InvalidDataException)
        {
            Release();
            Fail();
            return;
        }

        _retry = _parser.RetryMilliseconds ?? _retry;
        foreach (var e in events)
        {
            if (_state == ReadyState.Open)
            {
                Realm.ChargeInput(e.Data.Length, 2);
                DispatchInContext(new JsMessageEvent(Realm, e.Type, e.Data) { Origin = _origin, LastEventId = e.Id, IsTrusted = true });
            }
        }

        Read();
    }

    private void Ended(Stream body)
    {
        if (!ReferenceEquals(body, _body))
        {
            return;
        }

        if (_url.Length == 0)
        {
            Release();
            Fail();
        }
        else
        {
            Reconnect(_exchange!);
        }
    }

    /// <summary>Reestablish the connection.</summary>
    private void Reconnect(FetchExchange exchange)
    {
        if (_state == ReadyState.Closed || !ReferenceEquals(exchange, _exchange))
        {
            return;
        }

        Release();
        _state = ReadyState.Connecting;
        Announce("error");
        if (_state == ReadyState.Connecting)
        {
            _timer = HostTimer.Start(Realm, _retry, () =>
            {
                try
                {
                    Connect();
                }
                catch (JavaScriptException)
                {
                    // The request has made as many subrequests as it may.
                    Fail();
                }
            });
        }
    }

    /// <summary>Fail the connection: there will be no other.</summary>
    private void Fail()
    {
        if (_state != ReadyState.Closed)
        {
            _state = ReadyState.Closed;
            Announce("error");
        }
    }

    private JsValue Close()
    {
        _state = ReadyState.Closed;
        _timer?.Dispose();
        Release();
        return Undefined;
    }

    private void Release()
    {
        var body = _body;
        _body = null;
        _exchange?.Cancel();
        _exchange?.Complete();
        if (body is not null)
        {
            _ = DisposeAsync(body);
        }
    }

    private static async Task DisposeAsync(Stream stream)
    {
        try
        {
            await stream.DisposeAsync();
        }
        catch (Exception)
        {
            // Nobody reads it any more; that its end failed changes nothing.
        }
    }

    private void Announce(string type) => DispatchInContext(new JsEvent(Realm, type) { IsTrusted = true });

    private void DispatchInContext(JsEvent e)
    {
        var previous = Realm.Context;
        Realm.Context = _context;
        try
        {
            Dispatch(e);
        }
        finally
        {
            Realm.Context = previous;
        }
    }
}
