using System.Collections.Concurrent;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Model;

/// <summary>The workers of a server by name.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class WorkerRegistry(WorkerRuntime runtime)
{
    /// <summary>The origin of workers that were deployed and are kept in the store.</summary>
    public const string Stored = "a deployed worker";

    private readonly ConcurrentDictionary<string, WorkerState> _workers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WorkerState> _byId = new(StringComparer.Ordinal);

    public IEnumerable<WorkerState> All => _workers.Values;

    public int Count => _workers.Count;

    /// <summary>Makes a version of a path answer under its name, in place of the one before, once its top level has run.</summary>
    /// <param name="definition">The version.</param>
    /// <param name="origin">The path it was read from.</param>
    /// <param name="assets">Its static assets, or <see langword="null"/> without.</param>
    /// <exception cref="WorkerLoadException">Its code does not parse, an import does not resolve, or the top level failed.</exception>
    /// <exception cref="PureEdgeException">A worker of another path has the name.</exception>
    public async Task<WorkerState> DeployAsync(WorkerDefinition definition, string origin, IStaticAssets? assets = null)
    {
        var state = Get(definition.Name, definition.Id, origin);
        var worker = runtime.Load(definition);
        var start = await worker.StartAsync();
        if (start.Failure is { } failure)
        {
            throw new WorkerLoadException(failure);
        }

        state.Current = new(new VersionSlot("", new LoadedVersion(worker, null) { Assets = assets }));
        return state;
    }

    /// <summary>Lets a worker answer with what is wrong with it.</summary>
    public void Break(string name, string origin, WorkerFailure failure) =>
        Get(name, name, origin).Current = new(new VersionSlot("", new LoadedVersion(null, failure)));

    /// <summary>Lets stored versions answer for a worker.</summary>
    /// <exception cref="PureEdgeException">A worker of a path has the name.</exception>
    public void Publish(string name, string id, WorkerModel model) => Get(name, id, Stored).Current = model;

    /// <summary>Whether a worker is here, and no other of its name.</summary>
    /// <param name="id">Its <see cref="WorkerDefinition.Id"/>.</param>
    public bool Has(string id) => _byId.ContainsKey(id);

    /// <summary>Refuses a name that a worker of a path has.</summary>
    /// <exception cref="PureEdgeException">It is taken.</exception>
    public void RequireFree(string name)
    {
        if (Find(name) is { } state && state.Origin != Stored)
        {
            throw Taken(name, state.Origin, Stored);
        }
    }

    /// <summary>Forgets a stored worker. Requests that have begun go on.</summary>
    public void Remove(string name)
    {
        if (Find(name) is { Origin: Stored } state)
        {
            Remove(state);
        }
    }

    /// <summary>Forgets the workers of a path that it holds no more.</summary>
    /// <returns>Those.</returns>
    public IReadOnlyList<WorkerState> Keep(string origin, IReadOnlyCollection<string> names)
    {
        WorkerState[] gone = [.. All.Where(state => state.Origin == origin && !names.Contains(state.Name, StringComparer.Ordinal))];
        Array.ForEach(gone, Remove);
        return gone;
    }

    public WorkerState? Find(string name) => _workers.GetValueOrDefault(name);

    private static PureEdgeException Taken(string name, string first, string second) => new(
        "name_taken", $"'{second}' and '{first}' are both named '{name}'; rename a file, set 'name' in a wrangler configuration, or delete the deployed worker.");

    private WorkerState Get(string name, string id, string origin)
    {
        var state = _workers.GetOrAdd(name, static (n, own) => new WorkerState(n, own.id, own.origin), (id, origin));
        _byId.TryAdd(state.Id, state);
        return state.Origin == origin ? state : throw Taken(state.Name, state.Origin, origin);
    }

    private void Remove(WorkerState state)
    {
        _workers.TryRemove(KeyValuePair.Create(state.Name, state));
        _byId.TryRemove(KeyValuePair.Create(state.Id, state));
    }
}
