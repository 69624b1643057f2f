using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Observability.Usage;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>What workers used in the last hours: charts of all of them or of one, and a table by hour and worker.</summary>
internal sealed class UsagePage(UsageLedger usage, TimeProvider time)
{
    private const int Day = 24;
    private const int Week = 7 * Day;
    private const int MostEntries = 1000;

    // What the charts look at; a page must not read a year of ten thousand workers.
    private const int MostSummed = 50_000;

    /// <summary>The page.</summary>
    public async Task<Html> ShowAsync(DashboardRequest request)
    {
        request.Title = "Usage";
        var worker = request.Query("worker").Trim();
        if (worker.Length > 0)
        {
            request.Require(WorkerName.Require(worker, "The form"));
        }

        var hours = request.Query("hours") == $"{Week}" ? Week : Day;
        return Html.Of($"""
            <form method="get" class="row"><label for="worker">Worker</label> <input id="worker" name="worker" value="{worker}" placeholder="all" autocomplete="off">
            <label for="hours">Time</label> <select id="hours" name="hours"><option value="{Day}">one day</option><option value="{Week}"{Html.If(hours == Week, $" selected")}>seven days</option></select>
            <button>Show</button></form>
            {await ChartsAsync(request, worker.Length > 0 ? worker : null, hours)}
            {(worker.Length > 0 ? Html.Empty : await TableAsync(request))}
            """);
    }

    /// <summary>The charts of one worker, for the last day.</summary>
    public Task<Html> OfWorkerAsync(DashboardRequest request, string worker) => ChartsAsync(request, worker, Day);

    private async Task<Html> ChartsAsync(DashboardRequest request, string? worker, int hours)
    {
        var shown = await usage.HoursAsync(time.GetUtcNow(), hours, worker, request.Session.Caller.Has, MostSummed, request.Aborted);
        if (shown.Count > 0 && shown.All(static hour => hour.Record == default))
        {
            return Html.Of($"<p>{(worker is null ? "No worker" : $"'{worker}'")} was {(worker is null ? "" : "not ")}used in the last {hours} hours.</p>");
        }

        return Html.Of($"""
            {Html.If(shown.Count < hours, $"<p>Only the last {shown.Count} hours are shown: more workers were used than a page adds up. Name a worker to see all of its hours.</p>")}
            {(shown.Count > 0 ? UsageChart.All(shown, worker ?? "all workers") : Html.Empty)}
            """);
    }

    private async Task<Html> TableAsync(DashboardRequest request)
    {
        var now = time.GetUtcNow();
        var (entries, next) = await usage.ListAsync(now.AddHours(-Day), now.AddHours(1), null, MostEntries, request.Aborted);
        var shown = entries.Where(e => request.Session.Caller.Has(e.Worker)).Reverse().ToArray();
        var rows = shown.Select(static entry => Html.Of($"""
            <tr><th scope="row">{entry.Hour.Replace('T', ' ')}:00</th><td><a href="{Layout.PathOf(entry.Worker)}">{entry.Worker}</a></td>
            <td class="number">{entry.Record.Requests}</td><td class="number">{entry.Record.Failures}</td>
            <td class="number">{Fuel.ToMilliseconds(entry.Record.Fuel):0.0}</td>
            <td class="number">{entry.Record.Subrequests}</td><td class="number">{entry.Record.EgressBytes}</td></tr>
            """));
        return shown.Length == 0 ? Html.Empty : Html.Of($"""
            <h2>By worker</h2>
            {Layout.Table($"By hour (UTC) and worker, the last {Day} hours", ["Hour", "Worker", "Events", "Failed", "CPU ms", "Subrequests", "Bytes sent"], rows)}
            {Html.If(next is not null, $"<p>There is more: <code>pureedge usage</code> lists all of it.</p>")}
            """);
    }
}
