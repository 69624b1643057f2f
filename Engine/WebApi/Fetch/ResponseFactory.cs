using System.Buffers;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Url;
using PureEdge.Engine.WebApi.WebSockets;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>The steps of the constructor and the static operations of Response (https://fetch.spec.whatwg.org/#dom-response).</summary>
internal static class ResponseFactory
{
    private const string What = "Response";

    public static JsResponse Create(WorkerRealm realm, JsValue body, JsValue init)
    {
        if (init.IsUndefined() || init.IsNull())
        {
            var plain = BodyExtraction.Extract(realm, body, out var type);
            return new JsResponse(realm, 200, "", null, plain, type);
        }

        // The dictionary is converted before the body is looked at.
        var read = ReadInit(realm, init);
        return Initialize(realm, read, BodyExtraction.Extract(realm, body, out var contentType), contentType);
    }

    /// <summary>https://fetch.spec.whatwg.org/#dom-response-json</summary>
    public static JsResponse CreateJson(WorkerRealm realm, JsValue data, JsValue init)
    {
        var writer = new ArrayBufferWriter<byte>();
        if (!new JsonSerializer(realm.Engine).Serialize(data, writer))
        {
            throw realm.TypeError("Response.json: the value cannot be written as JSON.");
        }

        BodyExtraction.RequireRoom(realm, writer.WrittenCount);
        realm.ChargeInput(writer.WrittenCount);
        return Initialize(realm, ReadInit(realm, init), Body.FromBytes(writer.WrittenMemory), "application/json");
    }

    /// <summary>https://fetch.spec.whatwg.org/#dom-response-redirect</summary>
    public static JsResponse CreateRedirect(WorkerRealm realm, JsValue url, JsValue status)
    {
        var text = WebIdl.ToUsvString(realm, url);
        var code = status.IsUndefined() ? 302 : TypeConverter.ToUint16(status);
        JsUrl.ChargeParsing(realm, text);
        var target = UrlRecord.Parse(text)
            ?? throw realm.TypeError($"Response.redirect: {HeaderSyntax.Quote(text)} is not an absolute URL.");
        if (code is not (301 or 302 or 303 or 307 or 308))
        {
            throw realm.RangeError($"Response.redirect: the status is {code}; it may be 301, 302, 303, 307 or 308.");
        }

        var headers = new HeaderList(1);
        HeadersInit.Append(realm, headers, "location", target.Href);
        return JsResponse.WithImmutableHeaders(realm, code, headers);
    }

    private static JsResponse Initialize(WorkerRealm realm, in Init init, Body? body, string? contentType)
    {
        if (body is not null)
        {
            if (init.Status is 101 or 204 or 205 or 304)
            {
                throw realm.TypeError($"A Response with status {init.Status} cannot have a body.");
            }

            if (init.Headers is { } headers && contentType is not null && !headers.Contains("content-type"))
            {
                HeadersInit.Append(realm, headers, "content-type", contentType);
            }
        }

        return new JsResponse(realm, init.Status, init.StatusText, init.Headers, body, contentType) { Cf = init.Cf, WebSocket = init.WebSocket, IsEncoded = init.IsEncoded };
    }

    /// <summary>"Initialize a response", reading members in the order of their names.</summary>
    private static Init ReadInit(WorkerRealm realm, JsValue init)
    {
        var cf = Member(realm, init, "cf");
        var encodeBody = Member(realm, init, "encodeBody");
        // Of a response that another is made like it is known, though no property says it.
        var isEncoded = encodeBody.IsUndefined() ? init is JsResponse { IsEncoded: true } : WebIdl.ToDomString(realm, encodeBody) switch
        {
            "automatic" => false,
            "manual" => true,
            var other => throw realm.TypeError($"{What}: encodeBody is {HeaderSyntax.Quote(other)}; it may be \"automatic\" or \"manual\"."),
        };

        HeaderList? headers = null;
        var given = Member(realm, init, "headers");
        if (!given.IsUndefined())
        {
            HeadersInit.Fill(realm, headers = new HeaderList(), given, What);
        }

        var statusValue = Member(realm, init, "status");
        var status = statusValue.IsUndefined() ? 200 : TypeConverter.ToUint16(statusValue);
        var textValue = Member(realm, init, "statusText");
        var statusText = textValue.IsUndefined() ? "" : WebIdl.ToByteString(realm, textValue, $"{What}: statusText");
        var webSocket = Member(realm, init, "webSocket");
        if (webSocket is not JsWebSocket && !webSocket.IsUndefined() && !webSocket.IsNull())
        {
            throw realm.TypeError($"{What}: webSocket is not a WebSocket.");
        }

        if ((status is < 200 or > 599 && status != 101) || status == 101 != webSocket is JsWebSocket)
        {
            throw realm.RangeError($"{What}: the status is {status}; it must be from 200 to 599, or 101 with a webSocket.");
        }

        if (!IsReasonPhrase(statusText))
        {
            throw realm.TypeError($"{What}: statusText contains a character that a reason phrase may not contain.");
        }

        return new Init(status, statusText, headers, cf, webSocket is JsWebSocket ? webSocket : JsValue.Null, isEncoded);
    }

    private static JsValue Member(WorkerRealm realm, JsValue init, string name) => WebIdl.Member(realm, init, name, "The init of a Response");

    private static bool IsReasonPhrase(string text)
    {
        // A reason phrase travels in a line of its own; nothing needs a long one.
        if (text.Length > 1024)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c is not ('\t' or (>= ' ' and <= '~') or (>= '\u0080' and <= '\u00ff')))
            {
                return false;
            }
        }

        return true;
    }

    private readonly record struct Init(int Status, string StatusText, HeaderList? Headers, JsValue Cf, JsValue WebSocket, bool IsEncoded);
}
