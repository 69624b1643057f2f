using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Timers;

namespace PureEdge.Engine.WebApi.Abort;

/// <summary>The static operations of AbortSignal that make a signal with a life of its own.</summary>
internal static class AbortSignalFactory
{
    /// <summary>More sources than any program has use for; each costs an entry in the source.</summary>
    private const int MaxSources = 10_000;

    /// <summary>https://dom.spec.whatwg.org/#dom-abortsignal-timeout</summary>
    public static JsValue Timeout(WorkerRealm realm, JsValue[] arguments)
    {
        if (arguments.Length == 0)
        {
            throw realm.TypeError("Failed to execute 'timeout' on 'AbortSignal': 1 argument required, but only 0 present.");
        }

        var milliseconds = WebIdl.ToIntegerInRange(realm, arguments[0], 0, (1L << 53) - 1, "The timeout");
        var signal = JsAbortSignal.New(realm);
        HostTimer.Start(realm, milliseconds, () => signal.SignalAbort(
            new JsDomException(realm, "The operation was aborted due to timeout", "TimeoutError")));
        return signal;
    }

    /// <summary>https://dom.spec.whatwg.org/#create-a-dependent-abort-signal</summary>
    public static JsValue Any(WorkerRealm realm, JsValue[] arguments)
    {
        var signals = Signals(realm, arguments.Length > 0 ? arguments[0] : JsValue.Undefined);
        foreach (var signal in signals)
        {
            if (signal.Aborted)
            {
                var aborted = JsAbortSignal.New(realm);
                aborted.SignalAbort(signal.Reason);
                return aborted;
            }
        }

        HashSet<JsAbortSignal> sources = new(ReferenceEqualityComparer.Instance);
        foreach (var signal in signals)
        {
            // A signal made by any() stands for the signals it follows.
            if (signal.Sources.Count == 0)
            {
                sources.Add(signal);
            }
            else
            {
                realm.Host.Scope.Limits.ChargeFuel(signal.Sources.Count / 4);
                sources.UnionWith(signal.Sources);
            }

            if (sources.Count > MaxSources)
            {
                throw realm.RangeError($"AbortSignal.any takes {MaxSources} signals at most.");
            }
        }

        return JsAbortSignal.NewDependent(realm, [.. sources]);
    }

    private static List<JsAbortSignal> Signals(WorkerRealm realm, JsValue value)
    {
        List<JsAbortSignal> signals = [];
        JsSequence.ForEach(realm, value, "Failed to execute 'any' on 'AbortSignal': parameter 1", item =>
        {
            signals.Add(item as JsAbortSignal ?? throw realm.TypeError("Failed to execute 'any' on 'AbortSignal': an item is not an AbortSignal."));
            if (signals.Count > MaxSources)
            {
                throw realm.RangeError($"AbortSignal.any takes {MaxSources} signals at most.");
            }
        });
        return signals;
    }
}
