using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Admission;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability;
using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.AspNetCore.Observability.Tail;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Cron;

/// <summary>
/// Runs the <c>scheduled</c> handler of a worker's version, and logs how that failed. A minute at which thousands are due must not take the server from its
/// requests: some begin, and the others when those are done or have had their time to begin.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class CronRunner(
    WorkerRegistry registry, PureEdgeOptions options, TenantBook tenants, TailHub tails, SourcePlaces places, TimeProvider time, ILogger<CronRunner> log)
{
    private const int BeginningsPerSlot = 4;

    // A run that goes on (it waits for something) does not keep the others.
    private static readonly TimeSpan BeginningTime = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _beginnings = new(options.Slots * BeginningsPerSlot);
    private readonly ConcurrentDictionary<(string Worker, string Cron), byte> _waiting = new();

    /// <summary>Begins a run. When the last one of this worker and expression still waits to begin, that one is enough.</summary>
    public void Run(string worker, string cron, DateTimeOffset minute)
    {
        if (_waiting.TryAdd((worker, cron), 0))
        {
            _ = RunAsync(worker, cron, minute);
        }
    }

    private async Task RunAsync(string name, string cron, DateTimeOffset minute)
    {
        await _beginnings.WaitAsync();
        _waiting.TryRemove((name, cron), out _);
        var run = RunNowAsync(name, cron, minute);
        await Task.WhenAny(run, Task.Delay(BeginningTime, time));
        _beginnings.Release();
        await run;
    }

    private async Task RunNowAsync(string name, string cron, DateTimeOffset minute)
    {
        if (registry.Find(name) is not { } state)
        {
            return;
        }

        var version = state.Current.Choose();
        var (worker, failure, _) = await version.GetAsync();
        if (worker is not null)
        {
            var tenant = tenants.Find(name);
            failure = tenant?.Enter() ?? await RunAsync(worker, version.Id, cron, minute, tenant);
        }

        if (failure is not null)
        {
            failure = await places.OfAsync(failure, worker?.Definition);
            Log.CronFailed(log, name, LogText.Clean(cron), failure.Outcome.ToWireName(), LogText.Clean((worker is null ? null : KillExplanation.Of(failure, worker.Definition)) ?? failure.Message));
        }
    }

    private async Task<WorkerFailure?> RunAsync(Worker worker, string version, string cron, DateTimeOffset minute, Tenant? tenant)
    {
        try
        {
            var trace = tails.BeginScheduled(worker.Definition, version, cron, minute);
            var failure = await worker.RunScheduledAsync(cron, minute.ToUnixTimeMilliseconds(), trace);
            _ = trace?.EndAsync(failure, default);
            return failure;
        }
        finally
        {
            tenant?.Leave();
        }
    }
}
