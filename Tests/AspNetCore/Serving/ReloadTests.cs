using System.Net;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Serving;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Tests.Serving;

/// <summary>Settings that change while the server goes on.</summary>
public sealed class ReloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Limits_sizes_and_what_errors_show_hold_for_requests_that_begin_afterwards()
    {
        await using var server = await StartAsync(Options(limits: 5));
        using var client = Client(server);
        Assert.Contains("of 5 ms allowed", await AskAsync(client, "/endless"), StringComparison.Ordinal);
        Assert.DoesNotContain("boom", await AskAsync(client, "/throw"), StringComparison.Ordinal);

        var next = Options(limits: 7);
        next.Workers.ShowErrors = true;
        next.Workers.MaxRequestBodyBytes = 2;
        Assert.True(await server.ReloadAsync(() => next));
        Assert.Contains("of 7 ms allowed", await AskAsync(client, "/endless"), StringComparison.Ordinal);
        Assert.Contains("boom", await AskAsync(client, "/throw"), StringComparison.Ordinal);
        using var large = await client.PostAsync("/", new StringContent("123"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);

        var own = Options(limits: 7);
        own.Workers.WorkerLimits = new Dictionary<string, ExecutionLimits>(StringComparer.Ordinal) { ["w"] = ExecutionLimits.Default with { CpuMilliseconds = 9 }, ["other"] = ExecutionLimits.Free };
        Assert.True(await server.ReloadAsync(() => own));
        Assert.Contains("of 9 ms allowed", await AskAsync(client, "/endless"), StringComparison.Ordinal);
        Assert.DoesNotContain("boom", await AskAsync(client, "/throw"), StringComparison.Ordinal);

        var bounded = Options(limits: 7);
        bounded.Workers.Tenants = new Dictionary<string, TenantOptions>(StringComparer.Ordinal) { ["t"] = new() { Workers = ["w"], CpuMillisecondsPerMinute = 1 } };
        Assert.True(await server.ReloadAsync(() => bounded));
        Assert.Contains("of 7 ms allowed", await AskAsync(client, "/endless"), StringComparison.Ordinal);
        Assert.Contains("'tenants.t.cpu_milliseconds_per_minute'", await AskAsync(client, "/"), StringComparison.Ordinal);
        Assert.True(await server.ReloadAsync(() => own));
        Assert.DoesNotContain("tenants", await AskAsync(client, "/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_whose_limits_stay_keeps_its_isolate()
    {
        await using var server = await StartAsync(Options(limits: 5));
        using var client = Client(server);
        Assert.Equal("1", await AskAsync(client, "/"));
        var next = Options(limits: 5);
        next.Workers.MaxRequestBodyBytes = 2;
        next.Workers.WorkerLimits = new Dictionary<string, ExecutionLimits>(StringComparer.Ordinal) { ["other"] = ExecutionLimits.Free };
        Assert.True(await server.ReloadAsync(() => next));
        Assert.Equal("2", await AskAsync(client, "/"));
    }

    [Fact]
    public async Task What_is_refused_changes_nothing()
    {
        await using var server = await StartAsync(Options(limits: 5));
        using var client = Client(server);
        Assert.False(await server.ReloadAsync(static () => throw new PureEdgeException("options_invalid", "no")));
        var next = Options(limits: 7);
        next.Workers.Slots = 0;
        Assert.False(await server.ReloadAsync(() => next));
        Assert.False(await server.ReloadAsync(() => Options(limits: 7, accessLog: _folder.FullName)));
        Assert.False(await server.ReloadAsync(() => Options(limits: 7, urls: "nonsense")));
        Assert.Contains("of 5 ms allowed", await AskAsync(client, "/endless"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_access_log_begins_and_moves()
    {
        var (first, second) = (Path.Combine(_folder.FullName, "1.log"), Path.Combine(_folder.FullName, "2.log"));
        await using (var server = await StartAsync(Options(limits: 5)))
        {
            using var client = Client(server);
            await AskAsync(client, "/none");
            Assert.True(await server.ReloadAsync(() => Options(5, first)));
            await AskAsync(client, "/first");
            Assert.True(await server.ReloadAsync(() => Options(5, second)));
            await AskAsync(client, "/second");
        }

        var (before, after) = (await File.ReadAllTextAsync(first), await File.ReadAllTextAsync(second));
        // A line that waits comes into the newer file.
        Assert.Single((before + after).Split('\n'), static line => line.Contains("GET /first ", StringComparison.Ordinal));
        Assert.Contains("GET /second ", after, StringComparison.Ordinal);
        Assert.DoesNotContain("/second", before, StringComparison.Ordinal);
        Assert.DoesNotContain("/none", before + after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_access_log_ends_and_begins_again()
    {
        var path = Path.Combine(_folder.FullName, "access.log");
        await using (var server = await StartAsync(Options(limits: 5, path)))
        {
            using var client = Client(server);
            Assert.True(await server.ReloadAsync(() => Options(5)));
            await AskAsync(client, "/ended");
            Assert.True(await server.ReloadAsync(() => Options(5, path)));
            await AskAsync(client, "/again");
        }

        var lines = await File.ReadAllTextAsync(path);
        Assert.Contains("GET /again ", lines, StringComparison.Ordinal);
        Assert.DoesNotContain("/ended", lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_needs_a_restart_is_named_until_it_is_as_it_was()
    {
        var options = Options(5);
        await using var live = new LiveSettings(options, static _ => { });
        var next = new ServerOptions { DrainTime = TimeSpan.FromSeconds(3), LogLevel = LogLevel.Error, Workers = new() { BaseDomain = "edge.example", AllowPrivateNetwork = true, Limits = ExecutionLimits.Free } };
        var (before, changed, needRestart) = await live.TakeAsync(next);
        Assert.Equal(5, before.Limits.CpuMilliseconds);
        Assert.Equal(["drain_seconds", "log_level", "limits.cpu_milliseconds", "limits.startup_cpu_milliseconds"], changed);
        Assert.Equal(["urls", "admin_urls", "base_domain", "data", "paths", "allow_private_network"], needRestart);
        Assert.Equal((TimeSpan.FromSeconds(3), LogLevel.Error, "localhost", false), (live.DrainTime, live.LogLevel, options.Workers.BaseDomain, options.Workers.AllowPrivateNetwork));
        var (_, changedAgain, stillNeedRestart) = await live.TakeAsync(next);
        Assert.Empty(changedAgain);
        Assert.Equal(needRestart, stillNeedRestart);
        Assert.Empty((await live.TakeAsync(Options(5))).NeedRestart);
    }

    public void Dispose() => _folder.Dispose();

    private static HttpClient Client(PureEdgeServer server) => new() { BaseAddress = new(server.Addresses.First()) };

    private static async Task<string> AskAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return await answer.Content.ReadAsStringAsync();
    }

    private Task<PureEdgeServer> StartAsync(ServerOptions options)
    {
        _folder.Write("w.js", """
            let n = 0;
            export default {
              fetch(request) {
                if (request.url.endsWith("/endless")) for (;;) {}
                if (request.url.endsWith("/throw")) throw new Error("boom");
                return new Response(String(++n));
              },
            };
            """);
        return PureEdgeServer.StartAsync(options);
    }

    private ServerOptions Options(int limits, string? accessLog = null, string urls = "http://127.0.0.1:0") => new()
    {
        Paths = [Path.Combine(_folder.FullName, "w.js")],
        Urls = [urls],
        AdminUrls = ["http://127.0.0.1:0"],
        DataDirectory = ":memory:",
        AccessLog = accessLog,
        Workers = new PureEdgeOptions { Limits = ExecutionLimits.Default with { CpuMilliseconds = limits } },
    };
}
