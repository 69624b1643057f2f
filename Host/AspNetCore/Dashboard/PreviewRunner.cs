using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PureEdge.AspNetCore.Deploy;
using PureEdge.AspNetCore.Observability.Usage;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>
/// Runs code that is not deployed for one request, under limits as any worker's and with the same way out. Each run has a runtime of its own with one slot: nothing of it is in the cache or
/// the log of a worker, and it takes at most one processor. Whoever it is for pays for it.
/// </summary>
/// <remarks>Thread-safe. A run returns when its event is over, so no more than <see cref="MostAtOnce"/> go on whatever they leave behind.</remarks>
internal sealed class PreviewRunner(IServiceProvider services, IOutboundFetcher outbound, IWorkerObserver observer, IQuarantine quarantine, UsageLedger usage, TimeProvider time)
{
    /// <summary>What previewed workers are called: no worker can have this name.</summary>
    public const string Name = "(preview)";

    /// <summary>Previews at once.</summary>
    public const int MostAtOnce = 2;

    /// <summary>The most bytes of an answer that are shown.</summary>
    public const int MostBodyBytes = 256 << 10;

    /// <summary>How long a preview may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _free = new(MostAtOnce, MostAtOnce);
    private readonly IFlightRecorder? _recorder = services.GetService<IFlightRecorder>();
    private int _lostThreads;

    /// <summary>Runs a worker for one request.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="request">The request.</param>
    /// <param name="payer">The worker that it is on the bill of; <see cref="Name"/> for one that is not there yet.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <exception cref="DashboardException">429: others run.</exception>
    /// <exception cref="WorkerLoadException">It does not parse.</exception>
    public async Task<Preview> RunAsync(WorkerDefinition worker, WorkerRequest request, string payer, CancellationToken cancel)
    {
        if (quarantine.Find(worker) is { } reason)
        {
            throw new WorkerLoadException(reason);
        }

        if (!_free.Wait(0, CancellationToken.None))
        {
            throw new DashboardException(StatusCodes.Status429TooManyRequests, $"{MostAtOnce} previews are running, as many as may be at once; try again.");
        }

        var log = new PreviewLog(observer, () => Interlocked.Increment(ref _lostThreads), (failure, report) => usage.Completed(payer, failure, report));
        var runtime = new WorkerRuntime(new()
        {
            Slots = 1, ScriptCacheBytes = 1 << 20, ImageBytes = 0, Time = time, Outbound = outbound, Observer = log, FlightRecorder = _recorder,
        });
        FetchResult? result = null;
        using var late = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            result = await runtime.Load(worker with { Isolation = IsolationMode.Request }).FetchAsync(request, end.Token);
            return await ReadAsync(worker, result, log, late.Token, end.Token);
        }
        finally
        {
            if (result is not null)
            {
                // A timer of an hour, or a response that nobody reads, would keep its isolate and this place.
                result.End();
                await result.Completed;
            }

            runtime.Dispose();
            _free.Release();
        }
    }

    private static async Task<Preview> ReadAsync(WorkerDefinition worker, FetchResult result, PreviewLog log, CancellationToken late, CancellationToken end)
    {
        var (failure, body, isCut, isUnfinished) = (result.Failure, Array.Empty<byte>(), false, false);
        try
        {
            if (result.Response is { } response)
            {
                response.Upgrade?.Dispose();
                (body, isCut) = await ReadBodyAsync(response, end);
            }

            var behind = await result.Completed.WaitAsync(end);

            // What it ended with may be its own error over what was cut off.
            end.ThrowIfCancellationRequested();

            // What is too long to be shown was ended by us.
            failure ??= isCut && behind?.Outcome == WorkerOutcome.Canceled ? null : behind;
        }
        catch (Exception) when (end.IsCancellationRequested)
        {
            // Without an answer, that is what is said.
            isUnfinished = failure is null;
        }
        catch (Exception e)
        {
            // Whatever broke, it is this response's body.
            failure ??= new(WorkerOutcome.Exception, $"The body of the response cannot be read: {e.Message}");
        }

        if (failure?.Outcome == WorkerOutcome.Canceled && late.IsCancellationRequested)
        {
            failure = failure with { Message = $"There was no answer within {Patience.TotalSeconds:0} seconds, so the preview was ended." };
        }

        return new(worker, result.Usage, log.Lines) { Failure = failure, Response = result.Response, Body = body, IsCut = isCut, IsUnfinished = isUnfinished };
    }

    private static async Task<(byte[] Bytes, bool IsCut)> ReadBodyAsync(WorkerResponse response, CancellationToken end)
    {
        await using var body = response.Body;
        if (body is null)
        {
            return response.Bytes.Length <= MostBodyBytes ? (response.Bytes.ToArray(), false) : (response.Bytes[..MostBodyBytes].ToArray(), true);
        }

        var bytes = new byte[MostBodyBytes + 1];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, end);
        return (bytes[..Math.Min(read, MostBodyBytes)], read > MostBodyBytes);
    }
}
