using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Pipeline;

/// <summary>The answer when a worker gave none: what happened, for people and for programs.</summary>
internal static class FailurePage
{
    public static int StatusOf(WorkerOutcome outcome) => outcome switch
    {
        WorkerOutcome.Exception or WorkerOutcome.InternalError => StatusCodes.Status500InternalServerError,
        WorkerOutcome.ScriptNotFound => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    public static Task WriteAsync(HttpContext context, WorkerFailure failure, bool showErrors)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        var id = response.Headers[PureEdgeHeaders.RequestId];
        response.Clear();
        response.StatusCode = StatusOf(failure.Outcome);
        response.Headers[PureEdgeHeaders.RequestId] = id;
        response.Headers[PureEdgeHeaders.Outcome] = failure.Outcome.ToWireName();
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        var text = Text(failure, showErrors, id.ToString());
        var wantsHtml = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        response.ContentType = wantsHtml ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        return response.WriteAsync(wantsHtml ? Html(failure, text) : text, context.RequestAborted);
    }

    private static string Text(WorkerFailure failure, bool showErrors, string requestId)
    {
        var text = new StringBuilder(Title(failure.Outcome)).Append('\n');
        // What user code threw may hold anything, so `serve` keeps it in the log; limits and our own words are for everybody.
        var isOurs = failure.Outcome != WorkerOutcome.Exception;
        if (isOurs || showErrors)
        {
            text.Append(failure.Message).Append('\n');
        }

        if (failure.Location is not null && (failure.Limit is not null || showErrors))
        {
            text.Append("at ").Append(failure.Location).Append('\n');
        }

        if (showErrors && failure.Stack is not null)
        {
            text.Append('\n').Append(failure.Stack).Append('\n');
        }

        return text.Append("\nRequest ").Append(requestId).Append('\n').ToString();
    }

    private static string Html(WorkerFailure failure, string text) =>
        $$"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>{{Title(failure.Outcome)}}</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:4rem auto;padding:0 1rem;color-scheme:light dark}pre{white-space:pre-wrap;overflow-wrap:anywhere}</style>
        </head><body><pre>{{WebUtility.HtmlEncode(text)}}</pre></body></html>
        """;

    private static string Title(WorkerOutcome outcome) => outcome switch
    {
        WorkerOutcome.Exception => "The worker threw an exception",
        WorkerOutcome.ExceededCpu => "The worker exceeded its CPU limit",
        WorkerOutcome.ExceededMemory => "The worker exceeded its memory limit",
        WorkerOutcome.ExceededWall => "The worker ran too long",
        WorkerOutcome.ExceededSubrequests => "The worker made too many subrequests",
        WorkerOutcome.ScriptNotFound => "There is no such worker",
        WorkerOutcome.Overloaded => "The server is overloaded",
        WorkerOutcome.Canceled => "The request was canceled",
        _ => "PureEdge failed",
    };
}
