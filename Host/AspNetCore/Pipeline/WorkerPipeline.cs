using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Pipeline;

/// <summary>One request through a worker: admission, the worker, its answer or the page that says why there is none.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class WorkerPipeline(PureEdgeOptions options, ILogger<WorkerPipeline> log)
{
    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="state">The worker, or <see langword="null"/> when none answers at the request's host.</param>
    /// <param name="next">Where the request goes when the worker lets it pass through; <see langword="null"/> when nowhere.</param>
    public async Task HandleAsync(HttpContext context, WorkerState? state, RequestDelegate? next)
    {
        context.Response.Headers[PureEdgeHeaders.RequestId] = context.TraceIdentifier;
        if (state is null)
        {
            await RefuseAsync(context, WorkerOutcome.ScriptNotFound, $"No worker answers at the host '{context.Request.Host.Host}'.");
            return;
        }

        if (context.Request.ContentLength > options.MaxRequestBodyBytes)
        {
            await RefuseAsync(
                context, WorkerOutcome.Overloaded,
                $"The request body is {context.Request.ContentLength} bytes; at most {options.MaxRequestBodyBytes} are allowed.",
                StatusCodes.Status413PayloadTooLarge);
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = options.MaxRequestBodyBytes;
        }

        if (!state.TryEnter(options.MaxConcurrentRequestsPerWorker))
        {
            await RefuseAsync(
                context, WorkerOutcome.Overloaded, $"The worker '{state.Name}' has {options.MaxConcurrentRequestsPerWorker} requests open, as many as it may.");
            return;
        }

        try
        {
            if (state.Current is { } worker)
            {
                await RunAsync(context, worker, next);
            }
            else
            {
                await FailurePage.WriteAsync(context, state.Broken!, options.ShowErrors);
            }
        }
        finally
        {
            state.Leave();
        }
    }

    private async Task RunAsync(HttpContext context, Worker worker, RequestDelegate? next)
    {
        var result = await worker.FetchAsync(RequestTranslation.ToWorkerRequest(context), context.RequestAborted);
        if (result.Response is { } response)
        {
            try
            {
                await ResponseTranslation.WriteAsync(context, response);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The client has gone; the worker's event ends with its body.
            }
            catch (Exception e) when (e is HostErrorException or IOException or InvalidOperationException or HttpRequestException)
            {
                // The body failed after the headers went out: a cut connection is the only way left to say so.
                Log.BodyFailed(log, worker.Definition.Name, e.Message);
                context.Abort();
            }

            return;
        }

        var failure = result.Failure!;
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        Log.RequestFailed(log, worker.Definition.Name, failure.Outcome.ToWireName(), context.TraceIdentifier, failure.Message, failure.Stack ?? failure.Location ?? "");
        if (result.PassThrough && next is not null)
        {
            await next(context);
            return;
        }

        await FailurePage.WriteAsync(context, failure, options.ShowErrors);
    }

    private Task RefuseAsync(HttpContext context, WorkerOutcome outcome, string message, int? status = null)
    {
        var page = FailurePage.WriteAsync(context, new(outcome, message), options.ShowErrors);
        if (status is { } code && !context.Response.HasStarted)
        {
            context.Response.StatusCode = code;
        }

        return page;
    }
}
