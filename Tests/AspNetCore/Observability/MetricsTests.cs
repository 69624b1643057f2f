using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PureEdge.AspNetCore.Observability;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Observability;

public sealed class MetricsTests
{
    [Fact]
    public void Series_of_different_workers_have_different_hashes()
    {
        // One hash for all made every request's look-up as long as the list of workers.
        var hashes = Enumerable.Range(0, 1_000).Select(static i => SeriesLabels.Of([new("worker", $"w{i}"), new("outcome", "ok")]).GetHashCode());
        Assert.True(hashes.Distinct().Count() > 990);
    }

    [Theory]
    [InlineData("")]
    [InlineData("worker=\"w\"", "worker", "w")]
    [InlineData("worker=\"a\\\\b\\\"c\\nd\",outcome=\"1\"", "worker", "a\\b\"c\nd", "outcome", 1)]
    public void Labels_are_written_as_Prometheus_reads_them(string expected, params object[] parts) => Assert.Equal(
        expected, SeriesLabels.Of([.. parts.Chunk(2).Select(static pair => KeyValuePair.Create((string)pair[0], (object?)pair[1]))]).ToString());

    private const string Worker = "export default { async fetch(r, env, ctx) { if (r.url.endsWith('/throw')) throw new Error('x'); return new Response('12345'); } };";

    [Fact]
    public async Task Prometheus_reads_what_each_worker_did()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Worker);
        for (var i = 0; i < 3; i++)
        {
            using var answer = await server.GetAsHostAsync("w.localhost");
        }

        using var thrown = await server.GetAsHostAsync("w.localhost", "/throw");
        using var nobody = await server.GetAsHostAsync("none.localhost");
        var text = await ScrapeAsync(server, server.Token);
        var lines = text.Split('\n');
        Assert.Contains("pureedge_event_count_total{worker=\"w\",outcome=\"ok\"} 3", lines);
        Assert.Contains("pureedge_event_count_total{worker=\"w\",outcome=\"exception\"} 1", lines);
        Assert.Contains("pureedge_response_sent_bytes_total{worker=\"w\"} 15", lines);
        Assert.Contains("pureedge_request_refused_total{outcome=\"scriptNotFound\"} 1", lines);
        Assert.Contains("pureedge_response_duration_seconds_count{worker=\"w\"} 4", lines);
        Assert.Contains("pureedge_response_duration_seconds_bucket{worker=\"w\",le=\"+Inf\"} 4", lines);
        Assert.Contains("pureedge_isolate_live{worker=\"w\"} 1", lines);
        Assert.Contains("# TYPE pureedge_event_fuel_total counter", lines);
        Assert.Contains("# TYPE pureedge_turn_waits_total counter", lines);
        Assert.Contains("# TYPE pureedge_turn_waited_seconds_total counter", lines);
        Assert.Contains("# TYPE pureedge_turn_waiting gauge", lines);
        Assert.All(lines.Where(l => l.Length > 0 && l[0] != '#'), line => Assert.Matches("^[a-z_]+({[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? [0-9.E+-]+$", line));
        Assert.All(lines.Where(l => l.Contains("_isolate_created_", StringComparison.Ordinal) && l[0] != '#'), line => Assert.Equal("pureedge_isolate_created_total{worker=\"w\"} 1", line));
    }

    [Fact]
    public async Task How_long_turns_of_each_worker_waited_for_a_slot_is_told()
    {
        await using var server = await TestServer.StartAsync(static _ => [], static o => o.Slots = 1);
        using var api = new ApiClient(server);
        // Two that compute share the only slot: each waits while the other runs.
        foreach (var name in new[] { "one", "two" })
        {
            await api.PutAsync(name, "export default { fetch() { for (;;) {} } };", ",\"limits\":{\"cpu_ms\":300}");
        }

        foreach (var answer in await Task.WhenAll(server.GetAsHostAsync("one.localhost"), server.GetAsHostAsync("two.localhost")))
        {
            answer.Dispose();
        }

        var lines = (await ScrapeAsync(server, server.Token)).Split('\n');
        Assert.All(["one", "two"], name => Assert.All(
            ["pureedge_turn_waits_total", "pureedge_turn_waited_seconds_total"],
            metric => Assert.True(double.Parse(Assert.Single(lines, line => line.StartsWith($"{metric}{{worker=\"{name}\"}} ", StringComparison.Ordinal)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) > 0)));
    }

    [Fact]
    public async Task Lookups_of_a_cache_are_counted_for_the_worker_that_made_them()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", """
            export default { async fetch(request) {
              const found = await caches.default.match("http://a/");
              await caches.default.put("http://a/", new Response("x", { headers: { "cache-control": "max-age=600" } }));
              return new Response(await found?.text());
            } };
            """);
        for (var i = 0; i < 3; i++)
        {
            using var answer = await server.GetAsHostAsync("w.localhost");
        }

        var lines = (await ScrapeAsync(server, server.Token)).Split('\n');
        Assert.Contains("pureedge_cache_lookups_total{worker=\"w\",result=\"hit\"} 2", lines);
        Assert.Contains("pureedge_cache_lookups_total{worker=\"w\",result=\"miss\"} 1", lines);
    }

    [Fact]
    public async Task The_numbers_need_the_token()
    {
        await using var server = await UploadTests.StartAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => ScrapeAsync(server, "not-the-token"));
    }

    [Fact]
    public void Workers_past_the_bound_share_a_label()
    {
        var labels = new WorkerLabels();
        for (var i = 0; i < WorkerLabels.Most; i++)
        {
            Assert.Equal($"w{i}", labels.Of($"w{i}").Value);
        }

        Assert.Equal(WorkerLabels.Others, labels.Of("more").Value);
        Assert.Equal("w7", labels.Of("w7").Value);
    }

    [Fact]
    public async Task A_collector_gets_metrics_traces_and_logs()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await Upstream.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.AddOrUpdate(context.Request.Path, _ => Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
        });
        await using (var server = await TestServer.StartAsync(folder => [folder.Write("seen.js", Worker)], collector: new Uri(collector.Url)))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/throw");
            request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            using var answer = await server.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            // The span of a request ends after its answer.
            await server.StopAsync();
        }

        // What was not sent yet is sent when the server ends.
        Assert.Contains("pureedge.event.count", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("fetch seen", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains(Encoding.Latin1.GetString(Convert.FromHexString("0af7651916cd43dd8448eb211c80319c")), received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("Worker seen: exception", received["/v1/logs"], StringComparison.Ordinal);
    }

    private static async Task<string> ScrapeAsync(TestServer server, string token)
    {
        using var client = new HttpClient { BaseAddress = server.Admin };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.GetStringAsync("/metrics");
    }
}
