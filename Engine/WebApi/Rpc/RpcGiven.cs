using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Fetch;
using PureEdge.Engine.WebApi.Streams;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>
/// An object of the platform that is handed over: headers, a stream of bytes to read or to write, a request or a response
/// (https://developers.cloudflare.com/workers/runtime-apis/rpc/#readablestream-writeablestream-request-and-response). Its body is the receiver's from then on.
/// </summary>
/// <remarks>It belongs to no isolate.</remarks>
internal sealed class RpcGiven
{
    private readonly HeaderList? _headers;
    private readonly WorkerRequest? _request;
    private readonly WorkerResponse? _response;
    private readonly ReadOnlyMemory<byte>? _bytes;
    private readonly long? _length;
    private readonly RpcHandle? _writable;

    private RpcGiven(RpcHandle writable) => _writable = writable;

    private RpcGiven(HeaderList? headers, WorkerRequest? request, WorkerResponse? response, ReadOnlyMemory<byte>? bytes, long? length, RpcBody? body)
    {
        _headers = headers;
        _request = request;
        _response = response;
        _bytes = bytes;
        _length = length;
        Body = body;
    }

    /// <summary>What of it is to be given back if nobody gets it.</summary>
    public IDisposable? Held => (IDisposable?)Body ?? _writable;

    private RpcBody? Body { get; }

    /// <summary>Whether an object can be handed over.</summary>
    public static bool Can(ObjectInstance source) => source is JsHeaders or JsReadableStream or JsWritableStream or JsRequest or JsResponse { WebSocket: not ObjectInstance };

    /// <summary>Takes an object of the running event.</summary>
    /// <param name="realm">The object's.</param>
    /// <param name="source">One that <see cref="Can"/> is true for.</param>
    /// <param name="keepsEvent">As for <see cref="RpcLocalPort.Open"/>.</param>
    /// <exception cref="Jint.Runtime.JavaScriptException">Its body was used already, or is locked.</exception>
    /// <exception cref="HostErrorException">Its body has come through too many events.</exception>
    public static RpcGiven Take(WorkerRealm realm, ObjectInstance source, bool keepsEvent)
    {
        var scope = realm.Host.Scope;
        switch (source)
        {
            case JsHeaders headers:
                return new(Clone(realm, headers.List), null, null, null, null, null);
            case JsReadableStream stream:
                var expected = stream.ExpectedLength;
                return new(null, null, null, null, expected, RpcBody.Open(scope, stream.OpenRead(scope), keepsEvent));
            case JsWritableStream stream:
                return new(RpcWritable.Open(realm, stream, keepsEvent));
            case JsRequest request:
                var content = request.Body is { } body ? body.Take(realm) : default;
                var head = new WorkerRequest { Method = request.Method, Url = request.Url, Headers = Clone(realm, request.HeaderList), Redirect = request.Options.Redirect };
                var sent = content.Source ?? content.Stream?.OpenRead(scope);
                return new(null, head, null, request.Body is null ? null : content.Bytes, content.Length, sent is null ? null : RpcBody.Open(scope, sent, keepsEvent));
            default:
                var response = (JsResponse)source;
                Charge(realm, response.HeaderList);
                var answer = response.ToHost(realm, scope);
                return new(null, null, answer, response.Body is null ? null : answer.Bytes, null, answer.Body is null ? null : RpcBody.Open(scope, answer.Body, keepsEvent));
        }
    }

    /// <summary>The object in the running event of another isolate.</summary>
    /// <exception cref="HostErrorException">The event has as much of others as it may.</exception>
    public ObjectInstance Make(WorkerRealm realm)
    {
        realm.ChargeCopy(RpcLimits.BytesPerStub);
        Charge(realm, _headers ?? _request?.Headers ?? _response?.Headers);
        if (_writable is not null)
        {
            return RpcSink.Open(realm, _writable);
        }

        Body?.GiveTo(RpcEventStubs.Of(realm.Host.Scope));
        if (_headers is not null)
        {
            return new JsHeaders(realm, _headers, immutable: false);
        }

        if (_request is { } request)
        {
            var sent = Body is not null ? Fetch.Body.FromHost(Body, _length) : _bytes is { } bytes ? Fetch.Body.FromBytes(bytes) : null;
            return new JsRequest(realm, request.Method, request.Url, request.Headers, sent, RequestOptions.Default with { Redirect = request.Redirect }, null);
        }

        if (_response is { } response)
        {
            return JsResponse.FromHost(
                realm,
                response,
                Body is not null ? FetchFunction.BodyOf(realm.Host.Scope, Body, response.Headers) : _bytes is { } bytes ? FetchFunction.BodyOf(realm.Host.Scope, bytes, response.Headers) : null);
        }

        return JsReadableStream.FromHost(realm, Body!, _length);
    }

    private static HeaderList Clone(WorkerRealm realm, HeaderList headers)
    {
        Charge(realm, headers);
        return headers.Clone();
    }

    private static void Charge(WorkerRealm realm, HeaderList? headers) => realm.ChargeCopy(CloneParts.BytesPerEntry * (long)(headers?.Count ?? 0));
}
