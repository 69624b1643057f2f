using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Api.Access;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Deploy;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Api;

/// <summary>Workers: uploading, settings, deleting.</summary>
internal sealed class ScriptApi(Deployer deployer, DeployStore store, BindingCatalog catalog, UploadRights rights, RefusedDeployments refused, TimeProvider time, PureEdgeOptions options) : IApiRoom
{
    // Settings that wrangler sends and wants back; they have no effect yet.
    private static readonly string[] KeptSettings = ["observability", "logpush", "placement"];

    /// <inheritdoc/>
    public void Map(ApiEndpoints api)
    {
        api.HandleAccount("GET", "/workers/scripts", ListAsync);
        api.HandleUpload("PUT", "/workers/scripts/{name}", PutAsync);
        api.HandleAccount("DELETE", "/workers/scripts/{name}", DeleteAsync);
        api.HandleAccount("GET", "/workers/services/{name}", GetServiceAsync);
        api.HandleAccount("DELETE", "/workers/services/{name}", DeleteAsync);
        api.HandleUpload("POST", "/workers/scripts/{name}/versions", PostVersionAsync);
        api.HandleAccount("GET", "/workers/scripts/{name}/settings", GetSettingsAsync);
        api.HandleAccount("GET", "/workers/scripts/{name}/script-settings", GetScriptSettingsAsync);
        api.HandleAccount("PATCH", "/workers/scripts/{name}/script-settings", PatchScriptSettingsAsync);
        api.HandleAccount("GET", "/workers/scripts/{name}/references", async request =>
        {
            await RequireAsync(store, request);
            return new JsonObject { ["services"] = new JsonObject { ["incoming"] = new JsonArray(), ["outgoing"] = new JsonArray() } };
        });
    }

    /// <summary>The worker of a request's path.</summary>
    /// <exception cref="PureEdgeException">There is none.</exception>
    public static async Task<WorkerRecord> RequireAsync(DeployStore store, ApiRequest request) =>
        (await store.FindAsync(request.Worker, request.Aborted)).Worker ?? throw Deployer.NotFound(request.Worker);

    private async Task<JsonNode?> ListAsync(ApiRequest request)
    {
        var list = new JsonArray();
        if (!request.IsFirstPage)
        {
            return list;
        }

        await foreach (var worker in store.AllAsync(request.Aborted))
        {
            list.Add(new JsonObject
            {
                ["id"] = worker.Name,
                ["tag"] = worker.Tag,
                ["tags"] = ApiViews.Texts(worker.Tags),
                ["created_on"] = ApiViews.Time(worker.CreatedOn),
                ["modified_on"] = ApiViews.Time(worker.ModifiedOn),
                ["versions"] = worker.Deployment is { } deployment ? ApiViews.Deployment(deployment)["versions"]!.DeepClone() : new JsonArray(),
            });
        }

        return list;
    }

    private async Task<JsonNode?> PutAsync(ApiRequest request)
    {
        var (worker, version) = await UploadAsync(request, deploy: true);
        return new JsonObject
        {
            ["id"] = worker.Name,
            ["tag"] = worker.Tag,
            ["tags"] = ApiViews.Texts(worker.Tags),
            ["etag"] = version.Etag,
            ["handlers"] = ApiViews.Texts(version.Handlers),
            ["created_on"] = ApiViews.Time(worker.CreatedOn),
            ["modified_on"] = ApiViews.Time(worker.ModifiedOn),
            ["deployment_id"] = version.Id,
            ["startup_time_ms"] = ApiViews.StartupTime(version),
        };
    }

    private async Task<JsonNode?> PostVersionAsync(ApiRequest request)
    {
        var (worker, version) = await UploadAsync(request, deploy: false);
        return ApiViews.Version(version, catalog, worker.HasPreviews);
    }

