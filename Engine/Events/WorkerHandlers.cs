using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Bindings;
using PureEdge.Engine.Diagnostics;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.Modules;
using PureEdge.Engine.Scripts;
using PureEdge.Engine.WebApi.Events;

namespace PureEdge.Engine.Events;

/// <summary>
/// What a worker's top level left behind: the object with its handlers, or the listeners of service-worker syntax; and <c>env</c>.
/// </summary>
/// <remarks>One per isolate, owned by its turn.</remarks>
internal sealed class WorkerHandlers
{
    private readonly WorkerRealm _realm;
    private readonly WorkerDefinition _definition;
    private readonly ObjectInstance? _exports;
    private JsValue? _env;

    private WorkerHandlers(WorkerRealm realm, WorkerDefinition definition, ObjectInstance? exports)
    {
        _realm = realm;
        _definition = definition;
        _exports = exports;
    }

    /// <summary>Whether the worker is written in service-worker syntax.</summary>
    public bool UsesListeners => _exports is null;

    /// <summary>The object whose methods are the handlers; their <c>this</c>.</summary>
    public ObjectInstance Exports => _exports!;

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
            var handlers = Start(realm, definition, bundle);
            isolate.SwitchScope(previous);
            return handlers;
        });

    /// <summary>The handler of that name, or <see langword="null"/>.</summary>
    public JsValue? Find(string name)
    {
        var handler = Exports.Get(name);
        return handler.IsCallable() ? handler : null;
    }

    /// <summary>Runs the top level, charged to the current scope.</summary>
    /// <exception cref="WorkerLoadException">The top level threw, an import does not resolve, or there is no handler.</exception>
    public static WorkerHandlers Start(WorkerRealm realm, WorkerDefinition definition, PreparedBundle bundle)
    {
        BundleModuleLoader.Attach(realm, bundle);
        if (definition.Bundle.Main.Kind == WorkerModuleKind.ServiceWorker)
        {
            return StartScript(realm, definition, bundle);
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

        if (import.Namespace!.Get("default") is not ObjectInstance exports)
        {
            throw Failed($"The main module '{bundle.Main.Name}' has no default export; write: export default {{ async fetch(request, env, ctx) {{ ... }} }}");
        }

        if (!exports.Get("fetch").IsCallable() && !exports.Get("scheduled").IsCallable())
        {
            throw Failed($"The default export of '{bundle.Main.Name}' has no handler: it needs a method fetch or scheduled.");
        }

        return new(realm, definition, exports);
    }

    private static WorkerHandlers StartScript(WorkerRealm realm, WorkerDefinition definition, PreparedBundle bundle)
    {
        var handlers = new WorkerHandlers(realm, definition, null);
        // In service-worker syntax variables are globals.
        foreach (var name in definition.Variables.Keys.Union(definition.Bindings.Keys, StringComparer.Ordinal))
        {
            realm.Engine.Global.FastSetDataProperty(name, handlers.Env.Get(name));
        }

        try
        {
            var script = bundle.MainModule.Code!.Script;
            realm.Engine.Execute(in script);
        }
        catch (JavaScriptException e)
        {
            throw new WorkerLoadException(ErrorText.Failure(e.Error));
        }

        return GlobalEvents.HasListeners(realm, "fetch") || GlobalEvents.HasListeners(realm, "scheduled")
            ? handlers
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
            env.FastSetDataProperty(name, new JsBinding(_realm, binding));
        }

        return env;
    }
}
