using System.Text.Json;
using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Api.Access;

/// <summary>Making, listing and ending tokens; for administrators.</summary>
internal sealed class TokenApi(TokenStore tokens) : IApiRoom
{
    /// <summary>Where it is: nobody but administrators may go there.</summary>
    public const string Path = ApiEndpoints.Root + "/accounts/{account}/tokens";

    /// <inheritdoc/>
    public void Map(ApiEndpoints api)
    {
        api.HandleAccount("GET", "/tokens", _ => Task.FromResult<JsonNode?>(new JsonArray([.. tokens.All.Select(static t => (JsonNode?)View(t))])));
        api.HandleAccount("POST", "/tokens", CreateAsync);
        api.HandleAccount("DELETE", "/tokens/{id}", async request => await tokens.DeleteAsync(request.Part("id"), request.Aborted)
            ? null
            : throw new ApiException(404, 10001, $"There is no token '{request.Part("id")}'."));
    }

    private static JsonObject View(TokenRecord token) => new()
    {
        ["id"] = token.Id,
        ["name"] = token.Name,
        ["scope"] = token.Scope.ToString().ToLowerInvariant(),
        ["workers"] = ApiViews.Texts(token.Workers),
        ["created_on"] = ApiViews.Time(token.CreatedOn),
    };

    private async Task<JsonNode?> CreateAsync(ApiRequest request)
    {
        var body = await request.ReadObjectAsync();
        var scope = Text(body["scope"]) switch
        {
            "read" => TokenScope.Read,
            "deploy" => TokenScope.Deploy,
            "admin" => TokenScope.Admin,
            var other => throw new PureEdgeException("token_invalid", $"'{(other.Length > 32 ? other[..32] + "..." : other)}' is no scope of a token; there are read, deploy and admin."),
        };
        var workers = body["workers"] is null ? [] : (body["workers"] as JsonArray ?? throw new JsonException()).Select(Text).ToArray();
        var (token, record) = await tokens.CreateAsync(Text(body["name"]), scope, workers, request.Aborted);
        var view = View(record);
        view["token"] = token;
        return view;
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new JsonException();
}
