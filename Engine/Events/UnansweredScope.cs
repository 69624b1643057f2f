using PureEdge.Engine.Isolates;
using PureEdge.Limits;

namespace PureEdge.Engine.Events;

/// <summary>An event that gives no answer, while it runs: scheduled, or told to a tail worker.</summary>
/// <remarks>See <see cref="EventScope"/>.</remarks>
internal sealed class UnansweredScope(LimitSession limits, Action<EventScope, WorkerFailure?> onEnded) : EventScope(limits)
{
    /// <inheritdoc/>
    public override bool HasAnswered => HasEnded;

    /// <inheritdoc/>
    protected override void AnswerWith(WorkerFailure failure)
    {
    }

    /// <inheritdoc/>
    protected override void OnEnded(WorkerFailure? failure) => onEnded(this, failure);
}
