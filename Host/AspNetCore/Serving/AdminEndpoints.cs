using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PureEdge.AspNetCore.Api;
using PureEdge.AspNetCore.Api.Access;
using PureEdge.AspNetCore.Dashboard;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability;
using PureEdge.AspNetCore.Pipeline;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Serving;

/// <summary>What answers on the administration's listener: the API, health, and triggers of events that no client sends.</summary>
internal static class AdminEndpoints
{
    public static WebApplication Build(ServerOptions options, WorkerRegistry registry, AdminToken token, IServiceProvider services, CertificateStore? certificates, LiveSettings live)
    {
        var app = PureEdgeServer.NewBuilder(options.AdminUrls, certificates, live).Build();
        app.Use((context, next) =>
        {
            context.Response.Headers[PureEdgeHeaders.RequestId] = context.TraceIdentifier;
            return next(context);
        });
        ActivatorUtilities.CreateInstance<ApiEndpoints>(services, token).Map(app, services.GetServices<IApiRoom>());
        ActivatorUtilities.CreateInstance<DashboardEndpoints>(services, new DashboardSessions(token, services.GetRequiredService<TokenStore>(), services.GetRequiredService<TimeProvider>())).Map(app);
        app.MapGet("/metrics", async (HttpContext context) =>
        {
            if (await RequireTokenAsync(context, token, services.GetRequiredService<TokenStore>(), TokenScope.Read))
            {
                context.Response.ContentType = PrometheusText.ContentType;
                await context.Response.WriteAsync(services.GetRequiredService<PrometheusText>().Render());
            }
        });
        var ending = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        app.MapGet("/ready", () => Results.Text(ending.IsCancellationRequested ? "ending\n" : "ready\n", statusCode: ending.IsCancellationRequested ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK));
        app.MapGet("/health", static () => Results.Text("ok\n"));
        app.Map("/cdn-cgi/handler/scheduled", context => TriggerScheduledAsync(context, registry, token, services.GetRequiredService<TokenStore>()));
        return app;
    }

    /// <summary>
    /// Runs a worker's <c>scheduled</c> handler, as <c>wrangler dev --test-scheduled</c> does. <c>cron</c>: the expression;
    /// <c>time</c>: when it was due, in milliseconds, default now; <c>worker</c>: whose, needed when there are several. It asks for the API's token.
    /// </summary>
    private static async Task TriggerScheduledAsync(HttpContext context, WorkerRegistry registry, AdminToken token, TokenStore tokens)
    {
        if (!await RequireTokenAsync(context, token, tokens, TokenScope.Admin))
        {
            return;
        }

        var query = context.Request.Query;
        var name = query["worker"].ToString();
        var state = name.Length > 0 ? registry.Find(name) : registry.Count == 1 ? registry.All.First() : null;
        if (state is null)
        {
            var message = name.Length > 0
                ? $"No worker has the name '{name}'."
                : $"Say which worker with ?worker=NAME; the workers are: {string.Join(", ", registry.All.Select(w => w.Name))}.";
            await FailurePage.WriteAsync(context, new(WorkerOutcome.ScriptNotFound, message), showErrors: true);
            return;
        }

        var time = long.TryParse(query["time"], NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var (worker, failure, _) = await state.Current.Choose().GetAsync();
        failure = worker is null ? failure : await worker.RunScheduledAsync(query["cron"].ToString(), time);
        if (failure is not null)
        {
            await FailurePage.WriteAsync(context, failure, showErrors: true);
            return;
        }

        context.Response.Headers[PureEdgeHeaders.Outcome] = WorkerOutcome.Ok.ToWireName();
        await context.Response.WriteAsync("Ran scheduled event\n");
    }

    // A page in the operator's browser reaches loopback too.
    private static async Task<bool> RequireTokenAsync(HttpContext context, AdminToken token, TokenStore tokens, TokenScope least)
    {
        if (tokens.Find(context.Request, token) is { } caller && (caller.Scope == least || caller.Scope == TokenScope.Admin))
        {
            return true;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        await context.Response.WriteAsync($"Send 'Authorization: Bearer TOKEN' with a token of the scope '{least.ToString().ToLowerInvariant()}' or 'admin'.\n");
        return false;
    }
}
