using System.Runtime.CompilerServices;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Reporting;

namespace PureEdge.Engine.WebApi.Timers;

/// <summary>The timers of an isolate's requests by their ids (https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timers).</summary>
/// <remarks>
/// Owned by the isolate's turn. How many there are is bounded by each request's pending operations. Departures: a callback is a
/// function, never source text, and nested timers are not delayed by four milliseconds.
/// </remarks>
internal sealed class TimerTable(WorkerRealm realm)
{
    // A request that is over takes its timers with it.
    private readonly ConditionalWeakTable<RequestScope, Dictionary<int, HostTimer>> _timers = [];
    private int _lastId;

    public static TimerTable Of(WorkerRealm realm) => realm.State(typeof(TimerTable), static realm => new TimerTable(realm));

    /// <summary>The timer initialization steps.</summary>
    public int Start(string function, JsValue[] arguments, bool repeats)
    {
        var callback = arguments.At(0);
        if (!callback.IsCallable())
        {
            throw realm.TypeError($"Failed to execute '{function}': parameter 1 is not a function.");
        }

        // A long of Web IDL: what is too large wraps around.
        var delay = TypeConverter.ToInt32(arguments.At(1));
        // A copy: the array of a call is the interpreter's.
        JsValue[] passed = arguments.Length > 2 ? [.. new ReadOnlySpan<JsValue>(arguments)[2..]] : [];
        var timers = _timers.GetOrCreateValue(realm.Host.Scope);
        var id = NextId(timers);
        var context = realm.Context;
        timers[id] = HostTimer.Start(realm, delay, () =>
        {
            if (!repeats)
            {
                timers.Remove(id);
            }

            Fire(context, callback, passed);
        }, repeats);
        return id;
    }

    /// <summary>Stops a timer of the current request; ids that mean nothing to it are ignored.</summary>
    public void Stop(JsValue id)
    {
        if (id.IsNumber() && id.AsNumber() is >= 1 and <= int.MaxValue and var number
            && _timers.TryGetValue(realm.Host.Scope, out var timers) && timers.Remove((int)number, out var timer))
        {
            timer.Dispose();
        }
    }

    private void Fire(AsyncContext? context, JsValue callback, JsValue[] arguments)
    {
        try
        {
            realm.CallIn(context, callback, realm.Engine.Global, arguments);
        }
        catch (JavaScriptException e)
        {
            ErrorReporter.Report(realm, e.Error);
        }
    }

    private int NextId(Dictionary<int, HostTimer> timers)
    {
        do
        {
            _lastId = _lastId == int.MaxValue ? 1 : _lastId + 1;
        }
        while (timers.ContainsKey(_lastId));
        return _lastId;
    }
}
