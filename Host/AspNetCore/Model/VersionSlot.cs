using PureEdge.Engine;

namespace PureEdge.AspNetCore.Model;

/// <summary>A version of a worker that is loaded when it is first asked for.</summary>
/// <remarks>Thread-safe: however many ask at once, it is loaded once. What failed for the moment is tried again by the next request.</remarks>
internal sealed class VersionSlot
{
    private readonly Lock _gate = new();
    private readonly Func<Task<LoadedVersion>>? _load;
    private LoadedVersion? _loaded;
    private Task<LoadedVersion>? _loading;

    /// <summary>A version that is loaded already.</summary>
    public VersionSlot(string id, LoadedVersion loaded)
    {
        Id = id;
        _loaded = loaded;
    }

    /// <summary>A version to be loaded.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="load">Loads it; never throws.</param>
    public VersionSlot(string id, Func<Task<LoadedVersion>> load)
    {
        Id = id;
        _load = load;
    }

    /// <summary>The version's id; empty for a worker from a path.</summary>
    public string Id { get; }

    /// <summary>The version, loaded.</summary>
    public ValueTask<LoadedVersion> GetAsync() => Volatile.Read(ref _loaded) is { } loaded ? new(loaded) : new(LoadAsync());

    private Task<LoadedVersion> LoadAsync()
    {
        lock (_gate)
        {
            return _loading ??= Task.Run(RunAsync);
        }
    }

    private async Task<LoadedVersion> RunAsync()
    {
        var result = await _load!();
        if (!result.IsPassing)
        {
            Volatile.Write(ref _loaded, result);
        }

        lock (_gate)
        {
            _loading = null;
        }

        return result;
    }
}

/// <summary>A version that answers, or why it does not load; one of the two is <see langword="null"/>. Immutable.</summary>
/// <param name="Worker">The version.</param>
/// <param name="Broken">Why there is none.</param>
/// <param name="IsPassing">Whether the reason may have gone when it is tried again.</param>
internal sealed record LoadedVersion(Worker? Worker, WorkerFailure? Broken, bool IsPassing = false)
{
    /// <summary>A version that was refused: for good, but for the time that loading took, which on another day is another.</summary>
    public static LoadedVersion Refused(WorkerFailure failure) => new(null, failure, IsPassing: failure.Outcome == WorkerOutcome.ExceededWall);

    /// <summary>What answers before the code does, or <see langword="null"/>.</summary>
    public IStaticAssets? Assets { get; init; }
}