    private async Task<(WorkerRecord Worker, VersionRecord Version)> UploadAsync(ApiRequest request, bool deploy)
    {
        refused.Require(request.Context, request.Caller!, request.Worker);
        var upload = await ReadAsync(request);
        var start = time.GetTimestamp();
        try
        {
            return await deployer.UploadAsync(request.Worker, upload, deploy, request.Aborted);
        }
        catch (WorkerLoadException)
        {
            refused.Add(request.Caller!, request.Worker, time.GetElapsedTime(start));
            throw;
        }
    }

    // Source maps may be as large as the code beside the modules.
    private async Task<Upload> ReadAsync(ApiRequest request)
    {
        var limits = options.LimitsOf(request.Worker);
        var upload = Upload.From(WorkerForm.From(
            await request.ReadFormAsync((WorkerForm.MaxParts(limits), 2L * limits.SourceBytes)), $"The upload of '{request.Worker}'"));
        await rights.RequireAsync(request.Caller!, request.Worker, upload, request.Aborted);
        return upload;
    }

    private async Task<JsonNode?> DeleteAsync(ApiRequest request)
    {
        await deployer.DeleteAsync(request.Worker, request.Aborted);
        return null;
    }

    private async Task<JsonNode?> GetServiceAsync(ApiRequest request)
    {
        var (worker, _) = await store.FindAsync(request.Worker, request.Aborted);
        return worker is null
            ? throw new ApiException(404, ApiErrors.ServiceNotFound, Deployer.NotFound(request.Worker).Message)
            : new JsonObject
            {
                ["id"] = worker.Name,
                ["default_environment"] = new JsonObject
                {
                    ["environment"] = "production",
                    ["script"] = new JsonObject
                    {
                        ["id"] = worker.Name,
                        ["tag"] = worker.Tag,
                        ["tags"] = ApiViews.Texts(worker.Tags),
                        ["last_deployed_from"] = "wrangler",
                    },
                },
            };
    }

    private async Task<JsonNode?> GetSettingsAsync(ApiRequest request)
    {
        var worker = await RequireAsync(store, request);
        var version = await store.LatestVersionAsync(worker, request.Aborted);
        var settings = Settings(worker);
        settings["bindings"] = version is null ? new JsonArray() : ApiViews.Bindings(version, catalog);
        settings["compatibility_date"] = CompatibilityDate.Text(version?.CompatibilityDate);
        settings["compatibility_flags"] = ApiViews.Texts(version?.CompatibilityFlags ?? []);
        settings["usage_model"] = "standard";
        return settings;
    }

    private async Task<JsonNode?> GetScriptSettingsAsync(ApiRequest request) => Settings(await RequireAsync(store, request));

    private async Task<JsonNode?> PatchScriptSettingsAsync(ApiRequest request)
    {
        var patch = await request.ReadObjectAsync();
        var consumers = patch.ContainsKey("tail_consumers") ? Upload.ReadTailConsumers(patch["tail_consumers"]) : null;
        UploadRights.RequireConsumers(request.Caller!, consumers ?? []);
        deployer.RequireConsumers(request.Worker, consumers ?? []);

        return Settings(await deployer.UpdateAsync(request.Worker, worker =>
        {
            var settings = (JsonObject?)worker.Settings?.DeepClone() ?? [];
            foreach (var key in KeptSettings.Where(patch.ContainsKey))
            {
                settings[key] = patch[key]?.DeepClone();
            }

            return worker with { TailConsumers = consumers ?? worker.TailConsumers, Settings = settings, Tags = patch["tags"] is JsonArray tags ? [.. tags.Select(static t => t is JsonValue tag && tag.TryGetValue<string>(out var text) ? text : throw new JsonException())] : worker.Tags };
        }, request.Aborted));
    }

    private static JsonObject Settings(WorkerRecord worker)
    {
        var settings = (JsonObject?)worker.Settings?.DeepClone() ?? [];
        settings["tags"] = ApiViews.Texts(worker.Tags);
        settings["tail_consumers"] = new JsonArray([.. worker.TailConsumers.Select(static name => new JsonObject { ["service"] = name })]);
        return settings;
    }
}
