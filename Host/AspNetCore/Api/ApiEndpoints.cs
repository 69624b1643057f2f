using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Api.Access;
using PureEdge.AspNetCore.Observability;

namespace PureEdge.AspNetCore.Api;

/// <summary>
/// The API that wrangler speaks, <c>/client/v4</c> on the administration's listener: who may use it, the envelope of its answers, and what is not there.
/// </summary>
internal sealed class ApiEndpoints(AdminToken token, TokenStore tokens, UploadGate uploads, AuditLog audit, ILogger<ApiEndpoints> log)
{
    /// <summary>Where it answers.</summary>
    public const string Root = "/client/v4";

    private const string NoToken =
        "The API token is missing or wrong: send 'Authorization: Bearer TOKEN' (wrangler: CLOUDFLARE_API_TOKEN). The token is in the file 'admin-token' of the data directory.";

    private const string Account = "/accounts/{account}";

    // Not for HTML: quotes and umlauts stay readable in a terminal.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What wrangler asks of Cloudflare and PureEdge does not have yet, by the first part of its path.
    private static readonly (string Path, string What)[] Missing =
    [
        ("/r2", "R2"), ("/d1", "D1"), ("/queues", "Queues"), ("/workflows", "Workflows"), ("/workers/durable_objects", "Durable Objects"),
       
        ("/workers/dispatch", "Dispatch namespaces"), ("/hyperdrive", "Hyperdrive"), ("/vectorize", "Vectorize"), ("/ai", "AI"), ("/pages", "Pages"), ("/secrets_store", "The secrets store"),
        ("/workers/scripts/{name}/edge-preview", "'wrangler dev --remote'"), ("/workers/scripts/{name}/subdomain/edge-preview", "'wrangler dev --remote'"),
    ];

    private RouteGroupBuilder? _group;

    /// <summary>
    /// Maps the API. Every endpoint asks for the token itself, the one for what does not exist too: whatever spelling of a path leads here, there is no way round.
    /// </summary>
    public void Map(WebApplication app, IEnumerable<IApiRoom> rooms)
    {
        app.UseRouting();
        _group = app.MapGroup(Root);
        foreach (var room in rooms)
        {
            room.Map(this);
        }

        foreach (var (path, what) in Missing)
        {
            Handle(null, $"{Account}{path}/{{**rest}}", _ => throw new ApiException(StatusCodes.Status400BadRequest, 10097, $"{what} is not available: PureEdge does not have it yet."));
        }

        Handle(null, "/{**rest}", static request => throw new ApiException(
            StatusCodes.Status404NotFound, 7003, $"Could not route to {request.Context.Request.Method} {request.Context.Request.Path}: PureEdge does not have this part of the API."));
    }

    /// <summary>Lets a function answer requests.</summary>
    /// <param name="method">The method, or <see langword="null"/> for all.</param>
    /// <param name="path">The path below <see cref="Root"/>.</param>
    /// <param name="answer">The answer's <c>result</c>.</param>
    public void Handle(string? method, string path, Func<ApiRequest, Task<JsonNode?>> answer) => HandleList(method, path, async request => (await answer(request), null));

    /// <summary>The same below an account's path; there is one account, whatever it is called.</summary>
    public void HandleAccount(string method, string path, Func<ApiRequest, Task<JsonNode?>> answer) => Handle(method, Account + path, answer);

    /// <summary>The same for what is held in memory whole while it is received: only some of these run at once.</summary>
    public void HandleUpload(string method, string path, Func<ApiRequest, Task<JsonNode?>> answer) => HandleAccount(method, path, async request =>
    {
        using var turn = await uploads.EnterAsync(request.Context);
        return await answer(request);
    });

    /// <summary>The same with a page's <c>result_info</c>.</summary>
    public void HandleAccountList(string method, string path, Func<ApiRequest, Task<(JsonNode? Result, JsonObject? Info)>> answer) => HandleList(method, Account + path, answer);

    /// <summary>As <see cref="HandleAccount"/> for what has a token of its own, which <paramref name="answer"/> must look at first.</summary>
    public void HandleWithOwnToken(string method, string path, Func<ApiRequest, Task<JsonNode?>> answer) =>
        HandleList(method, Account + path, async request => (await answer(request), null), hasOwnToken: true);

    /// <inheritdoc cref="HandleAccountList"/>
    public void HandleList(string? method, string path, Func<ApiRequest, Task<(JsonNode? Result, JsonObject? Info)>> answer, bool hasOwnToken = false)
    {
        RequestDelegate run = context => RunAsync(context, answer, hasOwnToken);
        _ = method is null ? _group!.Map(path, run) : _group!.MapMethods(path, [method], run);
    }

    private static Task WriteErrorAsync(HttpContext context, ApiException e) => WriteAsync(context, e.Status, new JsonObject
    {
        ["success"] = false,
        ["errors"] = new JsonArray(new JsonObject { ["code"] = e.Code, ["message"] = ApiErrors.Shorten(e.Message) }),
        ["messages"] = new JsonArray(),
        ["result"] = null,
    });

    private static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(body.ToJsonString(Json), context.RequestAborted);
    }

    private void Admit(HttpContext context)
    {
        if (tokens.Find(context.Request, token) is not { } caller)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new ApiException(StatusCodes.Status401Unauthorized, 9109, NoToken);
        }

        context.Features.Set(caller);
        if (!caller.May(context))
        {
            throw new ApiException(StatusCodes.Status403Forbidden, 9109, caller.Refusal);
        }
    }

    private async Task RunAsync(HttpContext context, Func<ApiRequest, Task<(JsonNode? Result, JsonObject? Info)>> answer, bool hasOwnToken)
    {
        try
        {
            if (!hasOwnToken)
            {
                Admit(context);
            }

            var (result, info) = await answer(new(context));
            await audit.AddAsync(context, StatusCodes.Status200OK);
            if (context.Response.HasStarted)
            {
                // It answered without an envelope.
                return;
            }

            var body = new JsonObject { ["success"] = true, ["errors"] = new JsonArray(), ["messages"] = new JsonArray(), ["result"] = result };
            if (info is not null)
            {
                body["result_info"] = info;
            }

            await WriteAsync(context, StatusCodes.Status200OK, body);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var error = ApiErrors.From(e);
            if (error is null)
            {
                Log.ApiFault(log, context.Request.Method, LogText.Clean(context.Request.Path), e);
                error = new(StatusCodes.Status500InternalServerError, 10001, "PureEdge failed while it answered; its log has the error. Please report this.");
            }

            if (error.Status != StatusCodes.Status401Unauthorized)
            {
                await audit.AddAsync(context, error.Status);
            }

            await WriteErrorAsync(context, error);
        }
    }
}

/// <summary>A part of the API: some endpoints about one subject.</summary>
internal interface IApiRoom
{
    /// <summary>Maps its endpoints.</summary>
    void Map(ApiEndpoints api);
}
