using PureEdge.Engine.Isolates;
using PureEdge.Limits;

namespace PureEdge.Engine.Events;

/// <summary>A request while a worker answers it.</summary>
/// <remarks>See <see cref="EventScope"/>.</remarks>
internal sealed class FetchScope(LimitSession limits, Action<EventScope, WorkerFailure?> onEnded) : AnsweredScope<FetchResult>(limits, onEnded)
{
    /// <summary>Gives the response to whoever waits for it.</summary>
    /// <returns><see langword="false"/> when a failure came first.</returns>
    public bool TryAnswer(WorkerResponse response) => TryAnswer(new FetchResult(this, response, null));

    /// <inheritdoc/>
    protected override FetchResult NoAnswer(WorkerFailure failure) => new(this, null, failure);
}
