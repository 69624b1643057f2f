using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Cache;

/// <summary>CacheStorage as Workers have it: <c>caches.default</c> and <c>caches.open</c> (https://developers.cloudflare.com/workers/runtime-apis/cache/).</summary>
internal sealed class JsCacheStorage : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsCacheStorage>("CacheStorage")
        .PromiseMethod("open", 1, static (self, arguments) => self.Open(arguments[0]))
        .Getter("default", static self => self._default ??= new JsCache(WorkerRealm.Of(self.Engine), ""))
        .Build();

    private const int MaxName = 1024;

    private JsCache? _default;

    public JsCacheStorage(WorkerRealm realm)
        : base(realm.Engine) => Prototype = realm.PrototypeOf(Definition);

    private JsValue Open(JsValue value)
    {
        var realm = WorkerRealm.Of(Engine);
        var name = WebIdl.ToDomString(realm, value);
        // An empty name is not that of the default cache.
        return name.Length <= MaxName
            ? realm.ResolvedPromise(new JsCache(realm, "name " + name))
            : throw realm.TypeError($"caches.open: a name of {name.Length} characters; at most {MaxName} are allowed.");
    }
}
