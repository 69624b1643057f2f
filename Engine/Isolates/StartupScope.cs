using PureEdge.Engine.Interop;
using PureEdge.Limits;

namespace PureEdge.Engine.Isolates;

/// <summary>What a worker's top level is charged to. It belongs to no request, so it may do no I/O (as in Workers).</summary>
internal sealed class StartupScope(ExecutionLimits limits) : RequestScope(LimitSession.ForStartup(limits))
{
    /// <inheritdoc/>
    public override CancellationToken Aborted => CancellationToken.None;

    /// <inheritdoc/>
    public override bool AllowsIO => false;
}
