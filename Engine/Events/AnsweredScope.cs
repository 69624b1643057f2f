using PureEdge.Engine.Isolates;
using PureEdge.Limits;

namespace PureEdge.Engine.Events;

/// <summary>An event that somebody waits for the answer of.</summary>
/// <typeparam name="TAnswer">The answer.</typeparam>
/// <remarks>See <see cref="EventScope"/>.</remarks>
internal abstract class AnsweredScope<TAnswer>(LimitSession limits, Action<EventScope, WorkerFailure?> onEnded) : EventScope(limits)
    where TAnswer : class
{
    private readonly TaskCompletionSource<TAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationTokenRegistration _client;

    public Task<TAnswer> Answered => _answer.Task;

    /// <inheritdoc/>
    public override bool HasAnswered => _answer.Task.IsCompleted;

    /// <summary>Gives the answer to whoever waits for it.</summary>
    /// <returns><see langword="false"/> when a failure came first.</returns>
    public bool TryAnswer(TAnswer answer)
    {
        ChargeCaller();
        return _answer.TrySetResult(answer);
    }

    /// <summary>Cancels the event when who asked leaves: before the answer, or while its body streams.</summary>
    public void FollowClient(CancellationToken client)
    {
        _client = client.UnsafeRegister(static s => ((AnsweredScope<TAnswer>)s!).Cancel(), this);
        if (HasEnded)
        {
            // It ended meanwhile, on another thread, and saw no registration.
            _client.Dispose();
        }
    }

    /// <summary>What stands for an answer that does not come.</summary>
    protected abstract TAnswer NoAnswer(WorkerFailure failure);

    /// <inheritdoc/>
    protected override void AnswerWith(WorkerFailure failure)
    {
        if (!HasAnswered)
        {
            ChargeCaller();
            _answer.TrySetResult(NoAnswer(failure));
        }
    }

    /// <inheritdoc/>
    protected override void OnEnded(WorkerFailure? failure)
    {
        _client.Dispose();
        ChargeCaller();
        onEnded(this, failure);
    }
}
