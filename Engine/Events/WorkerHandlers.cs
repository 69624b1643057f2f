using System.Collections.Frozen;
using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Bindings;
using PureEdge.Engine.Diagnostics;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.Modules;
using PureEdge.Engine.Scripts;
using PureEdge.Engine.WebApi.Entrypoints;
using PureEdge.Engine.WebApi.Events;
using PureEdge.Engine.WebApi.Rpc;

namespace PureEdge.Engine.Events;

/// <summary>
/// What a worker's top level left behind: the object or the class with its handlers, or the listeners of service-worker syntax; and <c>env</c>.
/// </summary>
/// <remarks>One per isolate, owned by its turn.</remarks>
internal sealed class WorkerHandlers : IWorkerEnvironment
{
    private const int MaxClassDepth = 1_000;

    private static readonly FrozenSet<string> NotForOthers =
        ["constructor", "fetch", "connect", "dup", "scheduled", "tail", "trace", "queue", "alarm", "email", "test", "webSocketMessage", "webSocketClose", "webSocketError"];

    private readonly WorkerRealm _realm;
    private readonly WorkerDefinition _definition;
    private ObjectInstance? _namespace;
    private ObjectInstance? _exports;
    private bool _isClass;
    private JsValue? _env;

    private WorkerHandlers(WorkerRealm realm, WorkerDefinition definition)
    {
        _realm = realm;
        _definition = definition;
        realm.Environment = this;
    }

    /// <summary>Whether the worker is written in service-worker syntax.</summary>
    public bool UsesListeners => _exports is null;

    /// <summary><c>env</c>: the same object for every event of the isolate.</summary>
    public JsValue Env => _env ??= CreateEnv();

    /// <summary>
    /// The handlers of the isolate. The first event runs the top level, on the start-up budget, in its own turn.
    /// </summary>
    /// <exception cref="WorkerLoadException">The top level threw, an import does not resolve, or there is no handler.</exception>
    public static WorkerHandlers Of(Isolate isolate, WorkerDefinition definition, PreparedBundle bundle) =>
        isolate.Realm.State(typeof(WorkerHandlers), realm =>
        {
            var previous = isolate.SwitchScope(new StartupScope(definition.Limits));
            var handlers = RunTopLevel(realm, definition, bundle);
            isolate.SwitchScope(previous);
            return handlers;
        });

    /// <summary>Runs the top level of a fresh isolate, charged to the current scope.</summary>
    /// <exception cref="WorkerLoadException">The top level threw, an import does not resolve, or there is no handler.</exception>
    public static WorkerHandlers Start(Isolate isolate, WorkerDefinition definition, PreparedBundle bundle) =>
        isolate.Realm.State(typeof(WorkerHandlers), realm => RunTopLevel(realm, definition, bundle));

    /// <summary>Whether there is a handler of that name.</summary>
    public bool Has(string name) => Find(_isClass ? (_exports!.Get("prototype") as ObjectInstance)! : _exports!, name) is not null;

    /// <summary>
    /// Calls a method of a class that extends WorkerEntrypoint, or reads a property, on an object that is made for this call. Only what the class declares is there: what an object
    /// has of its own, and the handlers of events, are not for others.
    /// </summary>
    /// <param name="target">The class.</param>
    /// <param name="call">The call.</param>
    /// <param name="parameters">Gets the stubs among the arguments.</param>
    /// <param name="context">The context of the event.</param>
    /// <exception cref="JavaScriptException">There is no such entrypoint or method, or it threw.</exception>
    /// <exception cref="HostErrorException">The arguments hold too many stubs.</exception>
    public JsValue Invoke(EntrypointTarget target, RpcStubCall call, List<JsRpcStub> parameters, JsExecutionContext context)
    {
        var (entrypoint, isClass) = EntrypointOf(target.Name);
        if (!isClass)
        {
            throw _realm.TypeError($"The RPC receiver is no class: the export '{target.Name ?? "default"}' must extend WorkerEntrypoint to have methods for other workers.");
        }

        if (NotForOthers.Contains(call.Path[0]))
        {
            throw RpcLookup.NotThere(_realm, call.Path[0]);
        }

        var instance = _realm.Engine.Construct(entrypoint, [context, Env]);
        return RpcLookup.Run(_realm, RpcLookup.Find(_realm, instance, _realm.PrototypeOf(JsEntrypoint.WorkerEntrypoint), call.Path), call, parameters);
    }

