using System.Text.Json;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>
/// Workers, versions and deployments in the store. All are entries of one partition, so that a deployment is one commit:
/// <c>w/NAME</c> is the worker with what answers, <c>v/NAME/ID</c> a version, <c>s/NAME/ID</c> refers to its table of assets, <c>d/NAME/ID</c> is a deployment.
/// </summary>
/// <remarks>Thread-safe. What is written depends on the version of the worker that was read, so of two writers one is told to read again.</remarks>
internal sealed class DeployStore(IEdgeStore store)
{
    /// <summary>Who watches this is told of every change.</summary>
    public const string Topic = "workers";

    private const string Partition = "workers";

    /// <summary>A worker, or <see langword="null"/>; and the version of its entry for <see cref="CommitAsync(WorkerChange, long, CancellationToken)"/>, 0 without one.</summary>
    public async ValueTask<(WorkerRecord? Worker, long Version)> FindAsync(string name, CancellationToken cancel = default)
    {
        var entry = await store.GetAsync(Partition, WorkerKey(name), cancel);
        return entry is null ? (null, 0) : (Read<WorkerRecord>(entry), entry.Version);
    }

    /// <summary>All workers, in the order of their names.</summary>
    public IAsyncEnumerable<WorkerRecord> AllAsync(CancellationToken cancel = default) => ListAsync("w/", Read<WorkerRecord>, cancel);

    /// <summary>The versions of a worker, the newest first.</summary>
    public async Task<IReadOnlyList<VersionRecord>> VersionsAsync(string name, CancellationToken cancel = default)
    {
        var versions = new List<VersionRecord>();
        await foreach (var version in ListAsync($"v/{name}/", ReadVersion, cancel))
        {
            versions.Add(version);
        }

        versions.Sort(static (a, b) => b.Number.CompareTo(a.Number));
        return versions;
    }

    /// <summary>A version, or <see langword="null"/>.</summary>
    public async ValueTask<VersionRecord?> VersionAsync(string name, string id, CancellationToken cancel = default) =>
        Guid.TryParseExact(id, "D", out _) && await store.GetAsync(Partition, VersionKey(name, id), cancel) is { } entry ? ReadVersion(entry) : null;

    /// <summary>The newest version of a worker, deployed or not; <see langword="null"/> without one.</summary>
    public async ValueTask<VersionRecord?> LatestVersionAsync(WorkerRecord worker, CancellationToken cancel = default) =>
        worker.LatestVersion is { } id ? await VersionAsync(worker.Name, id, cancel) : null;

    /// <summary>The deployments of a worker, the newest first.</summary>
    public async Task<IReadOnlyList<DeploymentRecord>> DeploymentsAsync(string name, CancellationToken cancel = default)
    {
        var deployments = new List<DeploymentRecord>();
        await foreach (var deployment in ListAsync($"d/{name}/", Read<DeploymentRecord>, cancel))
        {
            deployments.Add(deployment);
        }

        deployments.Sort(static (a, b) => b.CreatedOn.CompareTo(a.CreatedOn) is var order and not 0 ? order : string.CompareOrdinal(b.Id, a.Id));
        return deployments;
    }

    /// <summary>Stores a bundle; a commit must refer to it soon.</summary>
    public async Task<BlobReference> PutBundleAsync(byte[] archive, CancellationToken cancel = default)
    {
        using var content = new MemoryStream(archive, writable: false);
        return await store.PutBlobAsync(content, archive.Length, cancel);
    }

    /// <summary>Reads a bundle, or <see langword="null"/> when it is gone.</summary>
    public async Task<byte[]?> ReadBundleAsync(BlobReference bundle, CancellationToken cancel = default)
    {
        await using var content = await store.OpenBlobAsync(bundle.Hash, cancel: cancel);
        if (content is null)
        {
            return null;
        }

        var archive = new byte[bundle.Length];
        await content.ReadExactlyAsync(archive, cancel);
        return archive;
    }

