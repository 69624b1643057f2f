using PureEdge.Engine.Interop;

namespace PureEdge.Engine.Isolates;

/// <summary>Something an isolate is to do: begin an event, continue one, fire a timer.</summary>
internal abstract class TurnItem(RequestScope scope)
{
    /// <summary>The next item of the mailbox.</summary>
    public TurnItem? Next { get; set; }

    /// <summary>Whom it is charged to.</summary>
    public RequestScope Scope { get; } = scope;

    /// <summary>Whether it may be refused when the mailbox is full; what continues an event never is, or the event would hang.</summary>
    public virtual bool MayBeRefused => false;

    /// <summary>Runs in a turn of <paramref name="isolate"/>.</summary>
    public abstract void Run(Isolate isolate);

    /// <summary>The turn is over and the isolate lives; its thread and slot are still this one's. Throws nothing.</summary>
    /// <param name="isolate">The isolate.</param>
    /// <param name="onSlice">To be called about every millisecond; it may block to let others run.</param>
    public virtual void AfterTurn(Isolate isolate, Action onSlice)
    {
    }

    /// <summary>It was killed or refused, or its thread is lost. May be called on any thread.</summary>
    public virtual void Fail(WorkerFailure failure)
    {
    }

    /// <summary>The isolate died before the item ran. May be called on any thread.</summary>
    public virtual void Abandon(WorkerFailure failure)
    {
    }
}

/// <summary>A continuation of the host's: a subrequest's answer, a timer.</summary>
internal sealed class ActionTurn(RequestScope scope, Action action) : TurnItem(scope)
{
    /// <inheritdoc/>
    public override void Run(Isolate isolate) => action();
}
