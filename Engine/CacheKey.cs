namespace PureEdge.Engine;

/// <summary>What a response is cached under.</summary>
/// <param name="Worker">The worker, by <see cref="WorkerDefinition.Id"/>; its versions share their caches.</param>
/// <param name="Cache">The name given to <c>caches.open</c>; empty for <c>caches.default</c>. At most 1,024 characters.</param>
/// <param name="Url">The URL of the request, serialised, without its fragment. At most 32,768 characters.</param>
public readonly record struct CacheKey(string Worker, string Cache, string Url);
