using Jint.Native;

namespace PureEdge.Engine.Interop;

/// <summary>
/// What goes with a request's code across <c>await</c>, timers and callbacks: one value for each AsyncLocalStorage that has one.
/// There is none until a script enters one, so that nobody else pays.
/// </summary>
/// <remarks>Immutable but for a cache that the isolate's turn owns.</remarks>
internal sealed class AsyncContext
{
    /// <summary>A context is copied when a value enters it, so its size bounds what one call can cost.</summary>
    public const int MaxEntries = 256;

    private readonly Entry[] _entries;
    private ScopedContext? _scoped;

    private AsyncContext(Entry[] entries) => _entries = entries;

    /// <summary>A context that has <paramref name="value"/> for <paramref name="key"/>, and for all others what <paramref name="context"/> has.</summary>
    /// <exception cref="Jint.Runtime.JavaScriptException">The context has as many values as it may.</exception>
    public static AsyncContext With(WorkerRealm realm, AsyncContext? context, object key, JsValue value)
    {
        var old = context?._entries ?? [];
        var index = Array.FindIndex(old, entry => ReferenceEquals(entry.Key, key));
        if (index < 0 && old.Length == MaxEntries)
        {
            throw realm.RangeError($"An asynchronous context may have the values of {MaxEntries} AsyncLocalStorage objects at most.");
        }

        var limits = realm.Host.Scope.Limits;
        limits.ChargeFuel(1 + (old.Length / 16));
        limits.ChargeAllocation(64 + (old.Length * 16L));
        Entry[] entries = index < 0 ? [.. old, new(key, value)] : [.. old];
        if (index >= 0)
        {
            entries[index] = new(key, value);
        }

        return new(entries);
    }

    /// <summary>The value for <paramref name="key"/>; undefined without one.</summary>
    public JsValue Get(object key)
    {
        foreach (var entry in _entries)
        {
            if (ReferenceEquals(entry.Key, key))
            {
                return entry.Value;
            }
        }

        return JsValue.Undefined;
    }

    /// <summary>The context together with the request that is charged.</summary>
    public ScopedContext For(RequestScope scope) => _scoped is { } last && ReferenceEquals(last.Scope, scope) ? last : _scoped = new(scope, this);

    private readonly record struct Entry(object Key, JsValue Value);
}

/// <summary>What a continuation that was registered inside a context takes along.</summary>
internal sealed record ScopedContext(RequestScope Scope, AsyncContext Context);
