using PureEdge.Engine;

namespace PureEdge.AspNetCore.Model;

/// <summary>A worker's identity: its name, where it comes from, and what answers at present. A deployment swaps that in one step.</summary>
/// <remarks>Thread-safe. A request reads <see cref="Current"/> once and finishes on what it read.</remarks>
internal sealed class WorkerState(string name, string id, string origin)
{
    private WorkerModel _current = new(new VersionSlot("", new LoadedVersion(null, new(WorkerOutcome.ScriptNotFound, $"The worker '{name}' has no version yet."))));
    private int _open;

    public string Name { get; } = name;

    /// <summary>Tells it from others of its name (<see cref="WorkerDefinition.Id"/>).</summary>
    public string Id { get; } = id;

    /// <summary>The path it was read from, or <see cref="WorkerRegistry.Stored"/>.</summary>
    public string Origin { get; } = origin;

    /// <summary>What answers.</summary>
    public WorkerModel Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

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
