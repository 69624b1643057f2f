using System.Globalization;
using PureEdge.AspNetCore.Observability;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>What failed lately: exceptions, and requests that a limit ended, with the limit, the line and what raises it.</summary>
internal sealed class FailuresPage(RecentFailures failures)
{
    /// <summary>The page.</summary>
    public Task<Html> ShowAsync(DashboardRequest request)
    {
        request.Title = "Failures";
        var shown = failures.All.Where(f => request.Session.Caller.Has(f.Worker)).ToArray();
        if (shown.Length == 0)
        {
            return Task.FromResult(Html.Of($"<p>Nothing has failed since the server began.</p>"));
        }

        var rows = shown.Select(static entry => Html.Of($"""
            <tr><td>{Layout.Time(entry.Time)}</td><th scope="row"><a href="{Layout.PathOf(entry.Worker)}">{entry.Worker}</a></th><td>{entry.Failure.Outcome.ToWireName()}</td>
            <td>{Explain(entry.Failure)}</td><td><code>{entry.Failure.Location}</code></td></tr>
            """));
        return Task.FromResult(Layout.Table($"The last {shown.Length}, the newest first", ["Time", "Worker", "Outcome", "What happened", "Place"], rows));
    }

    // Without the source line: the version that failed need not be the one that answers now.
    private static string Explain(WorkerFailure failure) => failure.Limit is { } limit
        ? string.Create(
            CultureInfo.InvariantCulture, $"{failure.Message} Consumed {limit.Consumed} of {limit.Allowed} {KillExplanation.UnitOf(limit.Kind)}.{KillExplanation.MostFuel(failure)} {KillExplanation.HowToRaise(limit.Kind)}")
        : failure.Message;
}
