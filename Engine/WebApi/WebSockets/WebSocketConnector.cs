using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Fetch;
using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.WebApi.WebSockets;

/// <summary>Opens sockets to the outside (https://websockets.spec.whatwg.org/#dom-websocket-websocket), by the host's way out for all requests.</summary>
internal static class WebSocketConnector
{
    private const int MaxProtocols = 64;

    /// <summary>The constructor steps of WebSocket.</summary>
    public static JsWebSocket Open(WorkerRealm realm, JsValue url, JsValue protocols)
    {
        var record = ParseUrl(realm, WebIdl.ToUsvString(realm, url));
        FetchFunction.RequireUrlLength(realm, record.Href);
        var names = ReadProtocols(realm, protocols);
        if (!realm.Host.Scope.AllowsIO)
        {
            throw realm.TypeError("Disallowed operation called within global scope: a WebSocket belongs to a request. Open it inside a handler.");
        }

        realm.CountSubrequest();
        var socket = JsWebSocket.NewClient(realm, record.Href);
        var headers = new HeaderList(2);
        headers.Append("upgrade", "websocket");
        if (names.Count > 0)
        {
            headers.Append("sec-websocket-protocol", string.Join(", ", names));
        }

        var exchange = new FetchExchange(realm);
        socket.OnUnwanted = exchange.Cancel;
        var request = new WorkerRequest { Method = "GET", Url = "http" + record.Href["ws".Length..], Headers = headers, Redirect = "error" };
        var connecting = realm.ToPromise(
            exchange.SendAsync(realm.Host.Outbound, request),
            (_, response) =>
            {
                exchange.Complete();
                Connected(socket, response, names);
                return JsValue.Undefined;
            },
            inLaterTurn: true);
        realm.React(connecting, static _ => { }, _ => socket.Fail("The WebSocket connection could not be made.", CloseCode.Abnormal));
        return socket;
    }

    private static void Connected(JsWebSocket socket, WorkerResponse response, List<string> names)
    {
        response.Body?.Dispose();
        var protocol = response.Headers.Get("sec-websocket-protocol") ?? "";
        if (response.WebSocket is not { } connection)
        {
            socket.Fail($"The server did not accept the WebSocket connection; it answered with status {response.Status}.", CloseCode.Abnormal);
        }
        else if (socket.IsUnwanted || (protocol.Length > 0 && !names.Contains(protocol, StringComparer.Ordinal)))
        {
            connection.Dispose();
            socket.Fail("The WebSocket was closed before the connection was made, or the server chose a protocol that was not offered.", CloseCode.Abnormal);
        }
        else
        {
            socket.Open(connection, protocol);
        }
    }

    private static UrlRecord ParseUrl(WorkerRealm realm, string text)
    {
        JsUrl.ChargeParsing(realm, text);
        var record = UrlRecord.Parse(text) ?? throw SyntaxError(realm, $"{HeaderSyntax.Quote(text)} is not an absolute URL.");
        if (record.Href.StartsWith("http", StringComparison.Ordinal) && record.Href.IndexOf(':', StringComparison.Ordinal) is 4 or 5)
        {
            record = UrlRecord.Parse("ws" + record.Href["http".Length..])!;
        }

        if (!record.Href.StartsWith("ws:", StringComparison.Ordinal) && !record.Href.StartsWith("wss:", StringComparison.Ordinal))
        {
            throw SyntaxError(realm, $"A WebSocket's URL has the scheme \"ws\", \"wss\", \"http\" or \"https\"; {HeaderSyntax.Quote(text)} has another.");
        }

        return record.Href.Contains('#', StringComparison.Ordinal) ? throw SyntaxError(realm, "A WebSocket's URL may not have a fragment.") : record;
    }

    private static List<string> ReadProtocols(WorkerRealm realm, JsValue value)
    {
        List<string> names = [];
        if (value.IsUndefined())
        {
            return names;
        }

        if (JsSequence.MethodOf(realm, value, "WebSocket: protocols") is not null)
        {
            JsSequence.ForEach(realm, value, "WebSocket: protocols", item => Add(WebIdl.ToDomString(realm, item)));
        }
        else
        {
            Add(WebIdl.ToDomString(realm, value));
        }

        return names;

        void Add(string name)
        {
            if (!HeaderSyntax.IsToken(name) || names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw SyntaxError(realm, $"The protocol {HeaderSyntax.Quote(name)} is not a token, or is there twice.");
            }

            if (names.Count == MaxProtocols)
            {
                throw SyntaxError(realm, $"There may be {MaxProtocols} protocols at most.");
            }

            names.Add(name);
        }
    }

    private static JavaScriptException SyntaxError(WorkerRealm realm, string message) => DomExceptions.New(realm, "SyntaxError", message);
}
