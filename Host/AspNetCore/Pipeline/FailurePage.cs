using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Pipeline;

/// <summary>The answer when a worker gave none: what happened, for people and for programs.</summary>
internal static class FailurePage
{
    /// <summary>Answers with a worker's failure.</summary>
    public static Task WriteAsync(HttpContext context, WorkerFailure failure, bool showErrors) => WriteAsync(
        context, StatusOf(failure.Outcome), failure.Outcome.ToWireName(), Title(failure.Outcome), Details(failure, showErrors), failure.RetryAfter);

    /// <summary>Answers that a request is larger than it may be.</summary>
    public static Task WriteTooLargeAsync(HttpContext context, string message) => WriteAsync(
        context, StatusCodes.Status413PayloadTooLarge, "requestTooLarge", "The request is too large", message);

    private static Task WriteAsync(HttpContext context, int status, string outcome, string title, string details, TimeSpan? retryAfter = null)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        var id = response.Headers[PureEdgeHeaders.RequestId];
        response.Clear();
        response.StatusCode = status;
        response.Headers[PureEdgeHeaders.RequestId] = id;
        response.Headers[PureEdgeHeaders.Outcome] = outcome;
        response.Headers.CacheControl = "no-store";
        if (retryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        var text = $"{title}\n{details}\n\nRequest {id}\n";
        var wantsHtml = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        var bytes = Encoding.UTF8.GetBytes(wantsHtml ? Html(title, text) : text);
        response.ContentType = wantsHtml ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static int StatusOf(WorkerOutcome outcome) => outcome switch
    {
        WorkerOutcome.Exception or WorkerOutcome.InternalError => StatusCodes.Status500InternalServerError,
        WorkerOutcome.ScriptNotFound => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private static string Details(WorkerFailure failure, bool showErrors)
    {
        // What user code threw may hold anything, so `serve` keeps it in the log; limits and our own words are for everybody.
        if (failure.Outcome == WorkerOutcome.Exception && !showErrors)
        {
            return "The server's log has the error.";
        }

        var text = new StringBuilder(failure.Message);
        if (failure.Location is not null)
        {
            text.Append("\nat ").Append(failure.Location);
        }

        if (showErrors && failure.Stack is not null)
        {
            text.Append("\n\n").Append(failure.Stack);
        }

        return text.ToString();
    }

    private static string Html(string title, string text) =>
        $$"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>{{title}}</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:4rem auto;padding:0 1rem;color-scheme:light dark}pre{white-space:pre-wrap;overflow-wrap:anywhere}</style>
        </head><body><pre>{{WebUtility.HtmlEncode(text)}}</pre></body></html>
        """;

    private static string Title(WorkerOutcome outcome) => outcome switch
    {
        WorkerOutcome.Exception => "The worker threw an exception",
        WorkerOutcome.ExceededCpu => "The worker exceeded its CPU limit",
        WorkerOutcome.ExceededMemory => "The worker exceeded its memory limit",
        WorkerOutcome.ExceededWall => "The worker ran too long",
        WorkerOutcome.Quarantined => "The worker is quarantined",
        WorkerOutcome.ExceededStack => "The worker exceeded its stack",
        WorkerOutcome.ExceededSubrequests => "The worker made too many subrequests",
        WorkerOutcome.ScriptNotFound => "There is no such worker",
        WorkerOutcome.Overloaded => "The worker is overloaded",
        WorkerOutcome.Canceled => "The request was canceled",
        _ => "PureEdge failed",
    };
}
