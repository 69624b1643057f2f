using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PureEdge.AspNetCore.Admission;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Cron;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.AspNetCore.Observability.Tail;
using PureEdge.AspNetCore.Tests.Api;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Tests.Admission;

/// <summary>Bounds of all workers of a tenant together.</summary>
public sealed class TenantTests
{
    private const string Hello = "export default { fetch() { return new Response('hello'); } };";
    private const string Endless = "export default { fetch() { for (;;) {} }, scheduled() { for (;;) {} } };";

    [Theory]
    [InlineData("shop", "one")]
    [InlineData("acme-a", "two")]
    [InlineData("acme-", "two")]
    [InlineData("acme-test-1", "three")]
    [InlineData("acme-test-own", "one")]
    [InlineData("acme", null)]
    [InlineData("shop2", null)]
    [InlineData("", null)]
    public void A_worker_is_of_the_tenant_that_names_it_or_the_longest_beginning_of_its_name(string worker, string? expected)
    {
        var options = new PureEdgeOptions
        {
            Tenants = new Dictionary<string, TenantOptions>(StringComparer.Ordinal)
            {
                ["one"] = new() { Workers = ["shop", "acme-test-own"] },
                ["two"] = new() { Workers = ["acme-*"] },
                ["three"] = new() { Workers = ["acme-test-*"] },
            },
        };
        Assert.Empty(options.Errors());
        Assert.Equal(expected, new TenantBook(options, TimeProvider.System).Find(worker)?.Name);
    }

    [Fact]
    public void CPU_time_that_is_used_up_comes_back_with_time_and_is_saved_for_a_minute()
    {
        var time = new FakeTimeProvider();
        using var tenant = new Tenant("acme", time, new() { Workers = ["a"], CpuMillisecondsPerMinute = 600 });
        time.Advance(TimeSpan.FromHours(1));
        tenant.Charge(599);
        Assert.Null(tenant.Enter());
        tenant.Charge(61);
        var refusal = tenant.Enter()!;
        Assert.Equal(WorkerOutcome.Overloaded, refusal.Outcome);
        Assert.Equal("The workers of the tenant 'acme' have used 660 ms of CPU time lately, 600 ms a minute are allowed ('tenants.acme.cpu_milliseconds_per_minute' of the server's settings).", refusal.Message);
        Assert.Equal(TimeSpan.FromSeconds(6), refusal.RetryAfter);
        time.Advance(TimeSpan.FromMilliseconds(5_999));
        Assert.NotNull(tenant.Enter());
        time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Null(tenant.Enter());
    }

    [Fact]
    public void What_a_tenant_has_open_and_has_used_outlives_other_settings()
    {
        var time = new FakeTimeProvider();
        var options = new PureEdgeOptions { Tenants = Only(new() { Workers = ["a"], MaxConcurrentRequests = 1, CpuMillisecondsPerMinute = 10 }) };
        var book = new TenantBook(options, time);
        Assert.Null(book.Find("a")!.Enter());
        options.Tenants = Only(new() { Workers = ["a", "b"], MaxConcurrentRequests = 1 });
        Assert.Contains("have 1 requests open, 1 are allowed", book.Find("b")!.Enter()!.Message, StringComparison.Ordinal);
        book.Find("a")!.Leave();
        Assert.Null(book.Find("b")!.Enter());
        book.Charge("b", new UsageReport(Fuel: 1_000_000_000, 0, 0, 1, default));
        Assert.Contains("CPU time", book.Find("a")!.Enter()!.Message, StringComparison.Ordinal);
        options.Tenants = new Dictionary<string, TenantOptions>(StringComparer.Ordinal);
        Assert.Null(book.Find("a"));
    }

