namespace PureEdge.Storage.Embedded;

/// <summary>How much free space a write needs.</summary>
internal enum SpaceNeed
{
    /// <summary>It makes space, or needs next to none.</summary>
    Little,

    /// <summary>It stores something.</summary>
    Normal,
}

/// <summary>Something that waits to be written with the next batch.</summary>
internal abstract class BatchedWork(SpaceNeed need, int bytes)
{
    public SpaceNeed Need => need;

    /// <summary>About how much it writes.</summary>
    public int Bytes => bytes;

    /// <summary>Reads all it needs, and only then writes, so that an exception leaves nothing of it in the batch.</summary>
    public abstract void Apply(TreeTransaction transaction);

    /// <summary>The batch is durable and visible.</summary>
    public abstract void Done();

    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
/// <param name="apply">See <see cref="BatchedWork.Apply"/>.</param>
/// <param name="done">Called, by the thread of the batches, before the waiting caller goes on.</param>
internal sealed class BatchedWork<T>(SpaceNeed need, int bytes, Func<TreeTransaction, T> apply, Action<T>? done = null) : BatchedWork(need, bytes)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Completion => _completion.Task;

    public override void Apply(TreeTransaction transaction) => _result = apply(transaction);

    public override void Done()
    {
        try
        {
            done?.Invoke(_result);
            _completion.TrySetResult(_result);
        }
        catch (Exception e)
        {
            _completion.TrySetException(e);
        }
    }

    public override void Fail(Exception error) => _completion.TrySetException(error);
}
