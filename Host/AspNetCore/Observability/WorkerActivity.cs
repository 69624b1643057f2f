using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Observability;

/// <summary>One span for each request of a worker, below the client's trace when it sent one (https://www.w3.org/TR/trace-context/). Costs nothing while nobody listens.</summary>
internal static class WorkerActivity
{
    private static readonly ActivitySource Source = new(WorkerMetrics.Name);

    public static Activity? Begin(HttpContext context, Worker worker)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var headers = context.Request.Headers;
        var parent = ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var sent) ? sent : default;
        var activity = Source.StartActivity($"fetch {worker.Definition.Name}", ActivityKind.Server, parent);
        if (activity is not null)
        {
            // No query: it may hold what is secret.
            activity.SetTag("http.request.method", context.Request.Method);
            activity.SetTag("url.path", context.Request.Path.Value);
            activity.SetTag("pureedge.worker", worker.Definition.Name);
            activity.SetTag("pureedge.request_id", context.TraceIdentifier);
        }

        return activity;
    }

    /// <summary>The worker has answered, or failed to.</summary>
    public static void Answered(Activity? activity, FetchResult result)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag("pureedge.outcome", (result.Failure?.Outcome ?? WorkerOutcome.Ok).ToWireName());
        activity.SetTag("pureedge.fuel", result.Usage.Fuel);
        activity.SetTag("pureedge.subrequests", result.Usage.Subrequests);
        if (result.Response is { } response)
        {
            activity.SetTag("http.response.status_code", response.Status);
        }

        if (result.Failure is { } failure)
        {
            activity.SetStatus(ActivityStatusCode.Error, LogText.Clean(failure.Message));
        }
    }
}
