using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Fetch;

namespace PureEdge.Engine.WebApi.Cache;

/// <summary>
/// Cache as Workers have it (https://developers.cloudflare.com/workers/runtime-apis/cache/): <c>match</c>, <c>put</c> and <c>delete</c>.
/// Each counts as a subrequest. Beyond Workers, <c>Vary</c> is heeded.
/// </summary>
/// <remarks>Without state of its own.</remarks>
internal sealed class JsCache : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsCache>("Cache")
        .PromiseMethod("delete", 1, static (self, arguments) => self.Delete(arguments[0], arguments.At(1)))
        .PromiseMethod("match", 1, static (self, arguments) => self.Match(arguments[0], arguments.At(1)))
        .PromiseMethod("put", 2, static (self, arguments) => self.Put(arguments[0], arguments[1]))
        .Build();

    private const int MaxUrl = 32_768;

    // What a request may vary by, names and values together.
    private const int MaxVarying = 16_384;

    private readonly WorkerRealm _realm;
    private readonly string _name;

    public JsCache(WorkerRealm realm, string name)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        _realm = realm;
        _name = name;
    }

    private IResponseCache Store => _realm.Host.ResponseCache;

    private JsValue Match(JsValue input, JsValue options)
    {
        var request = Begin("match", input);
        if (request.Method != "GET" && !IgnoresMethod("match", options))
        {
            return _realm.ResolvedPromise(Undefined);
        }

        var headers = request.HeaderList.Clone();
        var search = new CacheSearch(headers, _realm.Host.NowMilliseconds, _realm.Host.Scope.Limits);
        return _realm.ToPromise(FindAsync(Store, KeyOf("match", request), search, _realm.Host.Scope.Aborted), (realm, found) =>
        {
            realm.ChargeInput(search.Examined * 8L, 1);
            realm.Host.Scope.Limits.ChargeAllocation(0);
            return found is null ? Undefined : ToScript(realm, CachedAnswer.Of(found, headers, realm.Host.NowMilliseconds), request.Url);
        });
    }

    private static JsResponse ToScript(WorkerRealm realm, CachedAnswer answer, string url)
    {
        var hasBody = answer.Body is not null && answer.Status is not (204 or 205 or 304);
        return JsResponse.FromHost(
            realm,
            new WorkerResponse { Status = answer.Status, StatusText = answer.StatusText, Headers = answer.Headers, Url = url },
            hasBody ? FetchFunction.BodyOf(realm.Host.Scope, answer.Body!.Value, answer.Headers) : null);
    }

    private JsValue Delete(JsValue input, JsValue options)
    {
        var request = Begin("delete", input);
        if (request.Method != "GET" && !IgnoresMethod("delete", options))
        {
            return _realm.ResolvedPromise(JsBoolean.False);
        }

        return _realm.ToPromise(Store.DeleteAsync(KeyOf("delete", request), _realm.Host.Scope.Aborted), static (_, wasThere) => wasThere ? JsBoolean.True : JsBoolean.False);
    }

    private JsValue Put(JsValue input, JsValue value)
    {
        var request = Begin("put", input);
        if (value is not JsResponse response)
        {
            throw _realm.TypeError("Cache.put: parameter 2 is not a Response.");
        }

        if (request.Method != "GET")
        {
            throw _realm.TypeError($"Cache.put: the request's method is {HeaderSyntax.Quote(request.Method)}; only GET requests can be cached.");
        }

        if (response.Status is 206 or 304 or 101)
        {
            throw _realm.TypeError($"Cache.put: a response with the status {response.Status} cannot be cached.");
        }

        var names = CachePolicy.Varying(response.HeaderList)
            ?? throw _realm.TypeError("Cache.put: a response with the header \"Vary: *\" cannot be cached.");
        var varying = CachePolicy.ValuesOf(request.HeaderList, names);
        if (varying.Sum(static header => header.Key.Length + (header.Value?.Length ?? 0)) > MaxVarying)
        {
            throw _realm.TypeError($"Cache.put: the headers that the response varies by have more than {MaxVarying} characters.");
        }

        return Keep(KeyOf("put", request), response, varying);
    }

    private JsValue Keep(CacheKey key, JsResponse response, KeyValuePair<string, string?>[] varying)
    {
        var headers = response.HeaderList.Clone();
        headers.Remove("set-cookie");
        var now = _realm.Host.NowMilliseconds;
        // What is not to be kept is read all the same, so that a script sees no difference.
        var lifetime = CachePolicy.Lifetime(response.Status, response.HeaderList, now);
        var content = response.Body is { } body ? body.Take(_realm) : default;
        var source = content.Source;
        if (source is DecodingBody decoding && decoding.IsOf(_realm.Host.Scope) && decoding.TryTakeEncoded(headers, out var encoded))
        {
            source = encoded;
        }
        else if (!response.IsEncoded && ContentCoding.Of(headers) is not null)
        {
            // What is kept is what it would be encoded from: it is smaller to find than to make again.
            headers.Remove("content-encoding");
            headers.Remove("content-length");
        }

        if (source is not null)
        {
            return _realm.ToPromise(HostBody.ReadAllAsync(source, content.Length, _realm.Host.Scope), (realm, bytes) =>
            {
                realm.Host.Scope.Limits.ChargeAllocation(0);
                return Store(bytes);
            });
        }

        if (content.Stream is not { } stream)
        {
            return Store(content.Bytes);
        }

        var capability = _realm.NewPromise();
        stream.ReadAll(
            Body.MaxBufferedBytes,
            bytes =>
            {
                try
                {
                    capability.Resolve(Store(bytes));
                }
                catch (JavaScriptException e)
                {
                    capability.Reject(e.Error);
                }
            },
            capability.Reject);
        return capability.Promise;

        JsValue Store(ReadOnlyMemory<byte> bytes)
        {
            var most = this.Store.MaxBodyBytes;
            if (bytes.Length > most)
            {
                throw _realm.Error($"Cache.put: the body has {bytes.Length} bytes; at most {most} are kept.");
            }

            if (lifetime is null)
            {
                return _realm.ResolvedPromise(Undefined);
            }

            // A copy: a part of a longer buffer would keep all of it, and this is counted as what it is.
            _realm.Host.Scope.Limits.ChargeAllocation(bytes.Length + (2L * headers.Size));
            var stored = new CachedResponse
            {
                Status = response.Status,
                StatusText = response.StatusText,
                Headers = headers,
                Body = bytes.ToArray(),
                StoredAt = now,
                ExpiresAt = now + (lifetime.Value * 1000),
                VaryingHeaders = varying,
            };
            return _realm.ToPromise(PutAsync(this.Store, key, stored, _realm.Host.Scope.Aborted), static (_, _) => Undefined);
        }
    }

    // What a search refuses becomes a rejection, also where a store answers at once.
    private static async ValueTask<CachedResponse?> FindAsync(IResponseCache store, CacheKey key, CacheSearch search, CancellationToken cancellationToken) =>
        await store.FindAsync(key, search.Accepts, cancellationToken);

    private static async ValueTask<bool> PutAsync(IResponseCache store, CacheKey key, CachedResponse response, CancellationToken cancellationToken)
    {
        await store.PutAsync(key, response, cancellationToken);
        return true;
    }

    private JsRequest Begin(string member, JsValue input)
    {
        if (!_realm.Host.Scope.AllowsIO)
        {
            throw _realm.TypeError($"Disallowed operation called within global scope: Cache.{member} belongs to a request. Call it inside a handler.");
        }

        var request = input as JsRequest ?? RequestFactory.Create(_realm, input, Undefined);
        _realm.CountSubrequest();
        return request;
    }

    private CacheKey KeyOf(string member, JsRequest request)
    {
        var fragment = request.Url.IndexOf('#', StringComparison.Ordinal);
        var url = fragment < 0 ? request.Url : request.Url[..fragment];
        if (!url.StartsWith("http://", StringComparison.Ordinal) && !url.StartsWith("https://", StringComparison.Ordinal))
        {
            throw _realm.TypeError($"Cache.{member}: {HeaderSyntax.Quote(url)} is no URL with the scheme \"http\" or \"https\".");
        }

        return url.Length <= MaxUrl
            ? new(_realm.Host.WorkerId, _name, url)
            : throw _realm.TypeError($"Cache.{member}: a URL of {url.Length} characters; at most {MaxUrl} are allowed.");
    }

    private bool IgnoresMethod(string member, JsValue options) =>
        TypeConverter.ToBoolean(WebIdl.Member(_realm, options, "ignoreMethod", $"Cache.{member}: parameter 2"));
}