    /// <summary>Writes a worker, and with it a new version and deployment if there are, all or nothing; removes what is dropped.</summary>
    /// <param name="change">What is written.</param>
    /// <param name="expected">The version of the worker's entry that was read.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>Whether it was written; <see langword="false"/> when somebody else wrote the worker first.</returns>
    public async Task<bool> CommitAsync(WorkerChange change, long expected, CancellationToken cancel = default)
    {
        var name = change.Worker.Name;
        var writes = new List<EntryWrite> { EntryWrite.Put(WorkerKey(name), Bytes(change.Worker, $"the settings of the worker '{name}'")) };
        if (change.Version is { } version)
        {
            writes.Add(EntryWrite.Put(VersionKey(name, version.Id), Bytes(version, $"the bindings and asset rules of the worker '{name}'")) with { Blob = version.Bundle });
            if (version.Assets is { } table)
            {
                writes.Add(EntryWrite.Put(AssetsKey(name, version.Id), default) with { Blob = table });
            }
        }

        if (change.Deployment is { } deployment)
        {
            writes.Add(EntryWrite.Put(DeploymentKey(name, deployment.Id), Bytes(deployment, "the deployment")));
        }

        writes.AddRange(change.DroppedVersions.SelectMany(id => new[] { EntryWrite.Delete(VersionKey(name, id)), EntryWrite.Delete(AssetsKey(name, id)) }));
        writes.AddRange(change.DroppedDeployments.Select(id => EntryWrite.Delete(DeploymentKey(name, id))));
        return await CommitAsync(name, writes, expected, cancel);
    }

    /// <summary>Removes a worker with all its versions.</summary>
    /// <returns>As for <see cref="CommitAsync(WorkerChange, long, CancellationToken)"/>.</returns>
    public async Task<bool> DeleteAsync(string name, long expected, CancellationToken cancel = default)
    {
        var versions = await VersionsAsync(name, cancel);
        var deployments = await DeploymentsAsync(name, cancel);
        return await CommitAsync(
            name,
            [
                EntryWrite.Delete(WorkerKey(name)),
                .. versions.SelectMany(v => new[] { EntryWrite.Delete(VersionKey(name, v.Id)), EntryWrite.Delete(AssetsKey(name, v.Id)) }),
                .. deployments.Select(d => EntryWrite.Delete(DeploymentKey(name, d.Id))),
            ],
            expected, cancel);
    }

    private static StoreKey WorkerKey(string name) => StoreKey.From($"w/{name}");

    private static StoreKey VersionKey(string name, string id) => StoreKey.From($"v/{name}/{id}");

    private static StoreKey AssetsKey(string name, string id) => StoreKey.From($"s/{name}/{id}");

    private static StoreKey DeploymentKey(string name, string id) => StoreKey.From($"d/{name}/{id}");

    private static T Read<T>(StoredEntry entry) =>
        JsonSerializer.Deserialize<T>(entry.Value.Span) ?? throw new PureEdgeException("record_invalid", $"The entry '{entry.Key}' of the store is empty.");

    private static VersionRecord ReadVersion(StoredEntry entry) => Read<VersionRecord>(entry) with { Bundle = entry.Blob ?? default };

    private static byte[] Bytes<T>(T record, string what)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(record);
        return bytes.Length <= StoreLimits.MaxValueBytes
            ? bytes
            : throw new PureEdgeException("too_large", $"Together {what} take {bytes.Length} bytes; at most {StoreLimits.MaxValueBytes} are allowed.");
    }

    private async Task<bool> CommitAsync(string name, IReadOnlyList<EntryWrite> writes, long expected, CancellationToken cancel)
    {
        var result = await store.CommitAsync(new() { Partition = Partition, Expected = [new(WorkerKey(name), expected)], Writes = writes, Topic = Topic }, cancel);
        return result.IsCommitted;
    }

    private async IAsyncEnumerable<T> ListAsync<T>(
        string prefix, Func<StoredEntry, T> read, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var query = new EntryQuery { Prefix = StoreKey.From(prefix) };
        while (true)
        {
            var page = await store.ListAsync(Partition, query, cancel);
            foreach (var entry in page.Entries)
            {
                yield return read(entry);
            }

            if (page.Next is not { } next)
            {
                yield break;
            }

            query = query with { After = next };
        }
    }
}

/// <summary>What one commit writes of a worker.</summary>
/// <param name="Worker">The worker.</param>
internal sealed record WorkerChange(WorkerRecord Worker)
{
    /// <summary>A new version, or <see langword="null"/>.</summary>
    public VersionRecord? Version { get; init; }

    /// <summary>A new deployment, or <see langword="null"/>.</summary>
    public DeploymentRecord? Deployment { get; init; }

    /// <summary>Versions that are removed.</summary>
    public IReadOnlyList<string> DroppedVersions { get; init; } = [];

    /// <summary>Deployments that are removed.</summary>
    public IReadOnlyList<string> DroppedDeployments { get; init; } = [];
}
