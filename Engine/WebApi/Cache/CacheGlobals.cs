using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Cache;

internal static class CacheGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsCache.Definition)
        .Interface(JsCacheStorage.Definition)
        .Value("caches", static realm => new JsCacheStorage(realm));
}
