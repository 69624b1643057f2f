using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Deploy;

namespace PureEdge.AspNetCore.Api;

/// <summary>Where a worker answers: at its name below the base domain, which stands for <c>workers.dev</c>.</summary>
internal sealed class AddressApi(Deployer deployer, DeployStore store, PureEdgeOptions options) : IApiRoom
{
    /// <inheritdoc/>
    public void Map(ApiEndpoints api)
    {
        api.HandleAccount("GET", "/workers/subdomain", _ => Task.FromResult<JsonNode?>(new JsonObject { ["subdomain"] = options.BaseDomain.Split('.')[0] }));
        api.HandleAccount("GET", "/workers/workers/{name}", async request =>
        {
            var worker = await ScriptApi.RequireAsync(store, request);
            return new JsonObject { ["id"] = worker.Tag, ["name"] = worker.Name, ["tags"] = ApiViews.Texts(worker.Tags), ["subdomain"] = Subdomain(worker) };
        });
        api.HandleAccount("GET", "/workers/scripts/{name}/subdomain", async request => Subdomain(await ScriptApi.RequireAsync(store, request)));
        api.HandleAccount("POST", "/workers/scripts/{name}/subdomain", PostSubdomainAsync);
    }

    private async Task<JsonNode?> PostSubdomainAsync(ApiRequest request)
    {
        var body = await request.ReadObjectAsync();
        return Subdomain(await deployer.UpdateAsync(request.Worker, worker => worker with
        {
            IsOnBaseDomain = Flag(body, "enabled") ?? worker.IsOnBaseDomain,
            HasPreviews = Flag(body, "previews_enabled") ?? worker.HasPreviews,
        }, request.Aborted));
    }

    private JsonObject Subdomain(WorkerRecord worker) => new()
    {
        ["enabled"] = worker.IsOnBaseDomain,
        ["previews_enabled"] = worker.HasPreviews,
        ["url"] = $"http://{worker.Name}.{options.BaseDomain}/",
    };

    private static bool? Flag(JsonObject body, string key) => body[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw new JsonException(),
    };
}
