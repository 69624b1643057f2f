using PureEdge.Engine.Isolates;
using PureEdge.Limits;

namespace PureEdge.Engine.Events;

/// <summary>A request while a worker answers it.</summary>
/// <remarks>See <see cref="EventScope"/>.</remarks>
internal sealed class FetchScope(LimitSession limits, Action<EventScope, WorkerFailure?> onEnded) : EventScope(limits)
{
    private readonly TaskCompletionSource<FetchResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationTokenRegistration _client;

    public Task<FetchResult> Answered => _answer.Task;

    /// <inheritdoc/>
    public override bool HasAnswered => _answer.Task.IsCompleted;

    /// <summary>Gives the response to whoever waits for it.</summary>
    /// <returns><see langword="false"/> when a failure came first.</returns>
    public bool TryAnswer(WorkerResponse response) => _answer.TrySetResult(new FetchResult(this, response, null));

    /// <inheritdoc/>
    protected override void AnswerWith(WorkerFailure failure) => _answer.TrySetResult(new FetchResult(this, null, failure));

    /// <inheritdoc/>
    protected override void OnEnded(WorkerFailure? failure)
    {
        _client.Dispose();
        onEnded(this, failure);
    }

    /// <summary>Cancels the event when the client leaves: before the answer, or while its body streams.</summary>
    public void FollowClient(CancellationToken client)
    {
        _client = client.UnsafeRegister(static s => ((FetchScope)s!).Cancel(), this);
        if (HasEnded)
        {
            // It ended meanwhile, on another thread, and saw no registration.
            _client.Dispose();
        }
    }
}
