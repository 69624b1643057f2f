using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Cron;

/// <summary>Runs the <c>scheduled</c> handler of a worker's version, and logs how that failed.</summary>
internal sealed class CronRunner(WorkerRegistry registry, ILogger<CronRunner> log)
{
    /// <summary>Begins a run.</summary>
    public void Run(string worker, string cron, DateTimeOffset minute) => _ = RunAsync(worker, cron, minute);

    private async Task RunAsync(string name, string cron, DateTimeOffset minute)
    {
        if (registry.Find(name) is not { } state)
        {
            return;
        }

        var (worker, failure, _) = await state.Current.Choose().GetAsync();
        failure = worker is null ? failure : await worker.RunScheduledAsync(cron, minute.ToUnixTimeMilliseconds());
        if (failure is not null)
        {
            Log.CronFailed(log, name, LogText.Clean(cron), failure.Outcome.ToWireName(), LogText.Clean(failure.Message));
        }
    }
}
