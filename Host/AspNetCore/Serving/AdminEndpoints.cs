using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PureEdge.AspNetCore.Api;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Pipeline;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Serving;

/// <summary>What answers on the administration's listener: the API, health, and triggers of events that no client sends.</summary>
internal static class AdminEndpoints
{
    public static WebApplication Build(ServerOptions options, WorkerRegistry registry, AdminToken token, IServiceProvider services)
    {
        var app = PureEdgeServer.NewBuilder(options.AdminUrls).Build();
        app.Use((context, next) =>
        {
            context.Response.Headers[PureEdgeHeaders.RequestId] = context.TraceIdentifier;
            return next(context);
        });
        ActivatorUtilities.CreateInstance<ApiEndpoints>(services, token).Map(app, services.GetServices<IApiRoom>());
        app.MapGet("/health", static () => Results.Text("ok\n"));
        app.Map("/cdn-cgi/handler/scheduled", context => TriggerScheduledAsync(context, registry));
        return app;
    }

    /// <summary>
    /// Runs a worker's <c>scheduled</c> handler, as <c>wrangler dev --test-scheduled</c> does. <c>cron</c>: the expression;
    /// <c>time</c>: when it was due, in milliseconds, default now; <c>worker</c>: whose, needed when there are several.
    /// </summary>
    private static async Task TriggerScheduledAsync(HttpContext context, WorkerRegistry registry)
    {
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
}
