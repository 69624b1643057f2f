using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Abort;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Reporting;

namespace PureEdge.Engine.WebApi.Events;

/// <summary>EventTarget (https://dom.spec.whatwg.org/#interface-eventtarget); other interfaces derive from it.</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal class JsEventTarget : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsEventTarget>("EventTarget")
        .Constructor(0, static (realm, _) => new JsEventTarget(realm))
        .Method("addEventListener", 2, static (self, arguments) => self.AddEventListener(arguments))
        .Method("removeEventListener", 2, static (self, arguments) => self.RemoveEventListener(arguments))
        .Method("dispatchEvent", 1, static (self, arguments) => self.DispatchEvent(arguments))
        .Build();

    private EventListenerList? _listeners;

    public JsEventTarget(WorkerRealm realm)
        : this(realm, Definition)
    {
    }

    /// <summary>A target of a derived interface.</summary>
    protected JsEventTarget(WorkerRealm realm, InterfaceDefinition definition)
        : base(realm.Engine)
    {
        Realm = realm;
        Prototype = realm.PrototypeOf(definition);
    }

    protected WorkerRealm Realm { get; }

    /// <summary>What scripts see as the target: this object, or the global object.</summary>
    internal virtual ObjectInstance ScriptObject => this;

    public bool HasListeners(string type) => _listeners is not null && _listeners.Has(type);

    /// <summary>
    /// Calls the listeners (https://dom.spec.whatwg.org/#concept-event-dispatch). What one throws is reported and does not keep the
    /// others from running.
    /// </summary>
    /// <param name="e">The event, not in dispatch already.</param>
    /// <param name="onError">Takes what a listener throws instead of the report.</param>
    /// <returns><see langword="false"/> when a listener prevented the default.</returns>
    public bool Dispatch(JsEvent e, Action<JavaScriptException>? onError = null)
    {
        e.Target = this;
        AdoptHandler(e.Type);
        if (_listeners is not null)
        {
            e.InDispatch = true;
            try
            {
                Realm.ChargeSearch(_listeners.Count, e.Type);
                if (_listeners.HasCapturing(e.Type))
                {
                    Invoke(_listeners.Matching(e.Type, capture: true), e, onError);
                }

                if (!e.PropagationStopped)
                {
                    Invoke(_listeners.Matching(e.Type, capture: false), e, onError);
                }
            }
            finally
            {
                e.InDispatch = false;
            }
        }

        e.PropagationStopped = false;
        e.ImmediatePropagationStopped = false;
        return !e.DefaultPrevented;
    }

    /// <summary>The value of an <c>on...</c> attribute.</summary>
    internal JsValue GetHandler(string type) => _listeners?.FindHandler(type)?.Callback ?? Null;

    /// <summary>Sets an <c>on...</c> attribute (https://html.spec.whatwg.org/multipage/webappapis.html#event-handler-attributes): anything but an object clears it.</summary>
    internal void SetHandler(string type, JsValue value)
    {
        var current = _listeners?.FindHandler(type);
        if (value is not ObjectInstance)
        {
            if (current is not null)
            {
                Remove(current);
            }
        }
        else if (current is not null)
        {
            current.Callback = value;
        }
        else
        {
            Add(new EventListener(type, value) { IsHandler = true });
        }
    }

    internal JsValue AddEventListener(JsValue[] arguments)
    {
        var type = WebIdl.ToDomString(Realm, arguments[0]);
        var callback = ToCallback(arguments[1], "addEventListener");
        var (capture, once, passive, signal) = AddOptions(arguments.At(2));
        if (callback is null || signal is { Aborted: true } || Find(type, callback, capture) is not null)
        {
            return Undefined;
        }

        var listener = new EventListener(type, callback) { Capture = capture, Once = once, Passive = passive };
        Add(listener);
        listener.SignalSubscription = signal?.OnAbort(_ => Remove(listener));
        return Undefined;
    }

    internal JsValue RemoveEventListener(JsValue[] arguments)
    {
        var type = WebIdl.ToDomString(Realm, arguments[0]);
        var callback = ToCallback(arguments[1], "removeEventListener");
        var capture = Capture(arguments.At(2));
        if (callback is not null && Find(type, callback, capture) is { } listener)
        {
            Remove(listener);
        }

        return Undefined;
    }

    internal JsValue DispatchEvent(JsValue[] arguments)
    {
        if (arguments[0] is not JsEvent e)
        {
            throw Realm.TypeError("Failed to execute 'dispatchEvent' on 'EventTarget': parameter 1 is not an Event.");
        }

        if (e.InDispatch)
        {
            throw DomExceptions.New(Realm, "InvalidStateError", "The event is already being dispatched.");
        }

        e.IsTrusted = false;
        return Dispatch(e);
    }

    /// <summary>Takes over an <c>on...</c> handler that a script may have set elsewhere.</summary>
    internal virtual void AdoptHandler(string type)
    {
    }

    /// <summary>Called when a listener came or went.</summary>
    private protected virtual void OnListenersChanged()
    {
    }

    private static bool Capture(JsValue options) =>
        TypeConverter.ToBoolean(options is ObjectInstance dictionary ? dictionary.Get("capture") : options);

    private EventListener? Find(string type, JsValue callback, bool capture)
    {
        if (_listeners is null)
        {
            return null;
        }

        Realm.ChargeSearch(_listeners.Count, type);
        return _listeners.Find(type, callback, capture);
    }

    private void Add(EventListener listener)
    {
        _listeners ??= new EventListenerList();
        if (_listeners.Count >= EventListenerList.MaxListeners)
        {
            throw Realm.RangeError($"An EventTarget may have {EventListenerList.MaxListeners} listeners at most.");
        }

        _listeners.Add(listener);
        OnListenersChanged();
    }

    private void Remove(EventListener listener)
    {
        _listeners!.Remove(listener);
        OnListenersChanged();
    }

    private ObjectInstance? ToCallback(JsValue value, string member) => value switch
    {
        ObjectInstance callback => callback,
        _ when value.IsNull() || value.IsUndefined() => null,
        _ => throw Realm.TypeError($"Failed to execute '{member}' on 'EventTarget': parameter 2 is not an object."),
    };

    private (bool Capture, bool Once, bool Passive, JsAbortSignal? Signal) AddOptions(JsValue options)
    {
        var capture = Capture(options);
        if (options is not ObjectInstance dictionary)
        {
            return (capture, false, false, null);
        }

        var once = TypeConverter.ToBoolean(dictionary.Get("once"));
        var passive = TypeConverter.ToBoolean(dictionary.Get("passive"));
        var signal = dictionary.Get("signal");
        return signal.IsUndefined()
            ? (capture, once, passive, null)
            : (capture, once, passive, signal as JsAbortSignal
                ?? throw Realm.TypeError("Failed to execute 'addEventListener' on 'EventTarget': member signal is not an AbortSignal."));
    }

    /// <summary>https://dom.spec.whatwg.org/#concept-event-listener-inner-invoke</summary>
    private void Invoke(List<EventListener> listeners, JsEvent e, Action<JavaScriptException>? onError)
    {
        Realm.ChargeSearch(_listeners!.Count, e.Type);
        foreach (var listener in listeners)
        {
            if (listener.Removed)
            {
                continue;
            }

            if (listener.Once)
            {
                Remove(listener);
            }

            e.InPassiveListener = listener.Passive;
            try
            {
                Call(listener, e);
            }
            catch (JavaScriptException exception) when (onError is not null)
            {
                onError(exception);
            }
            catch (JavaScriptException exception)
            {
                ErrorReporter.Report(Realm, exception.Error);
            }
            finally
            {
                e.InPassiveListener = false;
            }

            if (e.ImmediatePropagationStopped)
            {
                return;
            }
        }
    }

    private void Call(EventListener listener, JsEvent e)
    {
        var callback = listener.Callback;
        if (listener.IsHandler && e is JsErrorEvent error && error.Type == "error" && !ReferenceEquals(ScriptObject, this))
        {
            // onerror of the global object: https://html.spec.whatwg.org/multipage/webappapis.html#the-event-handler-processing-algorithm
            var handled = Realm.Call(callback, ScriptObject, error.Message, error.FileName, error.Line, error.Column, error.Error);
            if (handled.IsBoolean() && handled.AsBoolean())
            {
                e.PreventDefault();
            }
        }
        else if (callback.IsCallable())
        {
            var result = Realm.Call(callback, ScriptObject, e);
            if (listener.IsHandler && result.IsBoolean() && !result.AsBoolean())
            {
                e.PreventDefault();
            }
        }
        else if (!listener.IsHandler)
        {
            var operation = ((ObjectInstance)callback).Get("handleEvent");
            Realm.Call(Realm.RequireFunction(operation, "The listener's handleEvent"), callback, e);
        }
    }
}
