using System.Globalization;
using PureEdge.AspNetCore.Observability.Usage;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>What workers used in the last hours.</summary>
internal sealed class UsagePage(UsageLedger usage, TimeProvider time)
{
    private const int Hours = 24;
    private const int MostEntries = 1000;

    /// <summary>The page.</summary>
    public async Task<Html> ShowAsync(DashboardRequest request)
    {
        request.Title = "Usage";
        var now = time.GetUtcNow();
        var (entries, next) = await usage.ListAsync(now.AddHours(-Hours), now.AddHours(1), null, MostEntries, request.Aborted);
        var shown = entries.Where(e => request.Session.Caller.Has(e.Worker)).Reverse().ToArray();
        if (shown.Length == 0)
        {
            return Html.Of($"<p>No worker was used in the last {Hours} hours.</p>");
        }

        var most = Math.Max(1, shown.Max(static e => e.Record.Fuel));
        var rows = shown.Select(entry => Html.Of($"""
            <tr><th scope="row">{entry.Hour.Replace('T', ' ')}:00</th><td><a href="{Layout.PathOf(entry.Worker)}">{entry.Worker}</a></td>
            <td class="number">{entry.Record.Requests}</td><td class="number">{entry.Record.Failures}</td>
            <td class="number">{Fuel.ToMilliseconds(entry.Record.Fuel):0.0}</td><td><meter min="0" max="{most}" value="{entry.Record.Fuel}" aria-label="CPU time of the hour"></meter></td>
            <td class="number">{entry.Record.Subrequests}</td><td class="number">{entry.Record.EgressBytes}</td></tr>
            """));
        return Html.Of($"""
            {Layout.Table($"By hour (UTC), the last {Hours} hours", ["Hour", "Worker", "Events", "Failed", "CPU ms", "", "Subrequests", "Bytes sent"], rows)}
            {Html.If(next is not null, $"<p>There is more: <code>pureedge usage</code> lists all of it.</p>")}
            """);
    }
}
