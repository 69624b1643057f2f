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

    /// <summary>Makes a version answer under its name, in place of the one before, once its top level has run.</summary>
    /// <param name="definition">The version.</param>
    /// <param name="origin">The path it was read from.</param>
    /// <exception cref="WorkerLoadException">Its code does not parse, an import does not resolve, or the top level failed.</exception>
    /// <exception cref="PureEdgeException">A worker of another path has the name.</exception>
    public async Task<WorkerState> DeployAsync(WorkerDefinition definition, string origin)
    {
        var state = Get(definition.Name, origin);
        var worker = runtime.Load(definition);
        var start = await worker.StartAsync();
        if (start.Failure is { } failure)
        {
            throw new WorkerLoadException(failure);
        }

        state.Current = new(worker, null);
        return state;
    }

    /// <summary>Lets a worker answer with what is wrong with it.</summary>
    public void Break(string name, string origin, WorkerFailure failure) => Get(name, origin).Current = new(null, failure);

    /// <summary>Forgets the workers of a path that it holds no more.</summary>
    public void Keep(string origin, IReadOnlyCollection<string> names)
    {
        foreach (var (name, state) in _workers)
        {
            if (state.Origin == origin && !names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                _workers.TryRemove(name, out _);
            }
        }
    }

    public WorkerState? Find(string name) => _workers.GetValueOrDefault(name);

    private WorkerState Get(string name, string origin)
    {
        var state = _workers.GetOrAdd(name, static (n, o) => new WorkerState(n, o), origin);
        return state.Origin == origin
            ? state
            : throw new PureEdgeException(
                "name_taken", $"'{origin}' and '{state.Origin}' are both named '{state.Name}'; rename a file, or set 'name' in a wrangler configuration.");
    }
}
