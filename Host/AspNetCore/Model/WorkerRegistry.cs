using System.Collections.Concurrent;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Model;

/// <summary>The workers of a server by name.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class WorkerRegistry(WorkerRuntime runtime)
{
    private readonly ConcurrentDictionary<string, WorkerState> _workers = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<WorkerState> All => _workers.Values;

    public int Count => _workers.Count;

    /// <summary>Makes a version answer under its name, in place of the one before.</summary>
    /// <exception cref="WorkerLoadException">Its code does not parse.</exception>
    public WorkerState Deploy(WorkerDefinition definition)
    {
        var worker = runtime.Load(definition);
        var state = Get(definition.Name);
        state.Replace(worker);
        return state;
    }

    /// <summary>Lets a worker answer with what is wrong with it.</summary>
    public void Break(string name, WorkerFailure failure) => Get(name).Break(failure);

    public WorkerState? Find(string name) => _workers.GetValueOrDefault(name);

    private WorkerState Get(string name) => _workers.GetOrAdd(name, static n => new WorkerState(n));
}
