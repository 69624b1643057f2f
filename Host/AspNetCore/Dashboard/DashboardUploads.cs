using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Api.Access;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Deploy;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>Brings code from a page into the store: the same checks as an upload through the API has, and the same rights.</summary>
internal sealed class DashboardUploads(Deployer deployer, DeployStore store, UploadRights rights)
{
    /// <summary>The newest version of a worker, or <see langword="null"/> when it has none.</summary>
    public async Task<VersionRecord?> NewestAsync(string name, CancellationToken cancel) =>
        (await store.FindAsync(name, cancel)).Worker is { } worker ? await store.LatestVersionAsync(worker, cancel) : null;

    /// <summary>The modules of a version.</summary>
    /// <exception cref="PureEdgeException">They are gone.</exception>
    public async Task<WorkerBundle> BundleAsync(string name, VersionRecord version, CancellationToken cancel) => await store.ReadBundleAsync(version.Bundle, cancel) is { } archive
        ? BundleArchive.Read(archive).Bundle
        : throw new PureEdgeException("version_not_found", $"The worker '{name}' has no version '{version.Id}' any more.");

    /// <summary>Makes a new version, which answers from now on.</summary>
    /// <param name="request">Whose request it is.</param>
    /// <param name="name">The worker's name.</param>
    /// <param name="bundle">The modules.</param>
    /// <param name="metadata">What goes with them, made of the newest version, if there is one.</param>
    /// <exception cref="DashboardException">The worker is none of the caller's.</exception>
    /// <exception cref="PureEdgeException">The upload is refused.</exception>
    /// <exception cref="WorkerLoadException">The code does not start; the version before goes on answering.</exception>
    public async Task SendAsync(DashboardRequest request, string name, WorkerBundle bundle, Func<VersionRecord?, JsonObject> metadata)
    {
        request.Require(WorkerName.Require(name, "The form"));
        var upload = UploadMetadata.ToUpload(metadata(await NewestAsync(name, request.Aborted)), bundle, $"The upload of '{name}'");
        await rights.RequireAsync(request.Session.Caller, name, upload, request.Aborted);
        await deployer.UploadAsync(name, upload, deploy: true, request.Aborted);
    }

    /// <summary>Sets when a worker runs by itself.</summary>
    public Task SetCronsAsync(string name, IReadOnlyList<string> crons, CancellationToken cancel) =>
        deployer.UpdateAsync(name, worker => worker with { Crons = crons }, cancel);
}
