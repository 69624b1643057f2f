using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Cron;
using PureEdge.AspNetCore.Deploy;
using PureEdge.AspNetCore.Routing;

namespace PureEdge.AspNetCore.Api;

/// <summary>
/// Where a worker answers, and when it runs by itself: its name below the base domain (which stands for <c>workers.dev</c>), routes, domains, cron triggers.
/// </summary>
internal sealed class AddressApi(Deployer deployer, DeployStore store, AddressBook addresses, PureEdgeOptions options) : IApiRoom
{
    private const int MaxRoutes = 1000;
    private const int MaxCrons = 100;

    // From looking whether an address is free until it is taken; two workers' changes would both find it free.
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <inheritdoc/>
    public void Map(ApiEndpoints api)
    {
        api.HandleAccount("GET", "/workers/subdomain", _ => Task.FromResult<JsonNode?>(new JsonObject { ["subdomain"] = options.BaseDomain.Split('.')[0] }));
        api.HandleAccount("GET", "/workers/workers/{name}", async request =>
        {
            var worker = await ScriptApi.RequireAsync(store, request);
            return new JsonObject { ["id"] = worker.Tag, ["name"] = worker.Name, ["tags"] = ApiViews.Texts(worker.Tags), ["subdomain"] = Subdomain(worker) };
        });
        api.HandleAccount("GET", "/workers/scripts/{name}/subdomain", async request => Subdomain(await ScriptApi.RequireAsync(store, request)));
        api.HandleAccount("POST", "/workers/scripts/{name}/subdomain", PostSubdomainAsync);
        // A zone is whatever somebody asks for: this server has no DNS.
        api.Handle("GET", "/zones", static request => Task.FromResult<JsonNode?>(request.IsFirstPage
            ? new JsonArray(new JsonObject { ["id"] = "local", ["name"] = request.Context.Request.Query["name"].ToString() })
            : []));
        api.Handle("GET", "/zones/{zone}/workers/routes", request => Task.FromResult<JsonNode?>(
            new JsonArray([.. addresses.Routes().Where(r => request.Caller!.Has(r.Worker)).Select(static r => new JsonObject { ["id"] = r.Pattern, ["pattern"] = r.Pattern, ["script"] = r.Worker })])));
        api.HandleAccount("PUT", "/workers/scripts/{name}/routes", PutRoutesAsync);
        api.HandleAccount("POST", "/workers/scripts/{name}/domains/changeset", PostDomainChangesAsync);
        api.HandleAccount("PUT", "/workers/scripts/{name}/domains/records", PutDomainsAsync);
        api.HandleAccount("GET", "/workers/scripts/{name}/schedules", async request => Schedules(await ScriptApi.RequireAsync(store, request)));
        api.HandleAccount("PUT", "/workers/scripts/{name}/schedules", PutSchedulesAsync);
    }

    private async Task<JsonNode?> PostSubdomainAsync(ApiRequest request)
    {
        var body = await request.ReadObjectAsync();
        return Subdomain(await deployer.UpdateAsync(request.Worker, worker => worker with
        {
            IsOnBaseDomain = Flag(body, "enabled") ?? worker.IsOnBaseDomain,
            HasPreviews = Flag(body, "previews_enabled") ?? worker.HasPreviews,
        }, request.Aborted));
    }

    private async Task<JsonNode?> PutRoutesAsync(ApiRequest request)
    {
        var routes = Texts(await request.ReadArrayAsync(), "pattern", MaxRoutes);
        var patterns = routes.Select(static route => RoutePattern.Parse(route).WithoutText()).ToHashSet();
        using var turn = await EnterAsync(request);
        if (addresses.Routes().FirstOrDefault(r => r.Worker != request.Worker && patterns.Contains(RoutePattern.Parse(r.Pattern).WithoutText())) is { Worker: { } owner, Pattern: var taken })
        {
            throw new PureEdgeException("route_taken", $"The route '{taken}' belongs to the worker '{owner}'.");
        }

        var worker = await deployer.UpdateAsync(request.Worker, worker => worker with { Routes = routes }, request.Aborted);
        return ApiViews.Texts(worker.Routes);
    }

    private async Task<JsonNode?> PostDomainChangesAsync(ApiRequest request)
    {
        var wanted = Texts(await request.ReadArrayAsync(), "hostname", MaxRoutes);
        var worker = await ScriptApi.RequireAsync(store, request);
        return new JsonObject
        {
            ["added"] = Domains(wanted.Except(worker.Domains, StringComparer.OrdinalIgnoreCase)),
            ["removed"] = Domains(worker.Domains.Except(wanted, StringComparer.OrdinalIgnoreCase)),
            ["updated"] = new JsonArray(),
            ["conflicting"] = Domains(wanted.Where(d => addresses.OwnerOfDomain(d) is { } owner && owner != worker.Name)),
        };
    }

    private async Task<JsonNode?> PutDomainsAsync(ApiRequest request)
    {
        var domains = Texts((await request.ReadObjectAsync())["origins"] as JsonArray ?? throw new JsonException(), "hostname", MaxRoutes);
        using var turn = await EnterAsync(request);
        foreach (var domain in domains)
        {
            if (!RoutePattern.IsHostName(domain))
            {
                throw new PureEdgeException("domain_invalid", $"'{domain}' is no host name.");
            }

            if (addresses.OwnerOfDomain(domain) is { } owner && owner != request.Worker)
            {
                throw new PureEdgeException("domain_taken", $"The domain '{domain}' belongs to the worker '{owner}'; take it from that one first.");
            }
        }

        var worker = await deployer.UpdateAsync(request.Worker, worker => worker with { Domains = domains }, request.Aborted);
        return Domains(worker.Domains);
    }

    private async Task<IDisposable> EnterAsync(ApiRequest request)
    {
        await _gate.WaitAsync(request.Aborted);
        return new Turn(_gate);
    }

    private async Task<JsonNode?> PutSchedulesAsync(ApiRequest request)
    {
        var crons = Texts(await request.ReadArrayAsync(), "cron", MaxCrons);
        foreach (var cron in crons)
        {
            CronExpression.Parse(cron);
        }

        return Schedules(await deployer.UpdateAsync(request.Worker, worker => worker with { Crons = crons }, request.Aborted));
    }

    private static JsonObject Schedules(WorkerRecord worker) => new()
    {
        ["schedules"] = new JsonArray([.. worker.Crons.Select(static cron => new JsonObject { ["cron"] = cron })]),
    };

    private static JsonArray Domains(IEnumerable<string> domains) => [.. domains.Select(static d => (JsonNode?)new JsonObject { ["hostname"] = d })];

    private static string[] Texts(JsonArray list, string key, int most)
    {
        if (list.Count > most)
        {
            throw new PureEdgeException("too_many", $"The list has {list.Count} entries; at most {most} are allowed.");
        }

        return [.. list.Select(item => item is JsonObject entry && entry[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new JsonException()).Distinct(StringComparer.Ordinal)];
    }

    private JsonObject Subdomain(WorkerRecord worker) => new()
    {
        ["enabled"] = worker.IsOnBaseDomain,
        ["previews_enabled"] = worker.HasPreviews,
        ["url"] = $"http://{worker.Name}.{options.BaseDomain}/",
        ["preview_url_suffix"] = $"-{worker.Name}.{options.BaseDomain}",
    };

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }

    private static bool? Flag(JsonObject body, string key) => body[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw new JsonException(),
    };
}
