using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Api;

/// <summary>Who asks: there is one account, and whoever has the token is its administrator (<c>wrangler whoami</c>).</summary>
internal sealed class AccountApi : IApiRoom
{
    private const string Id = "local";
    private const string Name = "PureEdge";

    /// <inheritdoc/>
    public void Map(ApiEndpoints api)
    {
        api.Handle("GET", "/user/tokens/verify", static _ => Result(new JsonObject { ["id"] = "admin", ["status"] = "active" }));
        api.Handle("GET", "/user", static _ => Result(new JsonObject { ["id"] = "admin", ["email"] = ApiViews.Email }));
        api.HandleList("GET", "/accounts", static request => Page(request, Account()));
        api.HandleList("GET", "/memberships", static request => Page(request, new JsonObject { ["id"] = "admin", ["status"] = "accepted", ["account"] = Account(), ["roles"] = ApiViews.Texts(["Administrator"]) }));
        api.Handle("GET", "/accounts/{account}", static _ => Result(Account()));
        // Asked for by 'delete', which looks whether other things still use the worker. Nothing of the kind exists here.
        api.HandleAccount("GET", "/workers/durable_objects/namespaces", static _ => Result(new JsonArray()));
        api.HandleAccount("GET", "/workers/tails/by-consumer/{name}", static _ => Result(new JsonArray()));
    }

    private static JsonObject Account() => new() { ["id"] = Id, ["name"] = Name };

    private static Task<JsonNode?> Result(JsonNode node) => Task.FromResult<JsonNode?>(node);

    // A list that ignored the page would be asked for ever.
    private static Task<(JsonNode? Result, JsonObject? Info)> Page(ApiRequest request, JsonObject only)
    {
        return Task.FromResult<(JsonNode?, JsonObject?)>((
            request.IsFirstPage ? new JsonArray(only) : [],
            new JsonObject { ["page"] = 1, ["per_page"] = 50, ["count"] = request.IsFirstPage ? 1 : 0, ["total_count"] = 1 }));
    }
}
