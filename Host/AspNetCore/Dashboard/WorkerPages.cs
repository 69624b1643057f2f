using System.Globalization;
using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Deploy;
using PureEdge.AspNetCore.Model;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>Workers: the list, one with its versions and addresses, its log, and going back to an earlier version.</summary>
internal sealed class WorkerPages(WorkerRegistry registry, DeployStore store, Deployer deployer, PureEdgeOptions options, UsagePage usage)
{
    /// <summary>All workers.</summary>
    public Task<Html> ListAsync(DashboardRequest request)
    {
        request.Title = "Workers";
        var rows = registry.All.Where(w => request.Session.Caller.Has(w.Name)).OrderBy(static w => w.Name, StringComparer.Ordinal).Select(worker => Html.Of($"""
            <tr><th scope="row"><a href="{Layout.PathOf(worker.Name)}">{worker.Name}</a></th><td>{(worker.Origin == WorkerRegistry.Stored ? "deployed" : worker.Origin)}</td>
            <td>{Shares(worker.Current)}</td></tr>
            """)).ToArray();
        return Task.FromResult(rows.Length == 0
            ? Html.Of($"<p>There is no worker yet. <code>wrangler deploy</code>, <code>pureedge deploy</code> or <a href=\"{DeployPages.Path}\">a drop of files</a> brings one.</p>")
            : Layout.Table($"{rows.Length} workers", ["Name", "From", "Answers"], rows));
    }

    /// <summary>A worker.</summary>
    public async Task<Html> ShowAsync(DashboardRequest request)
    {
        var state = Require(request);
        request.Title = state.Name;
        var (worker, _) = await store.FindAsync(state.Name, request.Aborted);
        return Html.Of($"""
            <p><a href="{Layout.PathOf(state.Name)}/tail">Follow the log</a>{Html.If(request.MayChange && worker is not null, $" | <a href=\"{PlaygroundPages.PathOf(state.Name)}\">Edit and preview</a>")}</p>
            {(worker is null ? Html.Of($"<p>Served from <code>{state.Origin}</code>; it has no versions.</p>") : await VersionsAsync(request, worker))}
            <h2>Addresses</h2>
            {Addresses(state.Name, worker)}
            <h2>Limits</h2>
            {await LimitsAsync(state)}
            <h2>Usage of the last day</h2>
            {await usage.OfWorkerAsync(request, state.Name)}
            """);
    }

    /// <summary>The log of a worker, as it is written.</summary>
    public Task<Html> TailAsync(DashboardRequest request)
    {
        var state = Require(request);
        request.Title = $"Log of {state.Name}";
        return Task.FromResult(Html.Of($"""
            <p id="state" role="status">Connecting.</p>
            <noscript><p>Following a log needs JavaScript. <code>pureedge tail {state.Name}</code> shows it in a terminal.</p></noscript>
            <div id="log" class="log" role="log" tabindex="0" aria-label="Log of {state.Name}" data-source="{Layout.PathOf(state.Name)}/tail/events"></div>
            <script src="{DashboardEndpoints.Root}/tail.js" defer></script>
            """));
    }

    /// <summary>Lets a version answer alone from now on.</summary>
    /// <returns>Where to go then.</returns>
    public async Task<string> RollBackAsync(DashboardRequest request)
    {
        var name = request.Worker;
        request.RequireChange();
        await deployer.DeployAsync(name, [new(request.Form!["version"].ToString(), 100)], "from the dashboard", request.Aborted);
        return Layout.PathOf(name);
    }

    private WorkerState Require(DashboardRequest request) =>
        registry.Find(request.Worker) ?? throw new DashboardException(StatusCodes.Status404NotFound, $"There is no worker '{request.Worker}'.");

    private async Task<Html> VersionsAsync(DashboardRequest request, WorkerRecord worker)
    {
        var shares = worker.Deployment?.Versions.ToDictionary(static v => v.VersionId, static v => v.Percentage, StringComparer.Ordinal) ?? [];
        var rows = (await store.VersionsAsync(worker.Name, request.Aborted)).Select(version => Html.Of($"""
            <tr><th scope="row">{version.Number}</th><td><code>{version.Id}</code></td><td>{Layout.Time(version.CreatedOn)}</td><td>{version.Message ?? version.TriggeredBy}</td>
            <td class="number">{version.StartupMilliseconds:0.0} ms</td>
            <td>{(shares.TryGetValue(version.Id, out var share) ? Html.Of($"{share} %") : Html.Empty)}{Html.If(request.MayChange && share < 100, $"""
                <form method="post" action="{Layout.PathOf(worker.Name)}/rollback">{Layout.Csrf(request)}<input type="hidden" name="version" value="{version.Id}">
                <button aria-label="Let version {version.Number} answer">Let this one answer</button></form>
                """)}</td></tr>
            """));
        return Html.Of($"<h2>Versions</h2>{Layout.Table("The newest first", ["Number", "Id", "Made", "Message", "Start-up", "Answers"], rows)}");
    }

    private Html Addresses(string name, WorkerRecord? worker)
    {
        string[] addresses =
        [
            .. worker is { IsOnBaseDomain: false } ? [] : new[] { $"{name}.{options.BaseDomain}" },
            .. worker is { HasPreviews: true } ? [$"VERSION-{name}.{options.BaseDomain} (the first 8 digits of a version's id)"] : Array.Empty<string>(),
            .. worker?.Domains ?? [],
            .. worker?.Routes ?? [],
            .. worker?.Crons.Select(static cron => $"cron {cron}") ?? [],
        ];
        return addresses.Length == 0 ? Html.Of($"<p>It has none.</p>") : Html.Of($"<ul>{addresses.Select(static a => Html.Of($"<li><code>{a}</code></li>"))}</ul>");
    }

    private static async Task<Html> LimitsAsync(WorkerState state)
    {
        var (worker, broken, _) = await state.Current.Versions[0].Version.GetAsync();
        if (worker is null)
        {
            return Html.Of($"<p role=\"alert\">It does not load: {broken!.Message}</p>");
        }

        var limits = worker.Definition.Limits;
        var forks = worker.Forks;
        return Html.Of($"""
            <dl>
            <dt>CPU time of a request</dt><dd>{limits.CpuMilliseconds} ms, {Fuel.FromMilliseconds(limits.CpuMilliseconds)} fuel</dd>
            <dt>Memory of a request</dt><dd>{Bytes(limits.AllocationBytes)}</dd>
            <dt>Kept by an isolate</dt><dd>{Bytes(limits.RetainedBytes)}</dd>
            <dt>One turn</dt><dd>{limits.TurnMilliseconds} ms</dd>
            <dt>Subrequests</dt><dd>{limits.Subrequests}</dd>
            <dt>Isolates now</dt><dd>{worker.IsolateCount}</dd>
            <dt>Further isolates</dt><dd>{(forks.Refusal is { } refusal ? $"run the top level: {refusal}" : $"are copied from an image of {forks.Objects} objects, {Bytes(forks.Bytes)}")}</dd>
            </dl>
            """);
    }

    private static string Shares(WorkerModel model) => model.Versions is [{ Version.Id: "" }]
        ? "its path"
        : string.Join(", ", model.Versions.Select(static v => string.Create(CultureInfo.InvariantCulture, $"{v.Version.Id[..Math.Min(8, v.Version.Id.Length)]} {v.Percentage} %")));

    private static string Bytes(long bytes) => bytes >= 1 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.#} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KB");
}
