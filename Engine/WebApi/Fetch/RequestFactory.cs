using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Abort;
using PureEdge.Engine.WebApi.Streams;
using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>The steps of <c>new Request(input, init)</c> (https://fetch.spec.whatwg.org/#dom-request), which <c>fetch</c> takes too.</summary>
internal static class RequestFactory
{
    private const string What = "Request";

    // It stands in the request line; the longest that is registered has 17.
    private const int MaxMethodLength = 64;

    private static readonly string[] Caches = ["default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"];
    private static readonly string[] Credentials = ["omit", "same-origin", "include"];
    private static readonly string[] Duplexes = ["half"];
    private static readonly string[] Modes = ["cors", "no-cors", "same-origin"];
    private static readonly string[] Priorities = ["high", "low", "auto"];
    private static readonly string[] Redirects = ["follow", "error", "manual"];
    private static readonly string[] ReferrerPolicies =
    [
        "", "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin", "origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url",
    ];

    public static JsRequest Create(WorkerRealm realm, JsValue input, JsValue init)
    {
        var source = input as JsRequest;
        var url = source is null ? ParseUrl(realm, input) : source.Url;
        var options = source?.OptionsWithCf() ?? RequestOptions.Default;
        var method = source?.Method ?? "GET";
        var signal = source?.FollowedSignal;
        JsValue body = JsValue.Undefined, headers = JsValue.Undefined;

        if (!init.IsUndefined() && !init.IsNull())
        {
            // Members of a dictionary are read in the order of their names, as a script's getters can tell.
            body = Member(realm, init, "body");
            var cache = Choice(realm, init, "cache", Caches);
            var cf = Member(realm, init, "cf");
            var credentials = Choice(realm, init, "credentials", Credentials);
            Choice(realm, init, "duplex", Duplexes);
            headers = Member(realm, init, "headers");
            var integrity = Member(realm, init, "integrity");
            var keepAlive = Member(realm, init, "keepalive");
            method = ReadMethod(realm, Member(realm, init, "method")) ?? method;
            var mode = Choice(realm, init, "mode", Modes);
            Choice(realm, init, "priority", Priorities);
            var redirect = Choice(realm, init, "redirect", Redirects);
            CheckReferrer(realm, Member(realm, init, "referrer"));
            Choice(realm, init, "referrerPolicy", ReferrerPolicies);
            options = new RequestOptions(
                redirect ?? options.Redirect,
                cache ?? options.Cache,
                integrity.IsUndefined() ? options.Integrity : WebIdl.ToDomString(realm, integrity),
                keepAlive.IsUndefined() ? options.KeepAlive : TypeConverter.ToBoolean(keepAlive),
                mode ?? options.Mode,
                credentials ?? options.Credentials,
                cf.IsUndefined() ? options.Cf : cf);
            signal = ReadSignal(realm, Member(realm, init, "signal"), signal);
            CheckWindow(realm, Member(realm, init, "window"));
            CheckOptions(realm, options, method, body);
        }

        var list = ReadHeaders(realm, source, headers);
        return new JsRequest(realm, method, url, list, ReadBody(realm, source, method, body, list), options, signal);
    }

    private static JsValue Member(WorkerRealm realm, JsValue init, string name) => WebIdl.Member(realm, init, name, "The init of a Request");

    private static string ParseUrl(WorkerRealm realm, JsValue input)
    {
        var text = WebIdl.ToUsvString(realm, input);
        JsUrl.ChargeParsing(realm, text);
        var url = UrlRecord.Parse(text) ?? throw realm.TypeError($"Invalid URL: {Shorten(text)}");
        return url.Username.Length == 0 && url.Password.Length == 0
            ? url.Href
            : throw realm.TypeError("Invalid URL: a request's URL may not contain a user name or a password; use an Authorization header.");
    }

    private static string Shorten(string text) => text.Length <= 256 ? text : text[..256] + "...";

    private static string? ReadMethod(WorkerRealm realm, JsValue value)
    {
        if (value.IsUndefined())
        {
            return null;
        }

        var method = WebIdl.ToByteString(realm, value, "The method of a Request");
        if (method.Length > MaxMethodLength || !HeaderSyntax.IsToken(method))
        {
            throw realm.TypeError($"Invalid HTTP method: {HeaderSyntax.Quote(method)}.");
        }

        return HttpMethod.IsForbidden(method)
            ? throw realm.TypeError($"The HTTP method {HeaderSyntax.Quote(method)} is not allowed in a Request.")
            : HttpMethod.Normalize(method);
    }

    private static string? Choice(WorkerRealm realm, JsValue init, string name, string[] choices)
    {
        var value = Member(realm, init, name);
        if (value.IsUndefined())
        {
            return null;
        }

        var text = WebIdl.ToDomString(realm, value);
        return Array.IndexOf(choices, text) is >= 0 and var index
            ? choices[index]
            : throw realm.TypeError($"{What}: {name} is {HeaderSyntax.Quote(text)}; it may be {string.Join(", ", choices.Select(static c => $"\"{c}\""))}.");
    }

    // Relative ones are allowed though a worker has no address to resolve them with.
    private static void CheckReferrer(WorkerRealm realm, JsValue value)
    {
        if (value.IsUndefined() || WebIdl.ToUsvString(realm, value) is not { Length: > 0 } referrer)
        {
            return;
        }

        JsUrl.ChargeParsing(realm, referrer);
        if (UrlRecord.Parse(referrer, UrlRecord.Parse("http://localhost/")) is null)
        {
            throw realm.TypeError($"{What}: referrer is {HeaderSyntax.Quote(Shorten(referrer))}, which is no URL.");
        }
    }

    private static void CheckWindow(WorkerRealm realm, JsValue value)
    {
        if (!value.IsUndefined() && !value.IsNull())
        {
            throw realm.TypeError($"{What}: window may only be null.");
        }
    }

    private static void CheckOptions(WorkerRealm realm, RequestOptions options, string method, JsValue body)
    {
        if (options.Mode == "no-cors" && method is not ("GET" or "HEAD" or "POST"))
        {
            throw realm.TypeError($"{What}: a request of the mode \"no-cors\" must be GET, HEAD or POST, and not {method}.");
        }

        if (options.Cache == "only-if-cached" && options.Mode != "same-origin")
        {
            throw realm.TypeError($"{What}: cache may only be \"only-if-cached\" when mode is \"same-origin\".");
        }

        if (options.KeepAlive && body is JsReadableStream)
        {
            throw realm.TypeError($"{What}: a request with keepalive cannot have a body that is a stream.");
        }
    }

    private static JsAbortSignal? ReadSignal(WorkerRealm realm, JsValue value, JsAbortSignal? inherited) => value switch
    {
        JsAbortSignal signal => signal,
        _ when value.IsUndefined() => inherited,
        _ when value.IsNull() => null,
        _ => throw realm.TypeError("The signal of a Request is not an AbortSignal."),
    };

    private static HeaderList ReadHeaders(WorkerRealm realm, JsRequest? source, JsValue headers)
    {
        if (headers.IsUndefined())
        {
            return source is null ? new HeaderList() : source.HeaderList.Clone();
        }

        var list = new HeaderList();
        HeadersInit.Fill(realm, list, headers, What);
        return list;
    }

    private static Body? ReadBody(WorkerRealm realm, JsRequest? source, string method, JsValue value, HeaderList headers)
    {
        var given = !value.IsUndefined() && !value.IsNull();
        var inherited = given ? null : source?.Body;
        if ((given || inherited is not null) && HttpMethod.HasNoBody(method))
        {
            throw realm.TypeError($"A Request with the method {method} cannot have a body.");
        }

        if (!given)
        {
            return inherited?.MoveToNew(realm);
        }

        var body = BodyExtraction.Extract(realm, value, out var contentType);
        if (contentType is not null && !headers.Contains("content-type"))
        {
            HeadersInit.Append(realm, headers, "content-type", contentType);
        }

        return body;
    }
}
