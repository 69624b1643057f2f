using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Bindings.Assets;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability;
using PureEdge.Engine;
using PureEdge.Limits;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>From a version in the store to one that answers.</summary>
internal sealed class VersionLoader(
    DeployStore store, AssetStore assetStore, WorkerRuntime runtime, BindingCatalog bindings, PureEdgeOptions options, IQuarantine quarantine, ILogger<VersionLoader> log)
{
    private const string Unavailable = "This version of the worker cannot be loaded; the server's log says why.";

    /// <summary>A version that is loaded when it is asked for.</summary>
    public VersionSlot Slot(WorkerRecord worker, string id) => new(id, () => LoadAsync(worker, id));

    /// <summary>What the engine runs.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="version">The version.</param>
    /// <param name="bundle">Its modules.</param>
    /// <param name="assets">Its static assets, or <see langword="null"/> without.</param>
    /// <param name="maps">Its source maps, or <see langword="null"/> without.</param>
    /// <exception cref="PureEdgeException">A binding cannot be made, or a limit is out of its range.</exception>
    public WorkerDefinition Define(WorkerRecord worker, VersionRecord version, WorkerBundle bundle, StaticAssets? assets, StoredSourceMaps? maps = null)
    {
        var environment = new WorkerEnvironment(worker.Name, version.Id, version.VersionTag ?? "", version.CreatedOn) { Assets = assets };
        foreach (var binding in version.ReadBindings())
        {
            bindings.Bind(binding, environment);
        }

        if (!version.HasCode && assets is not null)
        {
            environment.Bindings[AssetsOnly.BindingName] = new AssetsBinding(assets);
        }

        var limits = AskedLimits(worker, version);
        return new()
        {
            Name = worker.Name,
            Id = worker.Id,
            Bundle = bundle,
            SourceMaps = maps,
            Limits = options.LimitsAreCeilings ? LimitCeilings.Lower(limits, options.LimitsOf(worker.Name)) : limits,
            Variables = environment.Variables,
            Bindings = environment.Bindings,
            Isolation = version.Limits?["pureedge"]?["isolation"] is System.Text.Json.Nodes.JsonValue isolation && isolation.TryGetValue<string>(out var mode) && mode == "request" ? IsolationMode.Request : IsolationMode.Shared,
            CompatibilityDate = version.CompatibilityDate,
            CompatibilityFlags = version.CompatibilityFlags,
        };
    }

    /// <summary>Refuses a version whose configuration asks for more than the worker may have.</summary>
    /// <exception cref="PureEdgeException">It does, or a limit is out of its range.</exception>
    public void RequireLimits(WorkerRecord worker, VersionRecord version)
    {
        if (options.LimitsAreCeilings)
        {
            LimitCeilings.Require(worker.Name, AskedLimits(worker, version), options.LimitsOf(worker.Name));
        }
    }

    /// <summary>The static assets of a version, or <see langword="null"/> when it has none.</summary>
    /// <exception cref="InvalidDataException">Their table is gone or damaged.</exception>
    public async Task<StaticAssets?> AssetsAsync(VersionRecord version, CancellationToken cancel = default) => version.Assets is { } table
        ? new StaticAssets(assetStore, await assetStore.ReadTableAsync(table, cancel), AssetConfig.From(version.AssetsConfig), version.HasCode)
        : null;

    private ExecutionLimits AskedLimits(WorkerRecord worker, VersionRecord version) => version.Limits is { } own
        ? WorkerForm.Limits(worker.Name, System.Text.Json.JsonSerializer.SerializeToElement(own), options.LimitsOf(worker.Name))
        : options.LimitsOf(worker.Name);

    private async Task<LoadedVersion> LoadAsync(WorkerRecord worker, string id)
    {
        try
        {
            var version = await store.VersionAsync(worker.Name, id) ?? throw Gone(worker.Name, id);
            var archive = await store.ReadBundleAsync(version.Bundle) ?? throw Gone(worker.Name, id);
            var assets = await AssetsAsync(version);
            var (bundle, maps) = BundleArchive.Read(archive);
            var definition = Define(worker, version, bundle, assets, maps.Count > 0 ? new(store, version.Bundle) : null);
            return quarantine.Find(definition) is { } reason ? new(null, reason) : new(runtime.Load(definition), null) { Assets = assets };
        }
        catch (WorkerLoadException e)
        {
            return LoadedVersion.Refused(e.Failure);
        }
        catch (Exception e) when (e is PureEdgeException or StorageException or InvalidDataException or IOException or ArgumentException)
        {
            Log.VersionUnavailable(log, worker.Name, id, LogText.Clean(e.Message));
            return new(null, new(WorkerOutcome.InternalError, Unavailable), IsPassing: true);
        }
    }

    private static PureEdgeException Gone(string worker, string id) => new("version_not_found", $"The worker '{worker}' has no version '{id}' any more.");
}
