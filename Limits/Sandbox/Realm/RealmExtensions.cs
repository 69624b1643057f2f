using System.Collections.Frozen;
using Jint;
using Jint.Native;

namespace PureEdge.Limits.Realm;

/// <summary>Makes undefined, on an engine's global object, what has no place in a sandbox. Docs/realm.md lists everything, with the rest of what a script finds.</summary>
public static class RealmExtensions
{
    /// <summary>The globals that are removed, and why.</summary>
    public static FrozenDictionary<string, string> RemovedGlobals { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ShadowRealm"] = "runs code of its own in a second realm, which no policy of this one reaches",
        ["SharedArrayBuffer"] = "there are no threads to share memory with, and shared memory makes a precise clock",
        ["Atomics"] = "wait() holds the thread; without shared memory the rest is of no use",
        ["AsyncIterator"] = "a proposal, not a standard global",
        ["Generator"] = "not a standard global: the interpreter's own name for an intrinsic",
        ["TypedArray"] = "not a standard global: the interpreter's own name for an intrinsic",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>In engines made from these options the globals in <see cref="RemovedGlobals"/> are undefined.</summary>
    /// <param name="options">The options, which may be shared by any number of engines.</param>
    /// <returns>The same options.</returns>
    public static Options UseSafeRealm(this Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var name in RemovedGlobals.Keys)
        {
            // Deleting from the global object of each engine would cost it 9 KB, measured by Bench memory: its table would have to be made.
            options.AddLazyGlobal(name, static _ => JsValue.Undefined);
        }

        return options;
    }
}
