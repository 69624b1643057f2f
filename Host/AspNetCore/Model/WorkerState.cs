using PureEdge.Engine;

namespace PureEdge.AspNetCore.Model;

/// <summary>A worker's identity: its name, and the version that answers at present. A deployment swaps the version in one step.</summary>
/// <remarks>Thread-safe. A request reads <see cref="Current"/> once and finishes on what it read.</remarks>
internal sealed class WorkerState(string name, Worker current)
{
    private Worker _current = current;
    private int _open;

    public string Name { get; } = name;

    public Worker Current => Volatile.Read(ref _current);

    /// <summary>Requests that are open now.</summary>
    public int OpenRequests => Volatile.Read(ref _open);

    public void Replace(Worker version) => Volatile.Write(ref _current, version);

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
}
