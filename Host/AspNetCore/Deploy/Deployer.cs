using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Bindings.Assets;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability;
using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.Engine;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>
/// Changes of workers that are kept in the store: a new version is checked and stored whole, and what answers is swapped with one commit, then in memory.
/// </summary>
/// <remarks>Thread-safe: changes of one worker come one after the other.</remarks>
internal sealed class Deployer(
    DeployStore store, AssetStore assetStore, WorkerRegistry registry, WorkerRuntime runtime, VersionLoader loader, BindingCatalog catalog, IResponseCache cache, IQuarantine quarantine,
    TenantRoom room, StoredSizes sizes, TimeProvider time, ILogger<Deployer> log)
{
    /// <summary>Versions, and deployments, that are kept of a worker; older ones that do not answer are removed.</summary>
    public const int MostKept = 100;

    /// <summary>The most versions that answer at once.</summary>
    public const int MostVersionsAtOnce = 10;

    // Whose turn it is to change a worker; several share a gate, so that names cost nothing.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(static _ => new SemaphoreSlim(1, 1))];

    /// <summary>Told of a worker that was changed or removed, with what it is now.</summary>
    public Action<string, WorkerRecord?> OnChanged { get; set; } = static (_, _) => { };

    /// <summary>Lets every worker of the store answer; none is loaded before it is asked for.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> StartAsync(CancellationToken cancel = default)
    {
        var count = 0;
        await foreach (var worker in store.AllAsync(cancel))
        {
            Publish(worker, null);
            count++;
        }

        return count;
    }

    /// <summary>Lets workers be loaded again when they are next asked for, because what holds for them has changed. Requests that have begun go on.</summary>
    /// <param name="whose">Which workers, by name.</param>
    /// <param name="cancel">Gives up waiting for another change.</param>
    public async Task RenewAsync(Func<string, bool> whose, CancellationToken cancel = default)
    {
        await foreach (var each in store.AllAsync(cancel))
        {
            if (whose(each.Name))
            {
                await ChangeAsync(
                    each.Name,
                    (worker, _) =>
                    {
                        if (worker?.Deployment is { } deployment)
                        {
                            registry.Publish(worker.Name, worker.Id, new WorkerModel([.. deployment.Versions.Select(share => new WeightedVersion(loader.Slot(worker, share.VersionId), share.Percentage))]));
                        }

                        return Task.FromResult(true);
                    },
                    cancel);
            }
        }
    }

    /// <summary>Makes a version of an upload.</summary>
    /// <param name="name">The worker's name; it is made when it is new.</param>
    /// <param name="upload">The upload.</param>
    /// <param name="deploy">Whether the version answers from now on.</param>
    /// <param name="cancel">Gives up waiting for another change.</param>
    /// <exception cref="PureEdgeException">A name, a binding or a limit is wrong.</exception>
    /// <exception cref="WorkerLoadException">The code does not load.</exception>
    public async Task<(WorkerRecord Worker, VersionRecord Version)> UploadAsync(string name, Upload upload, bool deploy, CancellationToken cancel = default)
    {
        WorkerName.Require(name, "The upload");
        registry.RequireFree(name);
        var bundle = upload.Bundle;
        return await ChangeAsync(name, async (worker, expected) =>
        {
            if (worker is null && !deploy)
            {
                throw NotFound(name);
            }

            var before = worker is null ? null : await store.LatestVersionAsync(worker, cancel);
            worker ??= new() { Name = name, Tag = Guid.NewGuid().ToString("N"), CreatedOn = time.GetUtcNow() };
            RequireConsumers(name, upload.TailConsumers ?? []);
            worker = worker with { Tags = upload.Tags ?? worker.Tags, TailConsumers = upload.TailConsumers ?? worker.TailConsumers };
            var version = NewVersion(worker, "upload") with
            {
                Message = upload.Message,
                VersionTag = upload.VersionTag,
                CompatibilityDate = upload.Form.CompatibilityDate,
                CompatibilityFlags = upload.Form.CompatibilityFlags,
                Etag = bundle.Hash,
                Limits = upload.Limits,
                Bindings = upload.Bindings(name, [.. before?.ReadBindings() ?? []], catalog),
                HasCode = upload.HasCode,
            };
            loader.RequireLimits(worker, version);
            version = await WithAssetsAsync(name, version, upload, before, cancel);
            var assets = await loader.AssetsAsync(version, cancel);
            var archive = BundleArchive.Write(bundle, upload.Form.SourceMaps);
            // Before anything is stored, and until it is.
            using var taken = await room.TakeAsync(name, isNew: before is null, version with { Bundle = BundleArchive.ReferenceOf(archive) }, cancel);
            var (loaded, report) = await CheckAsync(worker, version, (bundle, archive), upload.Form.SourceMaps, assets);
            version = version with
            {
                Handlers = report.Handlers,
                StartupMilliseconds = report.Usage.CpuMilliseconds,
                Bundle = await store.PutBundleAsync(archive, cancel),
            };
            return await AddVersionAsync(worker, version, deploy, new LoadedVersion(loaded, null) { Assets = assets }, upload.Message, expected, cancel);
        }, cancel);
    }

    /// <summary>Makes a version like the newest one, with other bindings.</summary>
    /// <param name="name">The worker's name.</param>
    /// <param name="triggeredBy">What the version says made it.</param>
    /// <param name="deploy">Whether it answers from now on; then the newest one must be what answers.</param>
    /// <param name="change">From the bindings of the newest version to those of the new one.</param>
    /// <param name="message">What the deployer said, or <see langword="null"/>.</param>
    /// <param name="cancel">Gives up waiting for another change.</param>
    public Task<(WorkerRecord Worker, VersionRecord Version)> ChangeBindingsAsync(
        string name, string triggeredBy, bool deploy, Func<IReadOnlyList<BindingConfig>, IEnumerable<BindingConfig>> change, string? message = null, CancellationToken cancel = default) =>
        ChangeAsync(name, async (worker, expected) =>
        {
            var latest = worker is null ? null : await store.LatestVersionAsync(worker, cancel);
            if (worker is null || latest is null)
            {
                throw NotFound(name);
            }

            if (deploy && !(worker.Deployment?.Versions is [var only] && only.VersionId == latest.Id))
            {
                throw new PureEdgeException(
                    "latest_not_deployed", $"The newest version of '{name}' is not what answers alone, so a secret cannot be changed for both: deploy it first, or use 'wrangler versions secret'.");
            }

            var version = NewVersion(worker, triggeredBy) with
            {
                Message = message,
                CompatibilityDate = latest.CompatibilityDate,
                CompatibilityFlags = latest.CompatibilityFlags,
                Handlers = latest.Handlers,
                StartupMilliseconds = latest.StartupMilliseconds,
                Etag = latest.Etag,
                Limits = latest.Limits,
                Bindings = [.. change([.. latest.ReadBindings()]).Select(static b => (JsonObject)b.Properties.DeepClone())],
                Bundle = latest.Bundle,
                AssetsConfig = latest.AssetsConfig,
                AssetTable = latest.AssetTable,
                AssetTableLength = latest.AssetTableLength,
                HasCode = latest.HasCode,
            };
            return await AddVersionAsync(worker, version, deploy, null, message, expected, cancel);
        }, cancel);

    /// <summary>Lets versions answer from now on.</summary>
    /// <param name="name">The worker's name.</param>
    /// <param name="shares">The versions.</param>
    /// <param name="message">What the deployer said, or <see langword="null"/>.</param>
    /// <param name="cancel">Gives up waiting for another change.</param>
    public Task<DeploymentRecord> DeployAsync(string name, IReadOnlyList<VersionShare> shares, string? message, CancellationToken cancel = default) =>
        ChangeAsync(name, async (worker, expected) =>
        {
            if (worker is null)
            {
                throw NotFound(name);
            }

            RequireSound(shares);
            foreach (var share in shares)
            {
                _ = await store.VersionAsync(name, share.VersionId, cancel)
                    ?? throw new PureEdgeException("version_not_found", $"The worker '{name}' has no version '{share.VersionId}'; 'wrangler versions list' shows those it has.");
            }

            var deployment = NewDeployment(shares, message);
            var changed = worker with { Deployment = deployment, ModifiedOn = deployment.CreatedOn };
            await CommitAsync(new WorkerChange(changed) { Deployment = deployment, DroppedDeployments = await OldDeploymentsAsync(name, cancel) }, expected, cancel);
            Publish(changed, null);
            return deployment;
        }, cancel);

    /// <summary>Changes settings of a worker that belong to no version.</summary>
    public Task<WorkerRecord> UpdateAsync(string name, Func<WorkerRecord, WorkerRecord> change, CancellationToken cancel = default) =>
        ChangeAsync(name, async (worker, expected) =>
        {
            var changed = change(worker ?? throw NotFound(name)) with { ModifiedOn = time.GetUtcNow() };
            await CommitAsync(new WorkerChange(changed), expected, cancel);
            OnChanged(name, changed);
            return changed;
        }, cancel);

    /// <summary>Refuses tail workers that are not there.</summary>
    /// <exception cref="PureEdgeException">One is not, or is the worker itself.</exception>
    public void RequireConsumers(string name, IReadOnlyList<string> consumers)
    {
        if (consumers.FirstOrDefault(consumer => consumer == name || registry.Find(consumer) is null) is { } wrong)
        {
            throw new PureEdgeException("binding_invalid", wrong == name
                ? $"The worker '{name}' cannot be its own tail worker."
                : $"'tail_consumers' of the worker '{name}' names the worker '{wrong}', which is not there; deploy it first.");
        }
    }

    /// <summary>Removes a worker with all its versions; requests that have begun go on.</summary>
    public Task<bool> DeleteAsync(string name, CancellationToken cancel = default) => ChangeAsync(name, async (worker, expected) =>
    {
        if (worker is null)
        {
            throw NotFound(name);
        }

        if (!await store.DeleteAsync(name, expected, cancel))
        {
            throw Conflict(name);
        }

        await assetStore.ForgetAsync(name, CancellationToken.None);
        registry.Remove(name);
        sizes.Forget(name);
        OnChanged(name, null);
        // After the registry: the cache asks it whether what comes later may be kept. A process that dies here leaves that to the next start.
        await cache.ForgetAsync(worker.Id, CancellationToken.None);
        Log.Deleted(log, name);
        return true;
    }, cancel);

    /// <summary>There is no such worker.</summary>
    public static PureEdgeException NotFound(string name) => new("worker_not_found", $"This server has no worker named '{name}' that was deployed.");

    private static PureEdgeException Conflict(string name) => new("conflict", $"The worker '{name}' was changed by somebody else at the same time; try again.");

    private static void RequireSound(IReadOnlyList<VersionShare> shares)
    {
        if (shares.Count is 0 or > MostVersionsAtOnce)
        {
            throw new PureEdgeException("deployment_invalid", $"A deployment has {shares.Count} versions; 1 to {MostVersionsAtOnce} are allowed.");
        }

        if (shares.Any(static s => s.Percentage is not (>= 0 and <= 100)) || Math.Abs(shares.Sum(static s => s.Percentage) - 100) > 0.01)
        {
            throw new PureEdgeException("deployment_invalid", $"The percentages are {string.Join(", ", shares.Select(static s => s.Percentage))}; each must be from 0 to 100, and together they must be 100.");
        }

        if (shares.Select(static s => s.VersionId).Distinct(StringComparer.Ordinal).Count() < shares.Count)
        {
            throw new PureEdgeException("deployment_invalid", "A deployment has the same version twice.");
        }
    }

    // The top level under its start-up limits: what fails is never stored.
    private async Task<(Worker Worker, StartupReport Report)> CheckAsync(
        WorkerRecord record, VersionRecord version, (WorkerBundle Bundle, byte[] Archive) code, IReadOnlyList<FormPart> maps, StaticAssets? assets)
    {
        var definition = loader.Define(record, version, code.Bundle, assets, maps.Count > 0 ? new StoredSourceMaps(store, BundleArchive.ReferenceOf(code.Archive)) : null);
        Worker worker;
        StartupReport report;
        try
        {
            worker = runtime.Load(definition);
            report = await worker.StartAsync();
            if (report.Failure is { } failure)
            {
                throw new WorkerLoadException(failure);
            }
        }
        catch (WorkerLoadException e)
        {
            throw new WorkerLoadException(SourcePlaces.In(e.Failure, maps));
        }

        // Whoever deploys it again wants it back; it was perhaps the server that was killed. Should it kill it once more, it is noted once more.
        quarantine.Release(definition);
        return (worker, report);
    }

    private async Task<(WorkerRecord Worker, VersionRecord Version)> AddVersionAsync(
        WorkerRecord worker, VersionRecord version, bool deploy, LoadedVersion? loaded, string? message, long expected, CancellationToken cancel)
    {
        var deployment = deploy ? NewDeployment([new(version.Id, 100)], message) : null;
        var changed = worker with
        {
            ModifiedOn = version.CreatedOn,
            LastNumber = version.Number,
            LatestVersion = version.Id,
            Deployment = deployment ?? worker.Deployment,
        };
        var change = new WorkerChange(changed)
        {
            Version = version,
            Deployment = deployment,
            DroppedVersions = await OldVersionsAsync(changed, cancel),
            DroppedDeployments = deploy ? await OldDeploymentsAsync(worker.Name, cancel) : [],
        };
        await CommitAsync(change, expected, cancel);
        sizes.Forget(worker.Name);
        if (deploy)
        {
            Publish(changed, loaded is null ? null : new(version.Id, loaded));
        }

        return (changed, version);
    }

    private async Task<VersionRecord> WithAssetsAsync(string name, VersionRecord version, Upload upload, VersionRecord? before, CancellationToken cancel)
    {
        if (upload.Assets is not { } assets)
        {
            return upload.KeepsAssets && before is not null
                ? version with { AssetsConfig = before.AssetsConfig, AssetTable = before.AssetTable, AssetTableLength = before.AssetTableLength, HasCode = upload.Form.Modules.Count > 0 }
                : version;
        }

        // What cannot be read is refused before it is stored.
        _ = AssetConfig.From(assets.Config);
        var table = await assetStore.PutTableAsync(await assetStore.CompleteAsync(name, assets.Token, cancel), cancel);
        return version with { AssetsConfig = assets.Config ?? [], AssetTable = table.Hash.Hex, AssetTableLength = table.Length };
    }

    private VersionRecord NewVersion(WorkerRecord worker, string triggeredBy) =>
        new() { Id = Guid.NewGuid().ToString("D"), Number = worker.LastNumber + 1, CreatedOn = time.GetUtcNow(), TriggeredBy = triggeredBy, Etag = "" };

    private DeploymentRecord NewDeployment(IReadOnlyList<VersionShare> shares, string? message) =>
        new(Guid.CreateVersion7(time.GetUtcNow()).ToString("D"), time.GetUtcNow(), shares, message);

    // The new one is not in the store yet, so one less than all that are kept.
    private async Task<IReadOnlyList<string>> OldVersionsAsync(WorkerRecord worker, CancellationToken cancel)
    {
        var versions = await store.VersionsAsync(worker.Name, cancel);
        return [.. versions.Skip(MostKept - 1).Select(static v => v.Id).Where(id => worker.Deployment?.Versions.Any(s => s.VersionId == id) != true)];
    }

    private async Task<IReadOnlyList<string>> OldDeploymentsAsync(string name, CancellationToken cancel)
    {
        var deployments = await store.DeploymentsAsync(name, cancel);
        return [.. deployments.Skip(MostKept - 1).Select(static d => d.Id)];
    }

    private async Task CommitAsync(WorkerChange change, long expected, CancellationToken cancel)
    {
        if (!await store.CommitAsync(change, expected, cancel))
        {
            throw Conflict(change.Worker.Name);
        }

        if (change.Deployment is { } deployment)
        {
            Log.Deployed(log, change.Worker.Name, string.Join(", ", deployment.Versions.Select(static v => $"{v.VersionId} {v.Percentage}%")));
        }
    }

    // Versions that answer already stay loaded.
    private void Publish(WorkerRecord worker, VersionSlot? loaded)
    {
        var before = registry.Find(worker.Name)?.Current;
        if (worker.Deployment is { } deployment)
        {
            registry.Publish(worker.Name, worker.Id, new WorkerModel([.. deployment.Versions.Select(share => new WeightedVersion(
                loaded?.Id == share.VersionId ? loaded : before?.Find(share.VersionId) ?? loader.Slot(worker, share.VersionId), share.Percentage))]));
        }

        OnChanged(worker.Name, worker);
    }

    private async Task<T> ChangeAsync<T>(string name, Func<WorkerRecord?, long, Task<T>> change, CancellationToken cancel)
    {
        var gate = _gates[(uint)StringComparer.Ordinal.GetHashCode(name) % (uint)_gates.Length];
        await gate.WaitAsync(cancel);
        try
        {
            var (worker, expected) = await store.FindAsync(name, cancel);
            return await change(worker, expected);
        }
        finally
        {
            gate.Release();
        }
    }
}
