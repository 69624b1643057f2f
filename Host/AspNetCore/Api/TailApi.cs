using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PureEdge.AspNetCore.Deploy;
using PureEdge.AspNetCore.Observability.Tail;
using PureEdge.AspNetCore.WebSockets;

namespace PureEdge.AspNetCore.Api;

/// <summary>Watching a worker live: <c>wrangler tail</c> (section 7 of WRANGLER-API.md).</summary>
internal sealed class TailApi(TailHub tails, DeployStore store) : IApiRoom
{
    private const string Protocol = "trace-v1";
    private const int KeyLength = 24;

    /// <inheritdoc/>
    public void Map(ApiEndpoints api)
    {
        api.HandleAccount("POST", "/workers/scripts/{name}/tails", BeginAsync);
        api.HandleAccount("DELETE", "/workers/scripts/{name}/tails/{id}", request => tails.Remove(request.Worker, request.Part("id"))
            ? Task.FromResult<JsonNode?>(null)
            : throw new ApiException(StatusCodes.Status404NotFound, 10007, "There is no such tail of the worker; it has ended."));
        // The address of a tail is its token: wrangler sends no other.
        api.HandleWithOwnToken("GET", "/workers/tails/{id}/{secret}", ConnectAsync);
    }

    private async Task<JsonNode?> BeginAsync(ApiRequest request)
    {
        var worker = await ScriptApi.RequireAsync(store, request);
        var body = request.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } ? await request.ReadJsonAsync() as JsonObject : null;
        var context = request.Context;
        var session = tails.Add(worker.Name, TailFilter.From(body?["filters"] as JsonArray, context.Connection.RemoteIpAddress?.ToString()));
        var scheme = context.Request.IsHttps ? "wss" : "ws";
        return new JsonObject
        {
            ["id"] = session.Id,
            ["url"] = $"{scheme}://{context.Request.Host.ToUriComponent()}{ApiEndpoints.Root}/accounts/{Uri.EscapeDataString(request.Part("account"))}/workers/tails/{session.Id}/{session.Secret}",
            ["expires_at"] = ApiViews.Time(session.ExpiresAt),
        };
    }

    private async Task<JsonNode?> ConnectAsync(ApiRequest request)
    {
        var context = request.Context;
        if (tails.Find(request.Part("id"), request.Part("secret")) is not { } session)
        {
            throw new ApiException(StatusCodes.Status401Unauthorized, 9109, "There is no such tail; it has ended.");
        }

        var key = context.Request.Headers.SecWebSocketKey.ToString();
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade || key.Length != KeyLength
            || !string.Equals(context.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(StatusCodes.Status400BadRequest, 10001, "A tail is a WebSocket; the request asks for none.");
        }

        if (!session.TryConnect())
        {
            throw new ApiException(StatusCodes.Status409Conflict, 10001, "The tail has a connection already.");
        }

        try
        {
            var headers = context.Response.Headers;
            headers.Connection = "Upgrade";
            headers.Upgrade = "websocket";
            headers.SecWebSocketAccept = WebSocketProtocol.AcceptOf(key);
            if (context.Request.Headers.SecWebSocketProtocol.ToString().Split(',').Any(static p => p.Trim() == Protocol))
            {
                headers.SecWebSocketProtocol = Protocol;
            }

            await using var stream = await upgrade.UpgradeAsync();
            await new TailSocket(stream, session, tails.Time).RunAsync(request.Aborted);
        }
        finally
        {
            session.Disconnect(tails.Time.GetUtcNow());
        }

        return null;
    }
}
