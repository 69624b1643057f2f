using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// Carries the request and the asynchronous context across <c>await</c>: a continuation is charged to the request that registered it,
/// also when it runs in a turn that another request began.
/// </summary>
internal sealed class ScopeHooks : JobCallbackHooks
{
    /// <inheritdoc/>
    protected override object? Capture(JintEngine engine) => Of(engine) is { } isolate ? Capture(isolate) : null;

    /// <inheritdoc/>
    protected override object? Enter(JintEngine engine, object hostDefined)
    {
        if (Of(engine) is not { } isolate)
        {
            return null;
        }

        var previous = Capture(isolate);
        Restore(isolate, hostDefined);
        return previous;
    }

    /// <inheritdoc/>
    protected override void Exit(JintEngine engine, object? token)
    {
        if (token is not null && Of(engine) is { } isolate)
        {
            Restore(isolate, token);
        }
    }

    // Without an asynchronous context, which is the rule, the scope stands for itself and nothing is allocated.
    private static object Capture(Isolate isolate) => isolate.Realm.Context is { } context ? context.For(isolate.Scope) : isolate.Scope;

    private static void Restore(Isolate isolate, object captured)
    {
        if (captured is ScopedContext scoped)
        {
            isolate.SwitchScope(scoped.Scope);
            isolate.Realm.Context = scoped.Context;
        }
        else
        {
            isolate.SwitchScope((RequestScope)captured);
            isolate.Realm.Context = null;
        }
    }

    private static Isolate? Of(JintEngine engine) => (engine.Advanced.HostDefined as WorkerRealm)?.Host as Isolate;
}