    [Fact]
    public async Task Requests_of_all_workers_of_a_tenant_are_counted_together()
    {
        var gate = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(context =>
        {
            arrived.TrySetResult();
            return gate.Task.WaitAsync(context.RequestAborted);
        });
        await using var server = await StartAsync(new() { Workers = ["acme-*"], MaxConcurrentRequests = 1 });
        using var api = new ApiClient(server);
        await api.PutAsync("acme-slow", $"export default {{ fetch: () => fetch('{upstream.Url}') }};");
        await api.PutAsync("acme-quick", Hello);
        await api.PutAsync("other", Hello);
        var slow = server.GetAsHostAsync("acme-slow.localhost");
        await arrived.Task;
        using (var refused = await server.GetAsHostAsync("acme-quick.localhost"))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "overloaded"), (refused.StatusCode, refused.Headers.GetValues("PureEdge-Outcome").Single()));
            Assert.Contains("The workers of the tenant 'acme' have 1 requests open, 1 are allowed ('tenants.acme.max_concurrent_requests'", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal("hello", await UploadTests.AskAsync(server, "other"));
        gate.SetResult();
        using var done = await slow;
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal("hello", await UploadTests.AskAsync(server, "acme-quick"));
    }

    [Fact]
    public async Task CPU_time_of_all_workers_of_a_tenant_is_counted_together()
    {
        await using var server = await StartAsync(new() { Workers = ["acme-*"], CpuMillisecondsPerMinute = 60 });
        using var api = new ApiClient(server);
        await api.PutAsync("acme-spin", Endless);
        await api.PutAsync("acme-quick", Hello);
        await api.PutAsync("other", Hello);
        var (outcome, killed) = ("exceededCpu", -1);
        for (; outcome == "exceededCpu" && killed < 100; killed++)
        {
            using var answer = await server.GetAsHostAsync("acme-spin.localhost");
            outcome = answer.Headers.GetValues("PureEdge-Outcome").Single();
        }

        Assert.Equal("overloaded", outcome);
        Assert.InRange(killed, 1, 60);

        using (var refused = await server.GetAsHostAsync("acme-quick.localhost"))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "overloaded"), (refused.StatusCode, refused.Headers.GetValues("PureEdge-Outcome").Single()));
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            Assert.Contains("60 ms a minute are allowed", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal("hello", await UploadTests.AskAsync(server, "other"));
    }

    [Fact]
    public async Task A_cron_trigger_of_a_tenant_without_CPU_time_does_not_run()
    {
        var time = new FakeTimeProvider();
        var options = new PureEdgeOptions { Slots = 1, Tenants = Only(new() { Workers = ["w"], CpuMillisecondsPerMinute = 10 }) };
        var book = new TenantBook(options, time);
        var ran = new Completions(book);
        using var runtime = new WorkerRuntime(new() { Slots = 1, Observer = ran });
        var registry = new WorkerRegistry(runtime);
        registry.Publish("w", "w", new WorkerModel(new VersionSlot("v", new LoadedVersion(runtime.Load(new() { Name = "w", Bundle = WorkerBundle.FromSource(Endless) }), null))));
        var places = new SourcePlaces(new SourceMapCache(time));
        var runner = new CronRunner(registry, options, book, new TailHub(time, places), places, time, NullLogger<CronRunner>.Instance);
        runner.Run("w", "* * * * *", time.GetUtcNow());
        await ran.First;
        // Refused at once: nothing of it waits.
        runner.Run("w", "* * * * *", time.GetUtcNow());
        runner.Run("w", "0 * * * *", time.GetUtcNow());
        Assert.NotNull(book.Find("w")!.Enter());
        Assert.Equal(1, ran.Count);
    }

    [Fact]
    public async Task A_tenant_has_so_many_workers()
    {
        await using var server = await StartAsync(new() { Workers = ["acme-*"], MaxWorkers = 2 });
        using var api = new ApiClient(server);
        await api.PutAsync("acme-a", Hello);
        await api.PutAsync("acme-b", Hello);
        await api.PutAsync("other", Hello);
        var (status, _, message) = await api.PutRefusedAsync("acme-c", """{"main_module":"index.js"}""", ("index.js", "application/javascript+module", Hello));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("The workers of the tenant 'acme' are 2, and 'acme-c' would be one more; 2 are allowed ('tenants.acme.max_workers' of the server's settings).", message);
        await api.PutAsync("acme-a", Endless);
        await api.SendAsync("DELETE", "workers/scripts/acme-b");
        await api.PutAsync("acme-c", Hello);
        Assert.Equal("hello", await UploadTests.AskAsync(server, "acme-c"));
    }

    [Fact]
    public async Task Versions_of_all_workers_of_a_tenant_take_so_many_bytes_together()
    {
        await using var server = await StartAsync(new() { Workers = ["acme-*"], MaxStoredBytes = 1 << 20 });
        using var api = new ApiClient(server);
        static (string, string, string)[] Large(char letter) => [("index.js", "application/javascript+module", Hello), ("text.txt", "text/plain", new string(letter, 600_000))];
        await api.PutAsync("acme-a", Large('a'));
        var (status, _, message) = await api.PutRefusedAsync("acme-b", """{"main_module":"index.js"}""", Large('b'));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Matches("^The workers of the tenant 'acme' would take 12[0-9]{5} bytes in the store, with all versions that are kept; 1048576 are allowed \\('tenants.acme.max_stored_bytes' of", message);
        // The same once more takes nothing, nor does a secret; another version of the first is one more.
        await api.PutAsync("acme-a", Large('a'));
        await api.SendAsync("PUT", "workers/scripts/acme-a/secrets", new System.Text.Json.Nodes.JsonObject { ["name"] = "S", ["text"] = "v", ["type"] = "secret_text" });
        Assert.Equal(HttpStatusCode.BadRequest, (await api.PutRefusedAsync("acme-a", """{"main_module":"index.js"}""", Large('c'))).Status);
        await api.PutAsync("acme-b", Hello);
        await api.PutAsync("other", Large('b'));
        await api.SendAsync("DELETE", "workers/scripts/acme-a");
        await api.PutAsync("acme-b", Large('b'));
    }

    [Fact]
    public void What_is_wrong_with_tenants_is_said()
    {
        var errors = new PureEdgeOptions
        {
            Tenants = new Dictionary<string, TenantOptions>(StringComparer.Ordinal)
            {
                ["a"] = new() { Workers = ["x", "*", "A"], MaxWorkers = 0 },
                ["b"] = new() { Workers = ["x", "y*z"], CpuMillisecondsPerMinute = 60_000_001, MaxStoredBytes = 1 },
                ["c"] = new() { Workers = [], MaxConcurrentRequests = 0 },
            },
        }.Errors();
        Assert.Equal(
            [
                "Tenant 'a': Option 'MaxWorkers' is 0; it must be from 1 to 100000.",
                "Tenant 'a': 'A' is no name of a worker, nor a beginning of one with '*' behind, such as 'acme-*'.",
                "Tenant 'b': Option 'MaxStoredBytes' is 1; it must be from 1048576 to 1099511627776.",
                "Tenant 'b': Option 'CpuMillisecondsPerMinute' is 60000001; it must be from 1 to 60000000.",
                "The tenants 'a' and 'b' both have the worker 'x'; it must be of one.",
                "Tenant 'b': 'y*z' is no name of a worker, nor a beginning of one with '*' behind, such as 'acme-*'.",
                "Tenant 'c': Option 'Workers' has 0 names; it must have 1 to 1000.",
                "Tenant 'c': Option 'MaxConcurrentRequests' is 0; it must be from 1 to 1000000.",
            ],
            errors);
    }

    private static Task<TestServer> StartAsync(TenantOptions acme) => TestServer.StartAsync(static _ => [], o => (o.Tenants, o.AllowPrivateNetwork) = (Only(acme), true));

    private static Dictionary<string, TenantOptions> Only(TenantOptions acme) => new(StringComparer.Ordinal) { ["acme"] = acme };

    private sealed class Completions(TenantBook book) : IWorkerObserver
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public Task First => _first.Task;

        public int Count => Volatile.Read(ref _count);

        public void OnLog(WorkerLogEntry entry)
        {
        }

        public void OnCompleted(string worker, WorkerFailure? failure, UsageReport usage)
        {
            book.Charge(worker, usage);
            Interlocked.Increment(ref _count);
            _first.TrySetResult();
        }

        public void OnThreadLost(string worker, int lostThreads)
        {
        }

        public void OnFault(string worker, Exception exception)
        {
        }
    }
}