    /// <summary>
    /// Calls a handler: a method of the exported object with the event, <c>env</c> and the context, or one of an object that is made
    /// of the exported class for this event.
    /// </summary>
    /// <returns><see langword="null"/> when there is no handler of that name.</returns>
    /// <exception cref="JavaScriptException">There is no such entrypoint, or the handler threw.</exception>
    public JsValue? TryCall(EntrypointTarget entrypoint, string name, JsValue argument, JsExecutionContext context)
    {
        var (target, isClass) = EntrypointOf(entrypoint.Name);
        if (!isClass)
        {
            return Find(target, name) is { } method ? _realm.Call(method, target, argument, Env, context) : null;
        }

        target = _realm.Engine.Construct(target, [context, Env]);
        return Find(target, name) is { } handler ? _realm.Call(handler, target, argument) : null;
    }

    private static WorkerHandlers RunTopLevel(WorkerRealm realm, WorkerDefinition definition, PreparedBundle bundle)
    {
        BundleModuleLoader.Attach(realm, bundle);
        var handlers = new WorkerHandlers(realm, definition);
        if (definition.Bundle.Main.Kind == WorkerModuleKind.ServiceWorker)
        {
            return handlers.StartScript(bundle);
        }

        var import = realm.Engine.Modules.StartImport(bundle.Main.Name);
        realm.Engine.Advanced.ProcessTasks();
        if (!import.IsCompleted)
        {
            throw Failed("The worker's top level awaits something that never settles: I/O and timers are not available there.");
        }

        if (import.IsFaulted)
        {
            throw new WorkerLoadException(ErrorText.Failure(import.Error!));
        }

        handlers._namespace = import.Namespace!;
        if (import.Namespace!.Get("default") is not ObjectInstance exports)
        {
            throw Failed($"The main module '{bundle.Main.Name}' has no default export; write: export default {{ async fetch(request, env, ctx) {{ ... }} }}");
        }

        handlers._exports = exports;
        handlers._isClass = IsEntrypointClass(realm, exports);
        if (!handlers._isClass && !handlers.Has("fetch") && !handlers.Has("scheduled") && !handlers.Has("tail"))
        {
            throw Failed($"The default export of '{bundle.Main.Name}' has no handler: it needs a method fetch, scheduled or tail.");
        }

        return handlers;
    }

    private (ObjectInstance Exports, bool IsClass) EntrypointOf(string? name)
    {
        if (name is null or "default")
        {
            return (_exports ?? throw _realm.TypeError("A worker in service-worker syntax has no methods for other workers."), _isClass);
        }

        return _namespace?.Get(name) is ObjectInstance exports
            ? (exports, IsEntrypointClass(_realm, exports))
            : throw _realm.TypeError($"The worker has no entrypoint '{name}': its main module exports no such object or class.");
    }

    private static bool IsEntrypointClass(WorkerRealm realm, ObjectInstance exports) =>
        exports.IsCallable() && exports.Get("prototype") is ObjectInstance prototype && IsEntrypoint(realm, prototype);

    private static JsValue? Find(ObjectInstance target, string name) => target.Get(name) is var method && method.IsCallable() ? method : null;

    // The chain of a class is as long as its declarations, but a script may set prototypes; a proxy among them ends the search.
    private static bool IsEntrypoint(WorkerRealm realm, ObjectInstance prototype)
    {
        var wanted = realm.PrototypeOf(JsEntrypoint.WorkerEntrypoint);
        var current = prototype;
        for (var depth = 0; depth < MaxClassDepth && current is not null && !JintInternals.IsOpaque(current, out _); depth++)
        {
            if (ReferenceEquals(current, wanted))
            {
                return true;
            }

            current = current.Prototype;
        }

        return false;
    }

    private WorkerHandlers StartScript(PreparedBundle bundle)
    {
        // In service-worker syntax variables are globals.
        foreach (var name in _definition.Variables.Keys.Union(_definition.Bindings.Keys, StringComparer.Ordinal))
        {
            _realm.Engine.Global.FastSetDataProperty(name, Env.Get(name));
        }

        try
        {
            var script = bundle.MainModule.Code!.Script;
            _realm.Engine.Execute(in script);
        }
        catch (JavaScriptException e)
        {
            throw new WorkerLoadException(ErrorText.Failure(e.Error));
        }

        return GlobalEvents.HasListeners(_realm, "fetch") || GlobalEvents.HasListeners(_realm, "scheduled")
            ? this
            : throw Failed($"The script '{bundle.Main.Name}' has no handler: it must call addEventListener(\"fetch\", ...).");
    }

    private static WorkerLoadException Failed(string message) => new(new(WorkerOutcome.Exception, message));

    private JsObject CreateEnv()
    {
        var env = new JsObject(_realm.Engine);
        foreach (var (name, value) in _definition.Variables)
        {
            env.FastSetDataProperty(name, value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : new JsonParser(_realm.Engine).Parse(value.GetRawText()));
        }

        foreach (var (name, binding) in _definition.Bindings)
        {
            env.FastSetDataProperty(name, JsBinding.Create(_realm, binding));
        }

        return env;
    }
}
