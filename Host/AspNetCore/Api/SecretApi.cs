using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Bindings.Secrets;
using PureEdge.AspNetCore.Deploy;

namespace PureEdge.AspNetCore.Api;

/// <summary>Secrets: each change makes a version, because a version is all that a worker's answer depends on.</summary>
internal sealed class SecretApi(Deployer deployer, DeployStore store, BindingCatalog catalog) : IApiRoom
{
    private const int MaxParts = 4;
    private const int MaxSettingsBytes = 1 << 20;

    /// <inheritdoc/>
    public void Map(ApiEndpoints api)
    {
        api.HandleAccount("GET", "/workers/scripts/{name}/secrets", ListAsync);
        api.HandleAccount("PUT", "/workers/scripts/{name}/secrets", PutAsync);
        api.HandleAccount("DELETE", "/workers/scripts/{name}/secrets/{key}", DeleteAsync);
        api.HandleAccount("PATCH", "/workers/scripts/{name}/secrets-bulk", PatchAsync);
        api.HandleAccount("PATCH", "/workers/scripts/{name}/settings", PatchSettingsAsync);
        api.HandleAccount("PATCH", "/workers/workers/{name}/versions/latest", PatchLatestAsync);
    }

    private async Task<JsonNode?> ListAsync(ApiRequest request)
    {
        var worker = await ScriptApi.RequireAsync(store, request);
        var version = await store.LatestVersionAsync(worker, request.Aborted);
        return version is null ? new JsonArray() : Secrets(version);
    }

    private async Task<JsonNode?> PutAsync(ApiRequest request)
    {
        var secret = BindingConfig.From(await request.ReadObjectAsync());
        await SetAsync(request, deploy: true, null, [new(secret.Name, secret)]);
        return new JsonObject { ["name"] = secret.Name, ["type"] = secret.Type };
    }

    private async Task<JsonNode?> DeleteAsync(ApiRequest request)
    {
        await SetAsync(request, deploy: true, null, [new(request.Part("key"), null)]);
        return null;
    }

    private async Task<JsonNode?> PatchAsync(ApiRequest request)
    {
        var secrets = (await request.ReadObjectAsync())["secrets"] as JsonObject ?? throw new JsonException();
        return Secrets((await SetAsync(request, deploy: true, null, [.. secrets.Select(Change)])).Version);
    }

    // wrangler 4.86: all bindings by type and name, and secrets that are new or changed with their text.
    private async Task<JsonNode?> PatchSettingsAsync(ApiRequest request)
    {
        var form = await request.ReadFormAsync((MaxParts, MaxSettingsBytes));
        var settings = form.FirstOrDefault(static p => p.Name == "settings") is { } part ? ApiRequest.Parse(part.Content) as JsonObject : null;
        var bindings = (settings?["bindings"] as JsonArray ?? throw new JsonException()).Select(BindingConfig.From).ToArray();
        if (bindings.FirstOrDefault(static b => b.Type != SecretsSlice.Type && b.Properties.Count > 2) is { } other)
        {
            throw BindingConfig.Invalid($"The binding '{other.Name}' of the type '{other.Type}' cannot be changed here, only secrets; upload the worker.");
        }

        await SetAsync(request, deploy: true, null, [.. bindings.Where(static b => b.Text("text") is not null).Select(static b => KeyValuePair.Create(b.Name, (BindingConfig?)b))]);
        return new JsonObject();
    }

    private async Task<JsonNode?> PatchLatestAsync(ApiRequest request)
    {
        var body = await request.ReadObjectAsync();
        var secrets = body["env"] as JsonObject ?? throw new JsonException();
        var (worker, version) = await SetAsync(request, deploy: false, ApiRequest.Message(body), [.. secrets.Select(Change)]);
        return ApiViews.Version(version, catalog, worker.HasPreviews);
    }

    // A null takes a secret away.
    private static KeyValuePair<string, BindingConfig?> Change(KeyValuePair<string, JsonNode?> secret)
    {
        if (secret.Value is not JsonObject given)
        {
            return new(secret.Key, null);
        }

        var named = (JsonObject)given.DeepClone();
        named["name"] = secret.Key;
        return new(secret.Key, BindingConfig.From(named));
    }

    private Task<(WorkerRecord Worker, VersionRecord Version)> SetAsync(ApiRequest request, bool deploy, string? message, IReadOnlyList<KeyValuePair<string, BindingConfig?>> changes) =>
        deployer.ChangeBindingsAsync(request.Worker, "secret", deploy, before => Apply(request.Worker, before, changes), message, request.Aborted);

    private List<BindingConfig> Apply(string worker, IReadOnlyList<BindingConfig> before, IReadOnlyList<KeyValuePair<string, BindingConfig?>> changes)
    {
        var bindings = new OrderedDictionary<string, BindingConfig>(before.Select(static b => KeyValuePair.Create(b.Name, b)), StringComparer.Ordinal);
        foreach (var (name, secret) in changes)
        {
            if (bindings.TryGetValue(name, out var present) && present.Type != SecretsSlice.Type)
            {
                throw BindingConfig.Invalid($"'{name}' is a binding of the type '{present.Type}', not a secret; take another name, or upload the worker without it.");
            }

            if (secret is null)
            {
                _ = bindings.Remove(name) ? true : throw new PureEdgeException("secret_not_found", $"The worker '{worker}' has no secret '{name}'.");
                continue;
            }

            bindings[name] = secret.Type == SecretsSlice.Type
                ? catalog.Accept(worker, secret)
                : throw BindingConfig.Invalid($"'{name}' has the type '{secret.Type}'; a secret has the type '{SecretsSlice.Type}'.");
        }

        return [.. bindings.Values];
    }

    private JsonArray Secrets(VersionRecord version) =>
        [.. version.ReadBindings().Where(static b => b.Type == SecretsSlice.Type).Select(b => (JsonNode?)catalog.Show(b))];
}
