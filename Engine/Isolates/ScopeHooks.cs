using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// Carries the request across <c>await</c>: a continuation is charged to the request that registered it, also when it runs in a
/// turn that another request began.
/// </summary>
internal sealed class ScopeHooks : JobCallbackHooks
{
    /// <inheritdoc/>
    protected override object? Capture(JintEngine engine) => Of(engine)?.Scope;

    /// <inheritdoc/>
    protected override object? Enter(JintEngine engine, object hostDefined) => Of(engine)?.SwitchScope((RequestScope)hostDefined);

    /// <inheritdoc/>
    protected override void Exit(JintEngine engine, object? token)
    {
        if (token is RequestScope previous)
        {
            Of(engine)?.SwitchScope(previous);
        }
    }

    private static Isolate? Of(JintEngine engine) => (engine.Advanced.HostDefined as WorkerRealm)?.Host as Isolate;
}
