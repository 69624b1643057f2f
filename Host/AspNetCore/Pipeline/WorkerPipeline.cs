using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Admission;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability;
using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.AspNetCore.Observability.Tail;
using PureEdge.AspNetCore.Observability.Usage;
using PureEdge.Engine;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Pipeline;

/// <summary>One request through a worker: admission, the worker, its answer or the page that says why there is none.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class WorkerPipeline(
    PureEdgeOptions options, TenantBook tenants, TailHub tails, SourcePlaces places, WorkerMetrics metrics, ILogger<WorkerPipeline> log, UsageLedger? usage = null)
{
    private static readonly TimeSpan RefusalDelay = TimeSpan.FromMilliseconds(50);

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
            await FailurePage.WriteTooLargeAsync(
                context, $"The request body is {context.Request.ContentLength} bytes; at most {options.MaxRequestBodyBytes} are allowed.");
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

        var tenant = tenants.Find(state.Name);
        if (tenant?.Enter() is { } full)
        {
            state.Leave();
            metrics.Refused(full.Outcome);
            await Task.Delay(RefusalDelay, CancellationToken.None);
            await FailurePage.WriteAsync(context, full, options.ShowErrors);
            return;
        }

        try
        {
            var model = state.Current;
            var version = model.Choose(model.Versions.Count > 1 ? context.Request.Headers[PureEdgeHeaders.VersionKey].ToString() : null);
            var loaded = await version.GetAsync();
            if (loaded.Worker is not { } worker)
            {
                await FailurePage.WriteAsync(context, loaded.Broken!, options.ShowErrors);
                return;
            }

            var request = RequestTranslation.ToWorkerRequest(context);
            if (loaded.Assets is null || !await TryAnswerWithAssetsAsync(context, state.Name, loaded.Assets, request))
            {
                await RunAsync(context, worker, request, tails.Begin(worker.Definition, request, version.Id), next);
            }
        }
        finally
        {
            tenant?.Leave();
            state.Leave();
        }
    }

    private async Task<bool> TryAnswerWithAssetsAsync(HttpContext context, string name, IStaticAssets assets, WorkerRequest request)
    {
        try
        {
            if (await assets.AnswerAsync(request, context.RequestAborted) is not { } response)
            {
                return false;
            }

            await ResponseTranslation.WriteAsync(context, response, new(metrics, usage, name));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
        catch (Exception e) when (e is HostErrorException or StorageException or IOException)
        {
            Log.ResponseFailed(log, name, context.TraceIdentifier, LogText.Clean(e.Message));
            await FailurePage.WriteAsync(context, new(WorkerOutcome.InternalError, "A static asset cannot be read; the server's log says why."), options.ShowErrors);
        }

        return true;
    }

    private async Task RunAsync(HttpContext context, Worker worker, WorkerRequest request, Trace? trace, RequestDelegate? next)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        using var activity = WorkerActivity.Begin(context, worker);
        var result = await worker.FetchAsync(request, context.RequestAborted);
        metrics.Answered(worker.Definition.Name, began);
        WorkerActivity.Answered(activity, result);
        _ = trace?.EndAsync(result);
        if (result.Response is { } response)
        {
            await AnswerAsync(context, worker, response);
            var completed = result.Completed;
            if (!completed.IsCompletedSuccessfully || await completed is not null)
            {
                _ = LogLateFailureAsync(worker, completed);
            }

            return;
        }

        var failure = await places.OfAsync(Describe(result, worker), worker.Definition);
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        // The stack of an exception is in the worker's own log; this line says which request it was.
        Log.RequestFailed(log, worker.Definition.Name, failure.Outcome.ToWireName(), context.TraceIdentifier, LogText.Clean(KillExplanation.Of(failure, worker.Definition) ?? failure.Message), LogText.Clean(failure.Location ?? "no place known"));
        if (result.PassThrough && next is not null)
        {
            await next(context);
            return;
        }

        if (failure.RetryAfter is not null)
        {
            // A client that asks again at once would make a flood of refusals, which costs neighbours more than waiting costs us.
            await Task.Delay(RefusalDelay, CancellationToken.None);
        }

        await FailurePage.WriteAsync(context, failure, options.ShowErrors);
    }

    private async Task AnswerAsync(HttpContext context, Worker worker, WorkerResponse response)
    {
        try
        {
            if (response.Upgrade is null)
            {
                await ResponseTranslation.WriteAsync(context, response, new(metrics, usage, worker.Definition.Name));
            }
            else if (!await WebSocketHandshake.TryRunAsync(context, response))
            {
                await FailurePage.WriteAsync(
                    context, new(WorkerOutcome.Exception, "The worker answered with a WebSocket, but the request did not ask for one."), options.ShowErrors);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; the worker's event ends with its body.
        }
        catch (Exception e)
        {
            // Whatever broke, it is this response's body or headers. Once they are on their way, a cut connection is the only way to say so.
            Log.ResponseFailed(log, worker.Definition.Name, context.TraceIdentifier, LogText.Clean(e.Message));
            await FailurePage.WriteAsync(
                context, new(WorkerOutcome.Exception, $"The worker's response cannot be sent: {e.Message}"), options.ShowErrors);
        }
    }

    /// <summary>The error a script gets for one subrequest too many is its own to word, so the page has the numbers from us.</summary>
    private static WorkerFailure Describe(FetchResult result, Worker worker) => result.Failure is { Outcome: WorkerOutcome.ExceededSubrequests, Limit: null } failure
        ? failure with
        {
            Message = $"The subrequest limit was exceeded: {result.Usage.Subrequests} were made and one more was asked for, {worker.Definition.Limits.Subrequests} allowed.",
        }
        : result.Failure!;

    // Behind the answer (waitUntil, the rest of a stream) nobody but the log hears of a failure.
    private async Task LogLateFailureAsync(Worker worker, Task<WorkerFailure?> completed)
    {
        if (await completed is { } ended)
        {
            var failure = await places.OfAsync(ended, worker.Definition);
            Log.FailedLate(log, worker.Definition.Name, failure.Outcome.ToWireName(), LogText.Clean(KillExplanation.Of(failure, worker.Definition) ?? failure.Message), failure.Location ?? "");
        }
    }

    private Task RefuseAsync(HttpContext context, WorkerOutcome outcome, string message)
    {
        metrics.Refused(outcome);
        return FailurePage.WriteAsync(context, new(outcome, message), options.ShowErrors);
    }
}
