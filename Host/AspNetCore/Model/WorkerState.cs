using PureEdge.Engine;

namespace PureEdge.AspNetCore.Model;

/// <summary>A worker's identity: its name, and the version that answers at present. A deployment swaps the version in one step.</summary>
/// <remarks>Thread-safe. A request reads <see cref="Current"/> once and finishes on what it read.</remarks>
internal sealed class WorkerState(string name)
{
    private Version _version = new(null, new(WorkerOutcome.ScriptNotFound, $"The worker '{name}' has no version yet."));
    private int _open;

    public string Name { get; } = name;

    /// <summary>The version that answers, or <see langword="null"/> when the newest does not load.</summary>
    public Worker? Current => Volatile.Read(ref _version).Worker;

    /// <summary>Why the newest version does not load, or <see langword="null"/>.</summary>
    public WorkerFailure? Broken => Volatile.Read(ref _version).Failure;

    public void Replace(Worker version) => Volatile.Write(ref _version, new(version, null));

    public void Break(WorkerFailure failure) => Volatile.Write(ref _version, new(null, failure));

    /// <summary>Counts a request in.</summary>
    /// <returns><see langword="false"/> when as many are open as may be.</returns>
    public bool TryEnter(int most)
    {
        if (Interlocked.Increment(ref _open) <= most)
        {
            return true;
        }

        Interlocked.Decrement(ref _open);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _open);

    private sealed record Version(Worker? Worker, WorkerFailure? Failure);
}
