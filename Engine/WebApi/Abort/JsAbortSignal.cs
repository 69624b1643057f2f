using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Events;

namespace PureEdge.Engine.WebApi.Abort;

/// <summary>AbortSignal (https://dom.spec.whatwg.org/#interface-AbortSignal).</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class JsAbortSignal : JsEventTarget
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsAbortSignal>("AbortSignal", JsEventTarget.Definition)
        .Static("abort", 0, static (realm, arguments) =>
        {
            var signal = New(realm);
            signal._reason = ReasonOrDefault(realm, arguments.At(0));
            return signal;
        })
        .Static("timeout", 1, static (realm, arguments) => AbortSignalFactory.Timeout(realm, arguments))
        .Static("any", 1, static (realm, arguments) => AbortSignalFactory.Any(realm, arguments))
        .Getter("aborted", static self => self.Aborted)
        .Getter("reason", static self => self.Reason)
        .Method("throwIfAborted", 0, static (self, _) => self.Aborted ? throw new JavaScriptException(self.Reason) : Undefined)
        .EventHandler("abort")
        .Build();

    private readonly LinkedList<Action<JsValue>> _algorithms = [];
    private readonly AbortDependents _dependents = new();
    private JsAbortSignal[] _sources = [];
    private JsValue? _reason;
    private bool _held;

    private JsAbortSignal(WorkerRealm realm)
        : base(realm, Definition)
    {
    }

    public bool Aborted => _reason is not null;

    /// <summary>The reason of the abort; undefined before it.</summary>
    public JsValue Reason => _reason ?? Undefined;

    /// <summary>The signals this one follows; none of them follows another (https://dom.spec.whatwg.org/#abortsignal-source-signals).</summary>
    internal IReadOnlyList<JsAbortSignal> Sources => _sources;

    public static JsAbortSignal New(WorkerRealm realm) => new(realm);

    /// <summary>A signal that aborts as soon as one of <paramref name="sources"/>, which follow nothing themselves.</summary>
    internal static JsAbortSignal NewDependent(WorkerRealm realm, JsAbortSignal[] sources)
    {
        var signal = new JsAbortSignal(realm) { _sources = sources };
        foreach (var source in sources)
        {
            source._dependents.Add(signal);
        }

        return signal;
    }

    /// <summary>Signal abort (https://dom.spec.whatwg.org/#abortsignal-signal-abort). An undefined reason becomes an AbortError; a second abort does nothing.</summary>
    public void SignalAbort(JsValue reason)
    {
        if (Aborted)
        {
            return;
        }

        reason = ReasonOrDefault(Realm, reason);
        _reason = reason;
        // All dependents are aborted before any code of the worker runs.
        List<JsAbortSignal> aborted = [];
        foreach (var dependent in _dependents.TakeAll())
        {
            if (!dependent.Aborted)
            {
                dependent._reason = reason;
                aborted.Add(dependent);
            }
        }

        RunAbortSteps();
        foreach (var dependent in aborted)
        {
            dependent.RunAbortSteps();
        }
    }

    /// <summary>Runs <paramref name="action"/> when the signal aborts; at once when it has already.</summary>
    /// <returns>Disposed, it takes the action back.</returns>
    public IDisposable OnAbort(Action<JsValue> action)
    {
        if (Aborted)
        {
            action(Reason);
            return new Subscription(null, null);
        }

        var node = _algorithms.AddLast(action);
        OnListenersChanged();
        return new Subscription(this, node);
    }

    internal static JsValue ReasonOrDefault(WorkerRealm realm, JsValue reason) => reason.IsUndefined()
        ? new JsDomException(realm, "The operation was aborted.", "AbortError")
        : reason;

    /// <inheritdoc/>
    private protected override void OnListenersChanged()
    {
        if (_sources.Length == 0)
        {
            return;
        }

        // A source refers to its dependents weakly, until somebody waits for them.
        var held = !Aborted && (_algorithms.Count > 0 || HasListeners("abort"));
        if (held != _held)
        {
            _held = held;
            foreach (var source in _sources)
            {
                source._dependents.Hold(this, held);
            }
        }
    }

    /// <summary>https://dom.spec.whatwg.org/#run-the-abort-steps</summary>
    private void RunAbortSteps()
    {
        while (_algorithms.First is { } first)
        {
            _algorithms.Remove(first);
            first.Value(Reason);
        }

        Dispatch(new JsEvent(Realm, "abort") { IsTrusted = true });
        OnListenersChanged();
        _sources = [];
    }

    private sealed class Subscription(JsAbortSignal? signal, LinkedListNode<Action<JsValue>>? node) : IDisposable
    {
        public void Dispose()
        {
            if (node?.List is { } list)
            {
                list.Remove(node);
                signal!.OnListenersChanged();
            }
        }
    }
}
