using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Deploy;

namespace PureEdge.AspNetCore.Api;

/// <summary>Versions and deployments: listing, and choosing what answers (rollback is deploying an earlier version).</summary>
internal sealed class VersionApi(Deployer deployer, DeployStore store, BindingCatalog catalog) : IApiRoom
{
    /// <inheritdoc/>
    public void Map(ApiEndpoints api)
    {
        api.HandleAccount("GET", "/workers/scripts/{name}/versions", VersionsAsync);
        api.HandleAccount("GET", "/workers/scripts/{name}/versions/{id}", VersionAsync);
        api.HandleAccount("GET", "/workers/scripts/{name}/deployments", DeploymentsAsync);
        api.HandleAccount("GET", "/workers/scripts/{name}/deployments/{id}", DeploymentAsync);
        api.HandleAccount("POST", "/workers/scripts/{name}/deployments", DeployAsync);
    }

    private async Task<JsonNode?> VersionsAsync(ApiRequest request)
    {
        var worker = await ScriptApi.RequireAsync(store, request);
        var versions = await store.VersionsAsync(worker.Name, request.Aborted);
        return new JsonObject { ["items"] = new JsonArray([.. versions.Select(v => ApiViews.Version(v, catalog, worker.HasPreviews))]) };
    }

    private async Task<JsonNode?> VersionAsync(ApiRequest request)
    {
        var worker = await ScriptApi.RequireAsync(store, request);
        return await store.VersionAsync(worker.Name, request.Part("id"), request.Aborted) is { } version
            ? ApiViews.Version(version, catalog, worker.HasPreviews)
            : throw new PureEdgeException("version_not_found", $"The worker '{worker.Name}' has no version '{request.Part("id")}'.");
    }

    private async Task<JsonNode?> DeploymentsAsync(ApiRequest request)
    {
        var worker = await ScriptApi.RequireAsync(store, request);
        var deployments = await store.DeploymentsAsync(worker.Name, request.Aborted);
        return new JsonObject { ["deployments"] = new JsonArray([.. deployments.Select(ApiViews.Deployment)]) };
    }

    private async Task<JsonNode?> DeploymentAsync(ApiRequest request)
    {
        var worker = await ScriptApi.RequireAsync(store, request);
        var deployments = await store.DeploymentsAsync(worker.Name, request.Aborted);
        return deployments.FirstOrDefault(d => d.Id == request.Part("id")) is { } deployment
            ? ApiViews.Deployment(deployment)
            : throw new PureEdgeException("version_not_found", $"The worker '{worker.Name}' has no deployment '{request.Part("id")}'.");
    }

    private async Task<JsonNode?> DeployAsync(ApiRequest request)
    {
        var body = await request.ReadObjectAsync();
        var shares = (body["versions"] as JsonArray ?? throw new JsonException()).Select(Share).ToArray();
        return ApiViews.Deployment(await deployer.DeployAsync(request.Worker, shares, ApiRequest.Message(body), request.Aborted));
    }

    private static VersionShare Share(JsonNode? node) =>
        node is JsonObject share && share["version_id"] is JsonValue id && id.TryGetValue<string>(out var version)
        && share["percentage"] is JsonValue number && number.TryGetValue<double>(out var percentage)
            ? new(version, percentage)
            : throw new PureEdgeException("deployment_invalid", "A version of the deployment has no 'version_id' or no 'percentage'.");
}
